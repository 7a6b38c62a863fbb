#include "core/image/exif.h"

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <opencv2/core.hpp>

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

    void orientationOfAnyWidth_data() {
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<int>("orientation");
        const auto row = [](const char* name, const char* entry, int orientation) {
            QTest::newRow(name) << QByteArray::fromHex(entry) << orientation;
        };
        row("BYTE", "0112 0001 00000001 06000000", 6);
        row("SHORT", "0112 0003 00000001 00060000", 6);
        row("LONG", "0112 0004 00000001 00000006", 6);
        row("signed SHORT", "0112 0008 00000001 00060000", 6);
        row("signed LONG", "0112 0009 00000001 00000006", 6);
        row("two SHORTs", "0112 0003 00000002 00060001", 6);
        row("none of them", "0112 0003 00000000 00060000", 1);
        row("a LONG elsewhere", "0112 0004 00000002 00000008", 1);
        row("a rational", "0112 0005 00000001 00000006", 1);
        row("too much", "0112 0004 00000001 00010006", 1);
    }
    void orientationOfAnyWidth() {
        QFETCH(QByteArray, entry);
        QFETCH(int, orientation);
        const QByteArray block = QByteArray::fromHex("4d4d002a00000008 0001") + entry + QByteArray(4, '\0');
        QCOMPARE(image::exifOrientation(block), orientation);
        const QByteArray edited = image::exifForEdited(block);
        if (orientation == 6 && entry[7] == 1) // written as it was stored
            QCOMPARE(image::exifOrientation(edited), 1);
    }

    void nothingOfAPreviewIsLeft_data() {
        QTest::addColumn<QByteArray>("block");
        QTest::addColumn<bool>("keepsTheRest");
        const auto hex = [](const char* text) { return QByteArray::fromHex(text); };
        const QByteArray jpeg = hex("ffd8ffdb0043") + "SECRET" + hex("ffd9");
        // Uncompressed in the second directory: StripOffsets, StripByteCounts.
        QTest::newRow("strips") << hex("49492a0008000000 0100 120103000100000003000000 1a000000"
                                       "0200 111104000100000038000000 171104000100000006000000 00000000") +
                                       "SECRET"
                                << false;
        // A third directory with a JPEG.
        QTest::newRow("third directory")
            << hex("49492a0008000000 0000 0e000000 0000 14000000"
                   "0200 010204000100000032000000 02020400010000000e000000 00000000") +
                   jpeg
            << false;
        // SubIFDs in the first one.
        QTest::newRow("SubIFDs") << hex("49492a0008000000 0100 4a0104000100000026000000 00000000"
                                        "000000000000000000000000") +
                                        hex("0100 010204000100000038000000 00000000") + jpeg
                                 << false;
        // In a camera's note, KEPT before and behind it.
        const QByteArray note = "KEPT" + jpeg + "KEPT";
        const auto noteBlock = [&](const QByteArray& value) {
            return hex("49492a0008000000 0100 698704000100000 01a000000 00000000"
                       "0100 7c920700") +
                   QByteArray(1, char(value.size())) + hex("000000 2c000000 00000000") + value;
        };
        QTest::newRow("a camera's note") << noteBlock(note) << true;
        QByteArray spoiled = note;
        spoiled[4] = 2;
        QTest::newRow("with a spoiled first byte") << noteBlock(spoiled) << true;
        QTest::newRow("without an end") << noteBlock("KEPT" + jpeg.chopped(2)) << true;
        QTest::newRow("in no directory") << hex("49492a0008000000 0000 00000000") + jpeg << false;
        QTest::newRow("Photoshop's block")
            << hex("49492a0008000000 0100 498601000600 0000 1a000000 00000000") + "SECRET" << false;
    }
    void nothingOfAPreviewIsLeft() {
        QFETCH(QByteArray, block);
        QFETCH(bool, keepsTheRest);
        QVERIFY(block.contains("SECRET"));
        const QByteArray edited = image::exifForEdited(block);
        QCOMPARE(edited.size(), block.size());
        QVERIFY(!edited.contains("SECRET"));
        QCOMPARE(edited.contains("KEPT"), keepsTheRest);
    }

    void textsAndGpsStay() {
        // Make "Acme Inc" at 50, GPS directory at 58 with a latitude reference "N".
        const QByteArray block =
            QByteArray::fromHex("49492a0008000000 0300 0f01020009000000 32000000"
                                "120103000100000001000000 25880400010000003c000000 00000000") +
            QByteArray("Acme Inc\0\0", 10) + QByteArray::fromHex("0100 010002000200000 04e000000 00000000");
        QCOMPARE(block.indexOf("Acme"), 50);
        QCOMPARE(image::exifForEdited(block), block);
    }

    // Another program writes the block, with a thumbnail, and reads what is made of it.
    void exiftoolFindsNoPreviewAndTheRest() {
        const QString exiftool = QStandardPaths::findExecutable(QStringLiteral("exiftool"));
        if (exiftool.isEmpty())
            QSKIP("exiftool is not installed");
        const QTemporaryDir folder;
        const auto path = [&](const char* name) { return folder.filePath(QLatin1String(name)); };
        const auto write = [&](const char* name, const QByteArray& bytes) {
            QFile file(path(name));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        const auto run = [&](const QStringList& arguments) {
            QProcess process;
            process.start(exiftool, arguments);
            process.waitForFinished(-1);
            return process.readAllStandardOutput().trimmed();
        };
        const auto jpeg = [](QSize size) {
            return *image::encodeJpeg(
                {cv::Mat(size.height(), size.width(), CV_8UC3, cv::Scalar(9, 99, 199)), {}});
        };
        QVERIFY(write("picture.jpg", jpeg({48, 32})) && write("thumbnail.jpg", jpeg({16, 8})));
        run({QStringLiteral("-overwrite_original"), QStringLiteral("-Orientation#=6"),
             QStringLiteral("-Make=Acme"), QStringLiteral("-ExifImageWidth=48"),
             QStringLiteral("-ExifImageHeight=32"), QStringLiteral("-GPSLatitude=48.5"),
             QStringLiteral("-ThumbnailImage<=") + path("thumbnail.jpg"), path("picture.jpg")});
        const auto read = [&](const char* tag, const char* file) {
            return run({QStringLiteral("-b"), QLatin1String(tag), path(file)});
        };
        QCOMPARE(read("-ThumbnailImage", "picture.jpg"), jpeg({16, 8}));

        QFile file(path("picture.jpg"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Result<image::Decoded> decoded = image::decode(file.readAll(), {});
        QVERIFY(write("again.jpg", *image::encodeJpeg(decoded->picture)));
        QVERIFY(write("again.png", *image::encodePng(decoded->picture)));
        for (const char* name : {"again.jpg", "again.png"}) {
            QCOMPARE(read("-ThumbnailImage", name), QByteArray());
            QCOMPARE(read("-IFD1:all", name), QByteArray());
            QCOMPARE(read("-Make", name), QByteArray("Acme"));
            QCOMPARE(read("-GPSLatitude", name), QByteArray("48.5"));
            QCOMPARE(read("-Orientation", name), QByteArray("1"));
            QCOMPARE(read("-ExifImageWidth", name), QByteArray("32"));
            QCOMPARE(read("-ExifImageHeight", name), QByteArray("48"));
            QCOMPARE(read("-Warning", name), QByteArray());
        }
    }

    void sizesBecomeTrue() {
        // ImageWidth as SHORT, ImageLength as LONG.
        const QByteArray block = QByteArray::fromHex("49492a0008000000 0200 00010300010000000a000000"
                                                     "010104000100000014000000 00000000");
        const QByteArray edited = image::exifForEdited(block, {20, 10});
        QCOMPARE(edited, QByteArray::fromHex("49492a0008000000 0200 000103000100000014000000"
                                             "01010400010000000a000000 00000000"));
        // A SHORT cannot hold 70000.
        QCOMPARE(image::exifForEdited(block, {70000, 10}).mid(12, 2), QByteArray::fromHex("0400"));
        QCOMPARE(image::exifForEdited(block), block);
    }

    void directoriesInACircleEnd() {
        const QByteArray block =
            QByteArray::fromHex("49492a0008000000 0100 698704000100000008000000 08000000");
        QCOMPARE(image::exifForEdited(block).size(), block.size());
    }

    // Each of 65 535 entries refers to nearly the whole block.
    void sharedValuesTakeNoTime() {
        constexpr int kEntries = 0xFFFF;
        QByteArray block = QByteArray::fromHex("49492a0008000000 ffff");
        for (int i = 0; i < kEntries; ++i)
            block += QByteArray::fromHex("0f010200 00000b00 08000000");
        block += QByteArray(4, '\0');
        QVERIFY(block.size() >= 0x0b0008);
        QCOMPARE(image::exifForEdited(block).size(), block.size());
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
