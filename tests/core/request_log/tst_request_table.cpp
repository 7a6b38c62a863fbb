#include "core/request_log/migrations.h"
#include "core/request_log/request_table.h"
#include "tests/core/request_log/databases.h"
#include "tests/support/test_main.h"
#include <QTimeZone>

using namespace nb;
using namespace nb::request_log;

namespace {

Row rowAt(const QDateTime& time) {
    Row row;
    row.createdAt = time;
    row.requestId = QStringLiteral("r");
    row.clientHash = QStringLiteral("h");
    row.status = 422;
    row.totalSeconds = 0.5;
    return row;
}

// The lines of a plan as one text.
QString textOf(Result<QSqlQuery> query, int column) {
    QStringList lines;
    while (query && query->next())
        lines << query->value(column).toString();
    return query ? lines.join(QLatin1Char('\n')) : query.error().message;
}

} // namespace

class TestRequestTable : public QObject {
    Q_OBJECT

    test::Databases m_databases;

    static void prepare(Database& database) {
        QVERIFY(database.open().has_value());
        QVERIFY(migrate(database, migrationsOf(database.kind())).has_value());
    }

private Q_SLOTS:
    void keepsEveryValue_data() { test::Databases::addRows(); }
    void keepsEveryValue() {
        NB_FRESH_DATABASE(m_databases, url);
        Database database(test::Databases::addressOf(url));
        prepare(database);
        const QDateTime time(QDate(2026, 3, 29), QTime(2, 30, 0, 7), QTimeZone(3600)); // 01:30:00.007 UTC
        Row full = rowAt(time);
        full.requestId = QStringLiteral("o'brien; DROP TABLE requests; -- \\");
        full.clientHash = QStringLiteral("00ff");
        full.width = 1024;
        full.height = 768;
        full.imageBytes = qint64(5) << 30;
        full.maskBytes = 77;
        full.promptLength = 25;
        full.engine = QStringLiteral("gemini");
        full.status = 200;
        full.totalSeconds = 12.25;
        full.validationSeconds = 0.125;
        full.apiSeconds = 11.5;
        full.attempts = 3;
        full.costUsd = 0.039;
        QVERIFY(insertRows(database, {}).has_value());
        const Result<> inserted = insertRows(database, {full, rowAt(time)});
        QVERIFY2(inserted.has_value(), qPrintable(inserted ? QString() : inserted.error().message));
        const QString at = postgres ? QStringLiteral("to_char(created_at AT TIME ZONE 'UTC', "
                                                     "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")
                                    : QStringLiteral("created_at");
        Result<QSqlQuery> rows = database.run(
            QStringLiteral("SELECT %1, request_id, client_hash, width, height, image_bytes, mask_bytes,"
                           " prompt_length, engine, status, total_seconds, validation_seconds, api_seconds,"
                           " attempts, cost_usd, id FROM requests ORDER BY id")
                .arg(at));
        QVERIFY(rows.has_value());
        const QVariantList expected{QStringLiteral("2026-03-29T01:30:00.007Z"),
                                    full.requestId,
                                    QStringLiteral("00ff"),
                                    1024,
                                    768,
                                    qint64(5) << 30,
                                    77,
                                    25,
                                    QStringLiteral("gemini"),
                                    200,
                                    12.25,
                                    0.125,
                                    11.5,
                                    3,
                                    0.039,
                                    1};
        QVERIFY(rows->next());
        for (int i = 0; i < expected.size(); ++i)
            QVERIFY2(rows->value(i).toString() == expected[i].toString(),
                     qPrintable(QStringLiteral("%1: %2").arg(QString::number(i), rows->value(i).toString())));
        QVERIFY(rows->next());
        for (const int column : {3, 4, 5, 6, 7, 8, 11, 12, 13, 14})
            QVERIFY2(rows->isNull(column), qPrintable(QString::number(column)));
        QVERIFY(!rows->next());
    }

