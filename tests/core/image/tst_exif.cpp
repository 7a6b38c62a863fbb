#include "core/image/exif.h"

#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>

using namespace nb;

namespace {

// One directory with one entry: orientation 6; no second directory.
const QByteArray kLittle = QByteArray::fromHex("49492a0008000000"
                                               "0100"
                                               "12010300010000000600"
                                               "0000"
                                               "00000000");
const QByteArray kBig = QByteArray::fromHex("4d4d002a00000008"
                                            "0001"
                                            "01120003000000010008"
                                            "0000"
                                            "00000000");
// Orientation 3 in the first directory, a 5-byte thumbnail "ABCDE" at 56 in the second one (at 26).
const QByteArray kThumbnail = QByteArray::fromHex("49492a0008000000"
                                                  "0100"
                                                  "120103000100000003000000"
                                                  "1a000000"
                                                  "0200"
                                                  "010204000100000038000000"
                                                  "020204000100000005000000"
                                                  "00000000") +
                              "ABCDE";

} // namespace

class TestExif : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void orientationInBothByteOrders() {
        QCOMPARE(image::exifOrientation(kLittle), 6);
        QCOMPARE(image::exifOrientation(kBig), 8);
    }

    void editedBlockIsUpright() {
        const QByteArray little = image::exifForEdited(kLittle);
        QCOMPARE(image::exifOrientation(little), 1);
        QCOMPARE(little.size(), kLittle.size());
        QCOMPARE(image::exifOrientation(image::exifForEdited(kBig)), 1);
        QCOMPARE(image::exifOrientation(kLittle), 6); // the input stays
    }

    void theThumbnailIsErased() {
        QCOMPARE(kThumbnail.indexOf("ABCDE"), 56);
        const QByteArray edited = image::exifForEdited(kThumbnail);
        QVERIFY(!edited.contains("ABCDE"));
        QCOMPARE(edited.mid(22, 4), QByteArray(4, '\0')); // the link to the second directory
        QCOMPARE(image::exifOrientation(kThumbnail), 3);
        QCOMPARE(image::exifOrientation(edited), 1);
    }

    void malformedBlocks_data() {
        QTest::addColumn<QByteArray>("block");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("not a TIFF header at all");
        QTest::newRow("directory far away") << QByteArray::fromHex("49492a00ffffffff0100");
        QTest::newRow("directory at the edge") << QByteArray::fromHex("49492a000800000001");
        QTest::newRow("65535 entries") << QByteArray::fromHex("49492a0008000000ffff");
    }
    void malformedBlocks() {
        QFETCH(QByteArray, block);
        QCOMPARE(image::exifOrientation(block), 1);
        QCOMPARE(image::exifForEdited(block), QByteArray());
    }

    void orientationOutOfRangeIsUpright() {
        QByteArray block = kLittle;
        block[18] = 9;
        QCOMPARE(image::exifOrientation(block), 1);
    }

    void anyBytesAreAccepted() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        for (int i = 0; i < 20'000; ++i) {
            QByteArray block = i % 2 ? kThumbnail : kBig;
            for (int k = random.bounded(1, 6); k > 0; --k)
                block[random.bounded(block.size())] = static_cast<char>(random.bounded(256));
            block.truncate(random.bounded(static_cast<int>(block.size())) + 1);
            const int orientation = image::exifOrientation(block);
            QVERIFY(orientation >= 1 && orientation <= 8);
            const QByteArray edited = image::exifForEdited(block);
            QVERIFY(edited.isEmpty() || edited.size() == block.size());
        }
    }
};

NB_TEST(TestExif)
#include "tst_exif.moc"
