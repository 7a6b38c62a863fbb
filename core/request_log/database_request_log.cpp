#include "core/request_log/database_request_log.h"

#include "core/request_log/client_hash.h"
#include "core/request_log/migrations.h"
#include "core/request_log/request_table.h"
#include "core/telemetry/log.h"
#include "core/telemetry/metrics.h"
#include <QRandomGenerator>
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <new>

namespace nb::request_log {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr qsizetype kLeastKeyLength = 16;
constexpr milliseconds kBetweenPrunes{100}; // so that a long deletion leaves the database room
constexpr milliseconds kAfterInterrupt{1'000};

double secondsOf(std::chrono::nanoseconds time) {
    return std::chrono::duration<double>(time).count();
}

std::optional<double> secondsOf(const std::optional<std::chrono::nanoseconds>& time) {
    return time ? std::optional(secondsOf(*time)) : std::nullopt;
}

Row rowOf(const server::LoggedRequest& request, const ClientHash& hash) {
    const server::EditFacts& edit = request.edit;
    Row row;
    row.createdAt = request.began;
    row.requestId = request.requestId;
    row.clientHash = hash.of(request.client);
    if (!edit.imageSize.isEmpty()) {
        row.width = edit.imageSize.width();
        row.height = edit.imageSize.height();
    }
    row.imageBytes = edit.imageBytes;
    row.maskBytes = edit.maskBytes;
    row.promptLength = edit.promptLength;
    row.engine = edit.engine;
    row.status = request.status;
    row.totalSeconds = secondsOf(request.total);
    row.validationSeconds = secondsOf(edit.validationTime);
    row.apiSeconds = secondsOf(edit.apiTime);
    row.attempts = edit.attempts;
    row.costUsd = edit.costUsd;
    return row;
}

} // namespace

// run() and what it calls belong to the writer's thread; the rest may be called from any.
class DatabaseRequestLog::Writer {
public:
    Writer(config::DatabaseAddress address, const config::RequestLogSettings& settings,
           telemetry::Metrics& metrics, const Limits& limits)
        : m_limits(limits), m_retention(settings.retention), m_hash(settings.clientKey.toLatin1()),
          m_metrics(metrics), m_database(std::move(address)), m_pause(limits.firstPause) {
        metrics.useRequestLog();
    }

    void add(server::LoggedRequest request) {
        const std::lock_guard lock(m_mutex);
        // A statement without an answer holds up everything else. Nobody else is there to notice it.
        if (m_busySince && Clock::now() - *m_busySince > m_limits.answerTimeout)
            m_database.interrupt();
        if (m_queue.size() >= static_cast<size_t>(m_limits.queueRows)) {
            m_metrics.requestLogDropped("queue_full", 1);
            ++m_droppedWhileAway;
            return;
        }
        if (m_queue.empty())
            m_firstAdded = Clock::now();
        m_queue.push_back(std::move(request));
        if (m_queue.size() == 1 || m_queue.size() == static_cast<size_t>(m_limits.batchRows))
            m_wake.notify_all();
    }

    void run() {
        while (awaitWork()) {
            const Result<> done = work();
            done ? onSuccess() : onFailure(done.error());
        }
        m_database.close();
        const std::lock_guard lock(m_mutex);
        dropRest();
        m_hasEnded = true;
        m_ended.notify_all();
    }

