#include "core/server/redis/value_frame.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb::redis;

class TestValueFrame : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Worked out by hand; the checksum by Python: struct.pack("<I", zlib.crc32(b"keyheadbody")).hex().
    void layout() {
        const auto frame = framed("key", "head", "body");
        QVERIFY(frame);
        QCOMPARE(frame->toHex(), QByteArray("6e627631"
                                            "ba1bcafc"
                                            "04000000"
                                            "0400000000000000"
                                            "68656164"
                                            "626f6479"));
        const auto header = FrameHeader::of(*frame);
        QVERIFY(header);
        QCOMPARE(header->headBytes, 4u);
        QCOMPARE(header->bodyBytes, 4u);
        QCOMPARE(header->checksum, withMore(withMore(0, "keyhe"), "adbody"));
    }

    void whatIsNoFrame() {
        const QByteArray frame = *framed("key", "head", "body");
        for (qsizetype size = 0; size < FrameHeader::kBytes; ++size)
            QVERIFY(!FrameHeader::of(QByteArrayView(frame).first(size)));
        for (qsizetype at = 0; at < 4; ++at) {
            QByteArray other = frame;
            other[at] = 'x';
            QVERIFY(!FrameHeader::of(other));
        }
    }
};

NB_TEST_APPLESS(TestValueFrame)
#include "tst_value_frame.moc"
