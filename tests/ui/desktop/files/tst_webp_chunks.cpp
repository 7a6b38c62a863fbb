#include "ui/desktop/files/webp_chunks.h"

#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::desktop;

class TestWebPChunks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chunksArePadded() {
        QCOMPARE(webPChunk("EXIF", "abc"), QByteArray("EXIF\3\0\0\0abc\0", 12));
        QCOMPARE(webPChunk("EXIF", "ab"), QByteArray("EXIF\2\0\0\0ab", 10));
    }

    // Flags, three bytes that are reserved, then width and height less one, 24 bits each.
    void extendedHeader() {
        QCOMPARE(webPExtendedHeader(kWebPHasAlpha | kWebPHasExif, QSize(0x10203, 1)).toHex(),
                 QByteArray("56503858"
                            "0a000000"
                            "18"
                            "000000"
                            "020201"
                            "000000"));
    }

    void readsThoseThatAreWhole() {
        const QByteArray file =
            QByteArray("RIFF____WEBP") + webPChunk("VP8L", "abc") + webPChunk("EXIF", "e");
        const auto chunks = webPChunks(file);
        QCOMPARE(chunks.size(), size_t(2));
        QCOMPARE(webPChunkData(chunks, "VP8L").toByteArray(), QByteArray("abc"));
        QCOMPARE(webPChunkData(chunks, "EXIF").toByteArray(), QByteArray("e"));
        QVERIFY(webPChunkData(chunks, "XMP ").isNull());
        QCOMPARE(webPChunks(file.chopped(2)).size(), size_t(1)); // without the last byte of its data
        QVERIFY(webPChunks(file.mid(1)).empty());
        for (qsizetype length = 0; length < file.size(); ++length)
            QVERIFY(webPChunks(QByteArrayView(file).first(length)).size() <= 2);
    }
};

NB_TEST(TestWebPChunks)
#include "tst_webp_chunks.moc"