    void takesAsManyAsABatchMayHave_data() { test::Databases::addRows(); }
    void takesAsManyAsABatchMayHave() {
        NB_FRESH_DATABASE(m_databases, url);
        Database database(test::Databases::addressOf(url));
        prepare(database);
        const std::vector<Row> rows(1000, rowAt(QDateTime::currentDateTimeUtc()));
        const Result<> inserted = insertRows(database, rows);
        QVERIFY2(inserted.has_value(), qPrintable(inserted ? QString() : inserted.error().message));
        QCOMPARE(database.value(QStringLiteral("SELECT count(*) FROM requests"))->toInt(), 1000);
    }

    void deletesTheOldestFirst_data() { test::Databases::addRows(); }
    void deletesTheOldestFirst() {
        NB_FRESH_DATABASE(m_databases, url);
        Database database(test::Databases::addressOf(url));
        prepare(database);
        const QDateTime start(QDate(2026, 1, 1), QTime(0, 0), QTimeZone::utc());
        std::vector<Row> rows;
        for (const int day : {4, 1, 3, 0, 2}) // not in the order of their ids
            rows.push_back(rowAt(start.addDays(day)));
        QVERIFY(insertRows(database, rows).has_value());
        const auto oldestDay = [&] {
            return database.value(QStringLiteral("SELECT min(created_at) FROM requests"))
                ->toDateTime()
                .toUTC();
        };
        QCOMPARE(deleteBefore(database, start.addDays(3), 2).value_or(-1), 2); // 0 and 1
        QCOMPARE(oldestDay(), start.addDays(2));
        QCOMPARE(deleteBefore(database, start.addDays(3), 2).value_or(-1), 1); // 3 is not before itself
        QCOMPARE(oldestDay(), start.addDays(3));
        QCOMPARE(deleteBefore(database, start.addDays(3), 2).value_or(-1), 0);
    }

    // The runbook's query, on 100,000 rows of which 1 % are from the last hour.
    void theLastHourIsFoundByTheIndex_data() { test::Databases::addRows(); }
    void theLastHourIsFoundByTheIndex() {
        NB_FRESH_DATABASE(m_databases, url);
        Database database(test::Databases::addressOf(url));
        prepare(database);
        const QString columns = QStringLiteral(
            "INSERT INTO requests(created_at, request_id, client_hash, status, total_seconds) ");
        // Row i is 3.59 s * i old: 1,003 are from the last hour, fewer on a machine that takes its time.
        const Result<QSqlQuery> filled = database.run(
            columns + (postgres
                           ? QStringLiteral("SELECT now() - i * interval '3.59 seconds', 'r', 'h', 200, 1 "
                                            "FROM generate_series(0, 99999) AS i")
                           : QStringLiteral("WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s "
                                            "WHERE i < 99999) SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now', "
                                            "(-3.59 * i) || ' seconds'), 'r', 'h', 200, 1 FROM s")));
        QVERIFY2(filled.has_value(), qPrintable(filled ? QString() : filled.error().message));
        QVERIFY(database.run(QStringLiteral("ANALYZE requests")).has_value());
        const QString query =
            postgres ? QStringLiteral("SELECT * FROM requests WHERE created_at > NOW() - INTERVAL '1 hour'")
                     : QStringLiteral("SELECT * FROM requests WHERE created_at > "
                                      "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour')");
        const QString plan = postgres
                                 ? textOf(database.run(QStringLiteral("EXPLAIN ANALYZE ") + query), 0)
                                 : textOf(database.run(QStringLiteral("EXPLAIN QUERY PLAN ") + query), 3);
        qInfo().noquote() << plan;
        QVERIFY2(plan.contains(QStringLiteral("idx_requests_created_at")), qPrintable(plan));
        const int found =
            database.value(QString(query).replace(QLatin1Char('*'), QLatin1String("count(*)")))->toInt();
        QVERIFY2(found > 900 && found <= 1003, qPrintable(QString::number(found)));
    }
};

NB_TEST(TestRequestTable)
#include "tst_request_table.moc"
