#include "core/base/retry_after.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <QTimeZone>

using namespace nb;

namespace {

const QDateTime kNow(QDate(2026, 1, 1), QTime(12, 0), QTimeZone::utc());

} // namespace

class TestRetryAfter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsRetryAfter_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<qint64>("milliseconds"); // -1 = ignored
        QTest::newRow("seconds") << QByteArray("30") << qint64(30'000);
        QTest::newRow("spaces") << QByteArray(" 30 ") << qint64(30'000);
        QTest::newRow("fraction") << QByteArray("1.5") << qint64(1500);
        QTest::newRow("date") << QByteArray("Thu, 01 Jan 2026 12:00:10 GMT") << qint64(10'000);
        QTest::newRow("date far") << QByteArray("Fri, 02 Jan 2026 12:00:00 GMT") << qint64(86'400'000);
        QTest::newRow("date past") << QByteArray("Thu, 01 Jan 2026 11:59:59 GMT") << qint64(-1);
        QTest::newRow("zero") << QByteArray("0") << qint64(-1);
        QTest::newRow("negative") << QByteArray("-5") << qint64(-1);
        QTest::newRow("words") << QByteArray("soon") << qint64(-1);
        QTest::newRow("empty") << QByteArray() << qint64(-1);
        QTest::newRow("nan") << QByteArray("nan") << qint64(-1);
        QTest::newRow("inf") << QByteArray("inf") << qint64(-1);
        QTest::newRow("absurd") << QByteArray("1e300") << qint64(365) * 86'400'000;
    }
    void readsRetryAfter() {
        QFETCH(QByteArray, header);
        QFETCH(qint64, milliseconds);
        const auto wait = parseRetryAfter(header, kNow);
        QCOMPARE(wait ? qint64(wait->count()) : qint64(-1), milliseconds);
    }
};

NB_TEST(TestRetryAfter)
#include "tst_retry_after.moc"
