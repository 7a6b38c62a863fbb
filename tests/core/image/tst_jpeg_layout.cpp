#include "core/image/jpeg_layout.h"

#include "tests/support/test_main.h"
#include <QByteArray>
#include <QTest>

using namespace nb;
using namespace nb::image;

namespace {

QByteArray hex(const char* text) {
    return QByteArray::fromHex(text);
}

// SOF with one component named 1, of 16x16.
QByteArray frame(const char* marker, const char* bits = "08", const char* height = "0010") {
    return hex("ff") + hex(marker) + hex("000b") + hex(bits) + hex(height) + hex("0010 01 011100");
}

const QByteArray kStart = hex("ffd8 ffe0 0004 0000");
const QByteArray kScan = hex("ffda 0008 01 0100 003f00 1234ff00 56ffd0 78"); // with a restart marker
const QByteArray kEnd = hex("ffd9");

} // namespace

class TestJpegLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNotSupportedIsNamed_data() {
        QTest::addColumn<QByteArray>("frameSegment");
        QTest::addColumn<QString>("name");
        QTest::newRow("baseline") << frame("c0") << QString();
        QTest::newRow("extended") << frame("c1") << QString();
        QTest::newRow("progressive") << frame("c2") << QString();
        QTest::newRow("arithmetic") << frame("c9") << QString();
        QTest::newRow("12 bits") << frame("c1", "0c") << QStringLiteral("12 bits");
        QTest::newRow("lossless") << frame("c3") << QStringLiteral("lossless");
        QTest::newRow("lossless arithmetic") << frame("cb", "10") << QStringLiteral("lossless");
        QTest::newRow("hierarchical") << frame("c5") << QStringLiteral("hierarchical");
        QTest::newRow("JPEG-LS") << frame("f7") << QStringLiteral("JPEG-LS");
        QTest::newRow("DNL") << frame("c0", "08", "0000") << QStringLiteral("DNL");
    }
    void whatIsNotSupportedIsNamed() {
        QFETCH(QByteArray, frameSegment);
        QFETCH(QString, name);
        const JpegLayout layout = layoutOfJpeg(kStart + frameSegment + kScan + kEnd);
        QCOMPARE(layout.refusal.isEmpty(), name.isEmpty());
        QVERIFY(layout.refusal.contains(name));
    }

    void theEndIsFound_data() {
        QTest::addColumn<QByteArray>("behind");
        QTest::addColumn<qsizetype>("taken");
        QTest::newRow("marker") << kEnd << qsizetype(2);
        QTest::newRow("marker and garbage") << kEnd + hex("1234") << qsizetype(2);
        QTest::newRow("fill bytes") << hex("ffffffd9") << qsizetype(4);
        QTest::newRow("a second picture") << hex("ffd8ffd9") << qsizetype(0);
        QTest::newRow("a cut segment") << hex("ffc4ffff01") << qsizetype(0);
        QTest::newRow("a segment of no length") << hex("ffc40000") << qsizetype(0);
        QTest::newRow("a second frame") << frame("c0") << qsizetype(0);
        QTest::newRow("nothing") << QByteArray() << qsizetype(0);
    }
    void theEndIsFound() {
        QFETCH(QByteArray, behind);
        QFETCH(qsizetype, taken);
        const QByteArray picture = kStart + frame("c0") + kScan;
        const JpegLayout layout = layoutOfJpeg(picture + behind);
        QCOMPARE(layout.end, picture.size() + taken);
        QVERIFY(layout.hasAllScans);
    }

    void componentsWithoutAScanAreMissed() {
        const QByteArray three = hex("ffc0 0011 08 0010 0010 03 011100 021100 031100");
        const QByteArray second = hex("ffda 0008 01 0200 003f00 12"),
                         third = hex("ffda 0008 01 0300 003f00 12");
        QVERIFY(!layoutOfJpeg(kStart + three + kScan + kEnd).hasAllScans);
        QVERIFY(!layoutOfJpeg(kStart + three + kScan + second + kEnd).hasAllScans);
        QVERIFY(layoutOfJpeg(kStart + three + kScan + second + third + kEnd).hasAllScans);
        QVERIFY(!layoutOfJpeg(kStart + three).hasAllScans);
        QVERIFY(layoutOfJpeg(kStart + frame("c9") + kScan).isArithmetic);
    }

    void damageBeforeTheSamplesIsLeftToLibjpeg() {
        const QByteArray bytes = kStart + hex("ffe1ffff00");
        QCOMPARE(layoutOfJpeg(bytes).end, bytes.size());
    }
};

NB_TEST(TestJpegLayout)
#include "tst_jpeg_layout.moc"
