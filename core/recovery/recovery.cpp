#include "core/recovery/recovery.h"

#include "core/mask/empty_mask.h"
#include "core/recovery/record_file.h"
#include "core/recovery/recovery_records.h"
#include "core/storage/session.h"
#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QUuid>
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <opencv2/core.hpp>
#include <utility>

namespace nb::recovery {
namespace {

const QString kSuffix = QStringLiteral(".log");
constexpr qsizetype kRowsBytes = 8 * 1024 * 1024;

QString logPath(const QString& folder, const QString& id) {
    return folder + QLatin1Char('/') + id + kSuffix;
}

// Ids come from file names, and become file names.
bool isId(const QString& id) {
    return QUuid::fromString(id).toString(QUuid::WithoutBraces) == id;
}

Result<> makeFolder(const QString& folder) {
    if (!QDir().mkpath(folder))
        return Error{ErrorCode::FileUnwritable, QStringLiteral("Cannot make the folder %1").arg(folder)};
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return {};
}

int rowsInOneRecord(const cv::Mat& pixels) {
    return qMax(1, int(kRowsBytes / qsizetype(pixels.step[0])));
}

// Builds a document from its records, one after the other.
class Replay {
public:
    explicit Replay(qint64 fileBytes) : m_fileBytes(fileBytes) {}

    NextRecord record(quint32 kind, const QByteArray& payload) {
        return apply(kind, payload) ? NextRecord::Read : NextRecord::Stop;
    }

    [[nodiscard]] bool isWhole() const {
        return m_state && !m_project.picture.pixels.empty() && m_rows == m_project.picture.pixels.rows;
    }

    Recovered finish() {
        for (const QString& id : m_order)
            if (const auto found = m_results.constFind(id); found != m_results.constEnd())
                m_project.results.push_back(*found);
        return {std::move(m_project), *m_state, nullptr};
    }

private:
    bool apply(quint32 kind, const QByteArray& payload) {
        switch (kind) {
        case RecordKind::State:
            return setIf(m_state, readState(payload));
        case RecordKind::Picture:
            return begin(payload);
        case RecordKind::Rows:
            return readRows(payload);
        case RecordKind::Mask:
            return isWhole() && replayMask(payload, m_project.mask);
        case RecordKind::Pixels:
            return isWhole() && replayPixels(payload, m_project.picture);
        case RecordKind::Result: {
            const auto layer = readResult(payload, m_project.picture);
            if (layer)
                m_results.insert(layer->id, *layer);
            return layer.has_value();
        }
        case RecordKind::Order: {
            std::optional<QStringList> order = readOrder(payload);
            if (order)
                m_order = std::move(*order);
            return order.has_value();
        }
        default:
            return false;
        }
    }

    static bool setIf(std::optional<RecoveryState>& state, const std::optional<RecoveryState>& read) {
        if (read)
            state = read;
        return read.has_value();
    }

    bool begin(const QByteArray& payload) {
        std::optional<image::Picture> picture = readPicture(payload, m_fileBytes);
        if (!picture || !m_project.picture.pixels.empty())
            return false;
        m_project.picture = std::move(*picture);
        m_project.mask = mask::emptyMask(m_project.picture.size());
        return true;
    }

    bool readRows(const QByteArray& payload) {
        cv::Mat& pixels = m_project.picture.pixels;
        if (pixels.empty())
            return false;
        const auto rowBytes = qsizetype(pixels.step[0]);
        const qsizetype rows = payload.size() / rowBytes;
        if (payload.size() % rowBytes != 0 || rows > pixels.rows - m_rows)
            return false;
        std::memcpy(pixels.ptr(m_rows), payload.constData(), size_t(payload.size()));
        m_rows += int(rows);
        return true;
    }

    qint64 m_fileBytes;
    project::Project m_project;
    int m_rows = 0; // of the picture, so far
    std::optional<RecoveryState> m_state;
    QHash<QString, project::Layer> m_results;
    QStringList m_order;
};

// The same without the samples: is there anything to recover?
struct Summary {
    Recoverable found;
    bool hasState = false;
    bool saved = false;
    bool changed = false; // since the last state

