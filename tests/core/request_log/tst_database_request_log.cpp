#include "core/request_log/database_request_log.h"
#include "core/request_log/migrations.h"
#include "core/request_log/request_table.h"
#include "core/telemetry/log.h"
#include "core/telemetry/metrics.h"
#include "tests/core/request_log/databases.h"
#include "tests/support/hang_limit.h"
#include "tests/support/test_main.h"
#include <QDir>
#include <QElapsedTimer>
#include <QFile>

using namespace nb;
using namespace nb::request_log;

namespace {

const QString kAway = QStringLiteral("The request log cannot be written; edits go on without it");
const QString kAgain = QStringLiteral("The request log is written again");

Limits quick() {
    Limits limits;
    limits.delay = std::chrono::milliseconds(5);
    limits.firstPause = std::chrono::milliseconds(1);
    limits.longestPause = std::chrono::milliseconds(50);
    limits.flush = std::chrono::milliseconds(test::kHangLimitMs);
    return limits;
}

server::LoggedRequest request(int number = 0) {
    server::LoggedRequest request;
    request.began = QDateTime::currentDateTimeUtc();
    request.requestId = QStringLiteral("request %1").arg(number);
    request.client = "192.0.2.1";
    request.status = 200;
    request.total = std::chrono::milliseconds(1500);
    request.edit.imageSize = {640, 480};
    request.edit.engine = QStringLiteral("local");
    return request;
}

config::RequestLogSettings settingsOf(const QString& url, int days = 0) {
    return {url, QStringLiteral("0123456789abcdef"), std::chrono::days(days)};
}

} // namespace

class TestDatabaseRequestLog : public QObject {
    Q_OBJECT

    test::Databases m_databases;
    std::unique_ptr<telemetry::Metrics> m_metrics;
    std::unique_ptr<log::Capture> m_capture;

    std::unique_ptr<DatabaseRequestLog> opened(const config::RequestLogSettings& settings,
                                               const Limits& limits = quick()) {
        return *DatabaseRequestLog::create(settings, *m_metrics, limits);
    }

    [[nodiscard]] bool shows(const char* sample) const { return m_metrics->text().contains(sample); }

    [[nodiscard]] bool waitForLine(const QString& message) const {
        return QTest::qWaitFor([&] { return !m_capture->lines(message).isEmpty(); }, test::kHangLimitMs);
    }

    static int rowsIn(const QString& url, const QString& condition = QStringLiteral("true")) {
        Database database(test::Databases::addressOf(url));
        if (!database.open())
            return -1;
        return database.value(QStringLiteral("SELECT count(*) FROM requests WHERE ") + condition)
            .value_or(QVariant(-1))
            .toInt();
    }

private Q_SLOTS:
    void init() {
        m_metrics = std::make_unique<telemetry::Metrics>(QList<telemetry::Route>(), QStringLiteral("local"));
        m_capture = std::make_unique<log::Capture>();
    }
    void cleanup() {
        m_capture.reset();
        m_metrics.reset();
    }

    void writesInBatches_data() { test::Databases::addRows(); }
    void writesInBatches() {
        NB_FRESH_DATABASE(m_databases, url);
        constexpr int kRows = 250;
        QElapsedTimer timer;
        auto requestLog = opened(settingsOf(url));
        timer.start();
        for (int i = 0; i < kRows; ++i)
            requestLog->add(request(i));
        qInfo("%.1f us to add an entry", double(timer.nsecsElapsed()) / kRows / 1000);
        requestLog.reset();
        QCOMPARE(rowsIn(url), kRows);
        QCOMPARE(
            rowsIn(url, QStringLiteral(
                            "width = 640 AND height = 480 AND engine = 'local' AND status = 200"
                            " AND total_seconds = 1.5 AND client_hash = '834648f6724c306a07b6ce902bc2c10e'"
                            " AND attempts IS NULL AND cost_usd IS NULL")),
            kRows);
        QVERIFY(shows("request_log_rows_written_total 250\n"));
        QVERIFY(shows("request_log_rows_dropped_total{reason=\"queue_full\"} 0\n"));
        QVERIFY(shows("request_log_rows_dropped_total{reason=\"shutdown\"} 0\n"));
        QVERIFY(shows("request_log_up 1\n"));
        QVERIFY(m_capture->lines(kAway).isEmpty());
    }

    // A single row does not wait for others for ever.
    void aSmallBatchIsWrittenToo_data() { test::Databases::addRows(); }
    void aSmallBatchIsWrittenToo() {
        NB_FRESH_DATABASE(m_databases, url);
        const auto requestLog = opened(settingsOf(url));
        requestLog->add(request());
        QVERIFY(
            QTest::qWaitFor([&] { return shows("request_log_rows_written_total 1\n"); }, test::kHangLimitMs));
        QCOMPARE(rowsIn(url), 1);
    }