    // Whether the thread has ended. If it has not, it hangs in the driver, and touches nothing but the writer
    // any more.
    bool close() {
        std::unique_lock lock(m_mutex);
        m_isClosing = true;
        m_wake.notify_all();
        const auto hasEnded = [this] { return m_hasEnded; };
        if (m_ended.wait_for(lock, m_limits.flush, hasEnded))
            return true;
        m_isLate = true;
        m_database.interrupt();
        if (m_ended.wait_for(lock, kAfterInterrupt, hasEnded))
            return true;
        dropRest();
        m_isAbandoned = true;
        return false;
    }

private:
    // Whether there is something to do; false when it is time to end.
    bool awaitWork() {
        std::unique_lock lock(m_mutex);
        m_busySince.reset();
        while (true) {
            if (m_isClosing) {
                const bool isOver = m_queue.empty() || m_hasFailedAtTheEnd || m_isLate;
                if (!isOver)
                    m_busySince = Clock::now();
                return !isOver;
            }
            const Clock::time_point due = std::max(nextWork(), m_pausedUntil);
            if (due <= Clock::now())
                break;
            if (due == Clock::time_point::max())
                m_wake.wait(lock);
            else
                m_wake.wait_until(lock, due);
        }
        m_busySince = Clock::now();
        return true;
    }

    [[nodiscard]] Clock::time_point nextWork() const {
        if (!m_database.isOpen() || m_queue.size() >= static_cast<size_t>(m_limits.batchRows))
            return Clock::time_point::min();
        const auto write = m_queue.empty() ? Clock::time_point::max() : m_firstAdded + m_limits.delay;
        return std::min(write, prunes() ? m_nextPrune : Clock::time_point::max());
    }

    [[nodiscard]] bool prunes() const { return m_retention.count() > 0; }

    Result<> work() {
        try {
            return connectAndWrite();
        } catch (const std::bad_alloc&) {
            return Error{ErrorCode::OutOfMemory, QStringLiteral("out of memory")};
        }
    }

    Result<> connectAndWrite() {
        if (!m_database.isOpen()) {
            if (const Result<> opened = m_database.open(); !opened)
                return opened.error();
            if (const Result<> made = migrate(m_database, migrationsOf(m_database.kind())); !made)
                return made.error();
        }
        if (const Result<> written = write(); !written)
            return written.error();
        return prunes() && m_nextPrune <= Clock::now() && !isClosing() ? prune() : Result<>();
    }

    // Rows leave the queue once they are written.
    Result<> write() {
        std::vector<Row> rows;
        {
            const std::lock_guard lock(m_mutex);
            const size_t count = std::min(m_queue.size(), static_cast<size_t>(m_limits.batchRows));
            rows.reserve(count);
            for (size_t i = 0; i < count; ++i)
                rows.push_back(rowOf(m_queue[i], m_hash));
        }
        if (const Result<> inserted = insertRows(m_database, rows); !inserted)
            return inserted.error();
        const std::lock_guard lock(m_mutex);
        if (m_isAbandoned)
            return {};
        m_queue.erase(m_queue.begin(), m_queue.begin() + static_cast<std::ptrdiff_t>(rows.size()));
        m_firstAdded = Clock::now();
        m_metrics.requestLogWritten(static_cast<qint64>(rows.size()));
        return {};
    }

    Result<> prune() {
        const QDateTime limit = QDateTime::currentDateTimeUtc().addDays(-m_retention.count());
        const Result<int> deleted = deleteBefore(m_database, limit, m_limits.pruneRows);
        if (!deleted)
            return deleted.error();
        m_nextPrune =
            Clock::now() + (*deleted < m_limits.pruneRows ? m_limits.pruneInterval : kBetweenPrunes);
        return {};
    }

    void onSuccess() {
        const std::lock_guard lock(m_mutex);
        m_pause = m_limits.firstPause;
        if (m_state == State::Up || m_isAbandoned)
            return;
        m_metrics.setRequestLogUp(true);
        const State before = std::exchange(m_state, State::Up);
        const qint64 dropped = std::exchange(m_droppedWhileAway, 0);
        if (before == State::Away)
            log::info(QStringLiteral("The request log is written again"),
                      {{QStringLiteral("database"), m_database.address().shown()},
                       {QStringLiteral("rows_dropped"), dropped}});
        else
            log::info(QStringLiteral("The request log is written"),
                      {{QStringLiteral("database"), m_database.address().shown()}});
    }