    // The first state stands behind the whole picture.
    [[nodiscard]] bool isWorthHaving() const {
        return hasState && (found.path.isEmpty() || changed || !saved);
    }
};

Summary summaryOf(const QString& path) {
    Summary summary;
    RecordReader reader;
    reader.wants = [](quint32 kind) {
        return kind == RecordKind::State || kind == RecordKind::Picture || kind == RecordKind::Order;
    };
    reader.record = [&summary](quint32 kind, const QByteArray& payload) {
        if (kind == RecordKind::State) {
            const auto state = readState(payload);
            if (!state)
                return NextRecord::Stop;
            summary.hasState = true;
            summary.saved = state->saved;
            summary.changed = false;
            summary.found.name = state->name;
            summary.found.path = state->path;
        } else if (kind == RecordKind::Picture) {
            summary.found.size = readPictureSize(payload).value_or(QSize());
        } else if (kind != RecordKind::Rows) {
            summary.changed = true;
            if (kind == RecordKind::Order)
                summary.found.results = int(readOrder(payload).value_or(QStringList()).size());
        }
        return NextRecord::Read;
    };
    (void)readRecords(path, reader); // what cannot be read is not worth having
    return summary;
}

Error unrecoverable(const QString& detail) {
    return {ErrorCode::FileUnreadable,
            QStringLiteral("What was left of this document cannot be recovered: %1").arg(detail)};
}

} // namespace

RecoveryLog::RecoveryLog(QString path, std::unique_ptr<storage::Session> session,
                         std::unique_ptr<RecordFile> file)
    : m_path(std::move(path)), m_session(std::move(session)), m_file(std::move(file)) {}
RecoveryLog::~RecoveryLog() = default;

Result<std::unique_ptr<RecoveryLog>> RecoveryLog::begin(const QString& folder) {
    if (Result<> made = makeFolder(folder); !made)
        return made.error();
    auto session = storage::Session::begin(folder);
    if (!session)
        return session.error();
    const QString path = logPath(folder, (*session)->id());
    auto file = RecordFile::create(path);
    if (!file)
        return file.error();
    return std::unique_ptr<RecoveryLog>(new RecoveryLog(path, std::move(*session), std::move(*file)));
}

Result<> RecoveryLog::writePicture(const image::Picture& picture, const RecoveryState& state) {
    const cv::Mat pixels = picture.pixels.isContinuous() ? picture.pixels : picture.pixels.clone();
    if (Result<> written = m_file->append(RecordKind::Picture, pictureRecord(picture)); !written)
        return written;
    const int step = rowsInOneRecord(pixels);
    for (int y = 0; y < pixels.rows; y += step) {
        const qsizetype rows = qMin(step, pixels.rows - y);
        const QByteArrayView bytes(pixels.ptr(y), rows * qsizetype(pixels.step[0]));
        if (Result<> written = m_file->append(RecordKind::Rows, bytes); !written)
            return written;
    }
    // Last: where it stands, all samples do.
    return appendState(state);
}

Result<> RecoveryLog::appendMask(const std::vector<MaskPiece>& pieces) {
    return m_file->append(RecordKind::Mask, maskRecord(pieces));
}

Result<> RecoveryLog::appendPixels(const project::Patch& patch) {
    const Result<QByteArray> bytes = pixelsRecord(patch);
    return bytes ? m_file->append(RecordKind::Pixels, *bytes) : Result<>(bytes.error());
}

Result<> RecoveryLog::appendResult(const project::Layer& layer) {
    const Result<QByteArray> bytes = resultRecord(layer);
    return bytes ? m_file->append(RecordKind::Result, *bytes) : Result<>(bytes.error());
}

Result<> RecoveryLog::appendOrder(const QStringList& ids) {
    return m_file->append(RecordKind::Order, orderRecord(ids));
}

Result<> RecoveryLog::appendState(const RecoveryState& state) {
    return m_file->append(RecordKind::State, stateRecord(state));
}

Result<> RecoveryLog::sync() {
    return m_file->sync();
}

qint64 RecoveryLog::bytes() const {
    return m_file->bytes();
}

void RecoveryLog::discard() {
    QFile::remove(m_path);
}

std::vector<Recoverable> findRecoverable(const QString& folder) {
    std::vector<Recoverable> found;
    for (const QFileInfo& file : QDir(folder).entryInfoList({QLatin1Char('*') + kSuffix}, QDir::Files)) {
        const QString id = file.completeBaseName();
        if (!isId(id) || storage::Session::isHeld(folder, id))
            continue;
        Summary summary = summaryOf(file.filePath());
        if (!summary.isWorthHaving()) {
            QFile::remove(file.filePath());
            continue;
        }
        summary.found.id = id;
        summary.found.changed = file.lastModified().toUTC();
        found.push_back(std::move(summary.found));
    }
    std::ranges::sort(found, std::ranges::greater(), &Recoverable::changed);
    return found;
}

Result<Recovered> recover(const QString& folder, const QString& id) {
    if (!isId(id) || storage::Session::isHeld(folder, id))
        return unrecoverable(QStringLiteral("another window has it open"));
    auto session = storage::Session::begin(folder);
    if (!session)
        return session.error();
    // Whoever renames it has it.
    const QString path = logPath(folder, (*session)->id());
    if (std::rename(QFile::encodeName(logPath(folder, id)).constData(),
                    QFile::encodeName(path).constData()) != 0)
        return unrecoverable(QStringLiteral("it is gone"));
    Replay replay(QFileInfo(path).size());
    const Result<qint64> valid = readRecords(path, {{}, [&replay](quint32 kind, const QByteArray& payload) {
                                                        return replay.record(kind, payload);
                                                    }});
    if (!valid)
        return valid.error();
    if (!replay.isWhole())
        return unrecoverable(QStringLiteral("its file is damaged from the start"));
    auto file = RecordFile::resume(path, *valid);
    if (!file)
        return file.error();
    Recovered recovered = replay.finish();
    recovered.log.reset(new RecoveryLog(path, std::move(*session), std::move(*file)));
    return recovered;
}

void discardRecoverable(const QString& folder, const QString& id) {
    if (isId(id) && !storage::Session::isHeld(folder, id))
        QFile::remove(logPath(folder, id));
}

} // namespace nb::recovery
