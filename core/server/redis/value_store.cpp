#include "core/server/redis/value_store.h"

#include "core/base/memory.h"
#include "core/server/redis/value_frame.h"
#include <QPointer>

namespace nb::redis {
namespace {

// One piece takes a fraction of a millisecond on the event loop.
constexpr qsizetype kPiece = 128 * 1024;
constexpr int kPiecesAtOnce = 4; // asked for before the first one has come

} // namespace

// One value that is being read. Deletes itself once it has told.
class ValueStore::Reading : public QObject {
public:
    using Done = std::function<void(Found, const Value&)>;

    Reading(Client& client, const QByteArray& key, const Waits& waits, Done done, QObject* parent)
        : QObject(parent), m_client(client), m_key(key), m_waits(waits), m_done(std::move(done)),
          m_checksum(withMore(0, key)) {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] { end(Found::Unknown); });
        m_timer.start(waits.all);
    }

    void start() { askForPiece(); }

private:
    void askForPiece() {
        const qsizetype first = m_asked;
        m_asked += kPiece;
        m_client.ask(Operation::Read, Lane::Reads,
                     {"GETRANGE", m_key, QByteArray::number(first), QByteArray::number(m_asked - 1)},
                     m_header ? m_waits.piece : m_waits.first, [self = QPointer(this)](const Answer& answer) {
                         if (self)
                             self->take(answer);
                     });
    }

    void take(const Answer& answer) {
        if (!m_done)
            return; // it is over
        if (answer.outcome != Outcome::Replied)
            end(Found::Unknown);
        else if (answer.reply.kind != Reply::Kind::Bytes || !append(answer.reply.bytes))
            end(Found::Nothing);
        else if (m_left == 0)
            end(m_checksum == m_header->checksum ? Found::Value : Found::Nothing);
        else
            while (m_done && m_asked < m_total && m_asked - m_taken < kPiecesAtOnce * kPiece)
                askForPiece();
    }

    // False if this is no value.
    bool append(QByteArrayView piece) {
        const bool isLast = piece.size() < kPiece;
        m_taken += piece.size();
        if (!m_header) {
            if (!begin(piece))
                return false;
            piece = piece.sliced(FrameHeader::kBytes);
        }
        if (piece.size() > m_left)
            return false;
        m_checksum = withMore(m_checksum, piece);
        m_left -= piece.size();
        const qsizetype ofHead = std::min(m_header->headBytes - m_value.head.size(), piece.size());
        m_value.head.append(piece.first(ofHead));
        m_value.body.append(piece.sliced(ofHead)); // has the room
        return m_left == 0 || !isLast;
    }

    bool begin(QByteArrayView piece) {
        m_header = FrameHeader::of(piece);
        if (!m_header || m_header->headBytes > kMaxHeadBytes ||
            m_header->bodyBytes > static_cast<quint64>(kMaxValueBytes))
            return false;
        m_left = static_cast<qsizetype>(m_header->headBytes + m_header->bodyBytes);
        m_total = FrameHeader::kBytes + m_left;
        return tryReserve(m_value.body, static_cast<qsizetype>(m_header->bodyBytes));
    }

    void end(Found found) {
        m_timer.stop();
        const Done done = std::exchange(m_done, nullptr);
        deleteLater();
        done(found, found == Found::Value ? m_value : Value());
    }

    Client& m_client;
    const QByteArray m_key;
    const Waits m_waits;
    Done m_done; // null once it is told
    QTimer m_timer;
    std::optional<FrameHeader> m_header;
    Value m_value;
    quint32 m_checksum;
    qsizetype m_asked = 0; // bytes of the frame
    qsizetype m_taken = 0;
    qsizetype m_total = 0;
    qsizetype m_left = 0;
};

ValueStore::ValueStore(Client& client, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_client(client), m_pool(pool) {}

void ValueStore::read(const QByteArray& key, const Waits& waits,
                      std::function<void(Found, const Value&)> done) {
    (new Reading(m_client, key, waits, std::move(done), this))->start();
}

void ValueStore::write(const QByteArray& key, const Value& value, std::chrono::seconds timeToLive,
                       std::function<void(bool)> done) {
    const auto finish = [done = std::move(done)](bool kept) {
        if (done)
            done(kept);
    };
    if (value.head.size() > kMaxHeadBytes || value.body.size() > kMaxValueBytes || !m_client.isUp()) {
        finish(false);
        return;
    }
    m_pool
        .run([key, value]() -> Result<QByteArray> {
            std::optional<QByteArray> frame = framed(key, value.head, value.body);
            return frame ? Result<QByteArray>(*std::move(frame)) : Result<QByteArray>(outOfMemory());
        })
        .then(this, [this, key, timeToLive, finish,
                     preparation = m_client.preparation()](const Result<QByteArray>& frame) {
            if (!frame) {
                finish(false);
                return;
            }
            // Nobody waits for it, so it has time.
            constexpr Milliseconds kWait{10'000};
            m_client.ask(Operation::Write, Lane::Writes,
                         {"SET", key, *frame, "EX", QByteArray::number(timeToLive.count())}, kWait,
                         [self = QPointer(this), finish, preparation](const Answer& answer) {
                             if (self)
                                 finish(answer.outcome == Outcome::Replied);
                         });
        });
}

} // namespace nb::redis