    void dropsWhatDoesNotFit() {
        Limits limits = quick();
        limits.queueRows = 5;
        const QString url = QStringLiteral("sqlite:") + m_databases.folder() + QStringLiteral("/none/log.db");
        auto requestLog = opened(settingsOf(url), limits);
        for (int i = 0; i < 8; ++i)
            requestLog->add(request(i));
        QVERIFY(shows("request_log_rows_dropped_total{reason=\"queue_full\"} 3\n"));
        QVERIFY(waitForLine(kAway));
        requestLog.reset();
        QVERIFY(shows("request_log_rows_dropped_total{reason=\"shutdown\"} 5\n"));
        QVERIFY(shows("request_log_rows_written_total 0\n"));
    }

    void saysOnceThatItIsAwayAndOnceThatItIsBack() {
        Limits limits = quick();
        limits.queueRows = 5;
        const QString folder = m_databases.folder() + QStringLiteral("/late");
        const QString url = QStringLiteral("sqlite:") + folder + QStringLiteral("/log.db");
        auto requestLog = opened(settingsOf(url), limits);
        QVERIFY(waitForLine(kAway)); // before there is anything to write
        QVERIFY(shows("request_log_up 0\n"));
        for (int i = 0; i < 6; ++i)
            requestLog->add(request(i));
        QVERIFY(QDir().mkdir(folder));
        QVERIFY(waitForLine(kAgain));
        requestLog.reset();
        QCOMPARE(m_capture->lines(kAway).size(), 1);
        QCOMPARE(m_capture->lines(kAway)[0][QStringLiteral("database")].toString(), url);
        QCOMPARE(m_capture->lines(kAgain).size(), 1);
        QCOMPARE(m_capture->lines(kAgain)[0][QStringLiteral("rows_dropped")].toInt(), 1);
        QCOMPARE(rowsIn(url), 5);
    }

    void aFileThatIsNoDatabase() {
        const QString file = m_databases.folder() + QStringLiteral("/text");
        QFile text(file);
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write(QByteArray(5000, 'x'));
        text.close();
        for (const QString& path : {file, QStringLiteral("/dev/full"), m_databases.folder()}) {
            m_capture.reset();
            m_capture = std::make_unique<log::Capture>();
            auto requestLog = opened(settingsOf(QStringLiteral("sqlite:") + path));
            QVERIFY2(waitForLine(kAway), qPrintable(path));
            QVERIFY(!m_capture->lines(kAway)[0][QStringLiteral("cause")].toString().isEmpty());
        }
    }

    void readOnlyAndBack() {
        if (!test::PostgresServer::isInstalled())
            QSKIP("PostgreSQL is not installed");
        const QString url = m_databases.fresh(true);
        const QString name = test::Databases::addressOf(url).database;
        Database admin(test::Databases::addressOf(m_databases.postgres().url()));
        QVERIFY(admin.open().has_value());
        const QString set = QStringLiteral("ALTER DATABASE %1 SET default_transaction_read_only = %2");
        QVERIFY(admin.run(set.arg(name, QStringLiteral("on"))).has_value());
        auto requestLog = opened(settingsOf(url));
        requestLog->add(request());
        QVERIFY(waitForLine(kAway));
        QVERIFY(m_capture->lines(kAway)[0][QStringLiteral("cause")].toString().contains(
            QStringLiteral("read-only")));
        QVERIFY(admin.run(set.arg(name, QStringLiteral("off"))).has_value());
        QVERIFY(waitForLine(kAgain));
        requestLog.reset();
        QCOMPARE(rowsIn(url), 1);
    }

    void killedAndBack() {
        if (!test::PostgresServer::isInstalled())
            QSKIP("PostgreSQL is not installed");
        const QString url = m_databases.fresh(true);
        auto requestLog = opened(settingsOf(url));
        requestLog->add(request(1));
        QVERIFY(
            QTest::qWaitFor([&] { return shows("request_log_rows_written_total 1\n"); }, test::kHangLimitMs));
        m_databases.postgres().kill();
        requestLog->add(request(2));
        QVERIFY(waitForLine(kAway));
        requestLog->add(request(3));
        QVERIFY2(m_databases.postgres().start(), m_databases.postgres().output());
        QVERIFY(waitForLine(kAgain));
        requestLog.reset();
        QCOMPARE(rowsIn(url), 3);
        QCOMPARE(m_capture->lines(kAway).size(), 1);
        for (const QByteArray& line : m_capture->rawLines())
            QVERIFY2(!line.contains("wo/rd") && !line.contains("wo%2Frd"), line);
    }

