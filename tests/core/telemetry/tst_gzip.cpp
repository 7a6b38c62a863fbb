#include "core/telemetry/gzip.h"

#include "tests/support/test_main.h"
#include <QProcess>
#include <QTest>

// Unpacked by gzip itself.
class TestGzip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gzipReadsIt_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("short") << QByteArray("spans");
        QTest::newRow("long") << QByteArray("spans and spans ").repeated(20'000);
    }
    void gzipReadsIt() {
        QFETCH(QByteArray, bytes);
        const QByteArray packed = nb::telemetry::gzipped(bytes);
        QVERIFY(bytes.size() < 1000 || packed.size() < bytes.size() / 10);
        QProcess gzip;
        gzip.start(QStringLiteral("gzip"), {QStringLiteral("-dc")});
        gzip.write(packed);
        gzip.closeWriteChannel();
        QVERIFY(gzip.waitForFinished(60'000));
        QCOMPARE(gzip.exitCode(), 0);
        QCOMPARE(gzip.readAllStandardOutput(), bytes);
    }
};

NB_TEST(TestGzip)
#include "tst_gzip.moc"