    void onFailure(const Error& error) {
        m_database.close();
        const std::lock_guard lock(m_mutex);
        if (m_isAbandoned)
            return;
        m_hasFailedAtTheEnd = m_isClosing;
        // Not all of several servers at the same moment.
        m_pausedUntil =
            Clock::now() + m_pause +
            milliseconds(QRandomGenerator::global()->bounded(static_cast<int>(m_pause.count()) / 4 + 1));
        m_pause = std::min(m_pause * 2, m_limits.longestPause);
        m_metrics.setRequestLogUp(false);
        if (std::exchange(m_state, State::Away) != State::Away)
            log::warning(QStringLiteral("The request log cannot be written; edits go on without it"),
                         {{QStringLiteral("database"), m_database.address().shown()},
                          {QStringLiteral("cause"), error.message}});
    }

    bool isClosing() {
        const std::lock_guard lock(m_mutex);
        return m_isClosing;
    }

    // With the mutex.
    void dropRest() {
        if (m_isAbandoned || m_queue.empty())
            return;
        const auto rows = static_cast<qint64>(m_queue.size());
        m_queue.clear();
        m_metrics.requestLogDropped("shutdown", rows);
        log::warning(
            QStringLiteral("Rows of the request log were lost at the end"),
            {{QStringLiteral("database"), m_database.address().shown()}, {QStringLiteral("rows"), rows}});
    }

    enum class State { New, Up, Away };

    const Limits m_limits;
    const std::chrono::days m_retention;
    const ClientHash m_hash;
    telemetry::Metrics& m_metrics; // not once it is abandoned
    Database m_database;
    milliseconds m_pause; // after the next failure
    Clock::time_point m_pausedUntil = Clock::time_point::min();
    Clock::time_point m_nextPrune = Clock::time_point::min();

    std::mutex m_mutex; // guards what follows
    std::condition_variable m_wake;
    std::condition_variable m_ended;
    std::deque<server::LoggedRequest> m_queue;
    Clock::time_point m_firstAdded;               // of what is in the queue, or later
    std::optional<Clock::time_point> m_busySince; // with the database
    State m_state = State::New;
    qint64 m_droppedWhileAway = 0;
    bool m_isClosing = false;
    bool m_hasFailedAtTheEnd = false;
    bool m_isLate = false; // the time at the end is over
    bool m_hasEnded = false;
    bool m_isAbandoned = false;
};

Result<std::unique_ptr<DatabaseRequestLog>>
DatabaseRequestLog::create(const config::RequestLogSettings& settings, telemetry::Metrics& metrics,
                           const Limits& limits) {
    const auto address = config::DatabaseAddress::parse(settings.url);
    if (!address)
        return Error{ErrorCode::InvalidArgument, QStringLiteral("REQUEST_LOG_URL is no URL of a database")};
    if (const Result<> driver = Database::checkDriver(address->kind); !driver)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("REQUEST_LOG_URL: %1").arg(driver.error().message)};
    if (!settings.clientKey.isEmpty() && settings.clientKey.size() < kLeastKeyLength)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("REQUEST_LOG_CLIENT_KEY must have at least %1 characters, or be empty")
                         .arg(kLeastKeyLength)};
    return std::unique_ptr<DatabaseRequestLog>(
        new DatabaseRequestLog(std::make_shared<Writer>(*address, settings, metrics, limits)));
}

DatabaseRequestLog::DatabaseRequestLog(std::shared_ptr<Writer> writer)
    : m_writer(std::move(writer)), m_thread([writer = m_writer] { writer->run(); }) {}

DatabaseRequestLog::~DatabaseRequestLog() {
    if (m_writer->close())
        m_thread.join();
    else
        m_thread.detach();
}

void DatabaseRequestLog::add(server::LoggedRequest request) {
    m_writer->add(std::move(request));
}

} // namespace nb::request_log