    // As a long transaction of somebody else's.
    void aLockHoldsUpNobody_data() { test::Databases::addRows(); }
    void aLockHoldsUpNobody() {
        NB_FRESH_DATABASE(m_databases, url);
        Database other(test::Databases::addressOf(url));
        QVERIFY(other.open().has_value());
        QVERIFY(migrate(other, migrationsOf(other.kind())).has_value());
        for (const QString& sql :
             postgres ? QStringList{QStringLiteral("BEGIN"), QStringLiteral("LOCK TABLE requests")}
                      : QStringList{QStringLiteral("BEGIN EXCLUSIVE")})
            QVERIFY(other.run(sql).has_value());
        Limits limits = quick();
        limits.answerTimeout = std::chrono::milliseconds(20);
        auto requestLog = opened(settingsOf(url), limits);
        int added = 0;
        // PostgreSQL's answer is waited for until another entry comes; SQLite gives up by itself.
        QVERIFY(QTest::qWaitFor(
            [&] {
                requestLog->add(request(added++));
                return !m_capture->lines(kAway).isEmpty();
            },
            test::kHangLimitMs));
        QVERIFY(other.run(QStringLiteral("ROLLBACK")).has_value());
        QVERIFY(waitForLine(kAgain));
        requestLog.reset();
        QCOMPARE(rowsIn(url), added);
    }

    void theEndDoesNotWaitForTheDatabase() {
        if (!test::PostgresServer::isInstalled())
            QSKIP("PostgreSQL is not installed");
        const QString url = m_databases.fresh(true);
        Database other(test::Databases::addressOf(url));
        QVERIFY(other.open().has_value());
        QVERIFY(migrate(other, migrationsOf(other.kind())).has_value());
        QVERIFY(other.run(QStringLiteral("BEGIN")).has_value());
        QVERIFY(other.run(QStringLiteral("LOCK TABLE requests")).has_value());
        Limits limits = quick();
        limits.flush = std::chrono::milliseconds(50);
        auto requestLog = opened(settingsOf(url), limits);
        requestLog->add(request());
        requestLog.reset(); // while the table is locked
        QVERIFY(other.run(QStringLiteral("ROLLBACK")).has_value());
        QVERIFY(shows("request_log_rows_dropped_total{reason=\"shutdown\"} 1\n"));
        QCOMPARE(m_capture->lines(QStringLiteral("Rows of the request log were lost at the end")).size(), 1);
    }

    void deletesWhatIsTooOld_data() { test::Databases::addRows(); }
    void deletesWhatIsTooOld() {
        NB_FRESH_DATABASE(m_databases, url);
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const auto insert = [&](int days, int rows) {
            Database database(test::Databases::addressOf(url));
            QVERIFY(database.open() && migrate(database, migrationsOf(database.kind())));
            Row row;
            row.createdAt = now.addDays(-days);
            row.status = 200;
            QVERIFY(insertRows(database, std::vector<Row>(static_cast<size_t>(rows), row)).has_value());
        };
        insert(8, 35);
        insert(6, 2);
        Limits limits = quick();
        limits.pruneRows = 10;
        auto requestLog = opened(settingsOf(url, 7), limits);
        requestLog->add(request());
        QVERIFY(QTest::qWaitFor([&] { return rowsIn(url) == 3; }, test::kHangLimitMs));
        requestLog.reset();
        QCOMPARE(rowsIn(url), 3);
        requestLog = opened(settingsOf(url)); // for ever
        insert(4000, 1);
        requestLog->add(request());
        requestLog.reset();
        QCOMPARE(rowsIn(url), 5);
    }

    void whatCannotBeUsedIsAnError() {
        const auto errorOf = [&](const config::RequestLogSettings& settings) {
            const auto made = DatabaseRequestLog::create(settings, *m_metrics);
            return made ? QString() : made.error().message;
        };
        QVERIFY(
            errorOf({QStringLiteral("mysql://host/db"), {}, {}}).contains(QStringLiteral("REQUEST_LOG_URL")));
        const QString weak = errorOf({QStringLiteral("sqlite:/tmp/x.db"), QStringLiteral("short-word"), {}});
        QVERIFY(weak.contains(QStringLiteral("REQUEST_LOG_CLIENT_KEY")) &&
                !weak.contains(QStringLiteral("short-word")));
    }
};

NB_TEST(TestDatabaseRequestLog)
#include "tst_database_request_log.moc"
