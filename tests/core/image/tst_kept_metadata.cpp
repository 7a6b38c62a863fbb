#include "core/image/kept_metadata.h"

#include "core/image/exif.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::image;

class TestKeptMetadata : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void exifKeepsItsOrientation() {
        for (const char* hex : {"49492a00080000000100"
                                "1201030001000000"
                                "06000000"
                                "00000000",
                                "4d4d002a000000080001"
                                "0112000300000001"
                                "00060000"
                                "00000000"}) {
            const QByteArray kept = keptExif(QByteArray::fromHex(hex));
            QCOMPARE(exifOrientation(kept), 6);
            for (qsizetype length = 0; length < kept.size();
                 ++length) // cut anywhere, it is read within bounds
                (void)keptExif(kept.first(length));
        }
    }

    // The directory says that its field is there, and refers to another that lies outside.
    void theOrientationOfAMalformedBlockStays() {
        const QByteArray malformed = QByteArray::fromHex("49492a00080000000200"
                                                         "1201030001000000"
                                                         "06000000"
                                                         "6987040001000000"
                                                         "ffffff7f"
                                                         "00000000");
        QCOMPARE(exifOrientation(malformed), 6);
        QCOMPARE(exifOrientation(keptExif(malformed)), 6);
        QVERIFY(keptExif("no EXIF at all").isEmpty());
    }

    void xmpLosesItsThumbnails_data() {
        QTest::addColumn<QByteArray>("packet");
        QTest::addColumn<QByteArray>("kept");
        QTest::newRow("none") << QByteArray("<a>\xc3\xa9</a>") << QByteArray("<a>\xc3\xa9</a>");
        QTest::newRow("element") << QByteArray("<a><xmp:Thumbnails>\n<x/>/9j/</xmp:Thumbnails>b</a>")
                                 << QByteArray("<a>b</a>");
        QTest::newRow("another prefix")
            << QByteArray("<a><xap:Thumbnails p='1'>/9j/</xap:Thumbnails></a>") << QByteArray("<a></a>");
        QTest::newRow("empty element") << QByteArray("<a><xmp:Thumbnails/>b</a>") << QByteArray("<a>b</a>");
        QTest::newRow("a picture elsewhere") << QByteArray("<a GImage:Data='/9j/4AAQ'/>") << QByteArray();
        QTest::newRow("an extended packet")
            << QByteArray("<a xmpNote:HasExtendedXMP=\"1234\" b='c'/>") << QByteArray("<a b='c'/>");
    }
    void xmpLosesItsThumbnails() {
        QFETCH(QByteArray, packet);
        QFETCH(QByteArray, kept);
        QCOMPARE(keptXmp(packet), kept);
    }

    void xmpOfUprightSamples() {
        QCOMPARE(uprightXmp("<a tiff:Orientation=\"6\" b='6'/>"),
                 QByteArray("<a tiff:Orientation=\"1\" b='6'/>"));
        QCOMPARE(uprightXmp("<tiff:Orientation>8</tiff:Orientation>"),
                 QByteArray("<tiff:Orientation>1</tiff:Orientation>"));
        QCOMPARE(uprightXmp("<a tiff:Orientation='1'/>"), QByteArray("<a tiff:Orientation='1'/>"));
    }

    void resourcesLoseTheirThumbnails() {
        const QByteArray iptc("8BIM\x04\x04\0\0\0\0\0\x03"
                              "abc\0",
                              16);
        const QByteArray named("8BIM\x03\xed\x03"
                               "abc\0\0\0\x02"
                               "xy",
                               16); // a name of 3
        const QByteArray thumbnail("8BIM\x04\x0c\0\0\0\0\0\x04"
                                   "old!",
                                   16);
        const QByteArray older("8BIM\x04\x09\0\0\0\0\0\x04"
                               "old!",
                               16);
        QCOMPARE(keptResources(iptc + thumbnail + named + older), iptc + named);
        const QByteArray all = iptc + thumbnail + named;
        for (qsizetype length = 0; length < all.size(); ++length)
            QVERIFY(all.startsWith(keptResources(all.first(length))) || length > 32);
        QVERIFY(keptResources("no resources at all").isEmpty());
    }

    void pictures() {
        QVERIFY(mayHoldPicture(QByteArray("x\xff\xd8\xffy")));
        QVERIFY(mayHoldPicture(QByteArray("iVBORw0KGgoAAAAN")));
        QVERIFY(!mayHoldPicture(QByteArray("a text")));
    }
};

NB_TEST(TestKeptMetadata)
#include "tst_kept_metadata.moc"
