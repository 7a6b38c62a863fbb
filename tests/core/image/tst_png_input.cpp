#include "core/image/png_input.h"

#include "tests/support/png_maker.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::image;
using test::pngChunk;
using test::PngFile;

namespace {

PngFile file() {
    return {.width = 1, .height = 1, .rows = QByteArray::fromHex("00010203")};
}

QByteArray joined(const PngInput& chunks) {
    QByteArray all;
    for (const QByteArrayView piece : chunks.forSamples)
        all.append(piece);
    return all;
}

QByteArray damagedChunk(const char* type, const QByteArray& data) {
    QByteArray chunk = pngChunk(type, data);
    chunk[chunk.size() - 1] = char(chunk.back() ^ 1);
    return chunk;
}

} // namespace

class TestPngInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPlainFileIsOnePieceAndItsEnd() {
        const QByteArray bytes = file().bytes();
        const PngInput chunks = readPngInput(bytes);
        QCOMPARE(joined(chunks), bytes);
        QCOMPARE(chunks.forSamples.size(), size_t(2));
        QVERIFY(chunks.warnings.isEmpty());
        QVERIFY(!chunks.endsEarly);
        QVERIFY(chunks.exif.isNull() && chunks.gama.isNull());
    }

    void textIsSkippedAndColourTakenOut() {
        PngFile png = file();
        png.before = {pngChunk("tEXt", "a\0b"), pngChunk("gAMA", "1234"), pngChunk("sRGB", "\1")};
        png.after = {pngChunk("eXIf", {}), pngChunk("zTXt", "x")};
        const QByteArray bytes = png.bytes();
        const PngInput chunks = readPngInput(bytes);
        QCOMPARE(joined(chunks), file().bytes());
        QCOMPARE(chunks.gama.toByteArray(), QByteArray("1234"));
        QCOMPARE(chunks.srgb.toByteArray(), QByteArray("\1"));
        QVERIFY(!chunks.exif.isNull() && chunks.exif.isEmpty());
        QVERIFY(chunks.warnings.isEmpty());
    }

    void wrongChecksumsAreCountedByType() {
        PngFile png = file();
        png.before = {damagedChunk("tEXt", "a\0b"), damagedChunk("tEXt", ""), damagedChunk("gAMA", "1234"),
                      damagedChunk("prIv", "x")};
        const QByteArray bytes = png.bytes();
        const PngInput chunks = readPngInput(bytes);
        QVERIFY(chunks.gama.isNull());
        QCOMPARE(chunks.warnings.size(), 1);
        QVERIFY2(chunks.warnings[0].endsWith(QLatin1String("gAMA, prIv, tEXt (2 times)")),
                 qPrintable(chunks.warnings[0]));
    }

    void theFirstOfRepeatedChunksCounts() {
        PngFile png = file();
        png.before = {pngChunk("gAMA", "1234"), pngChunk("gAMA", "5678")};
        png.after = {pngChunk("cHRM", "late"), pngChunk("IDAT", "late"), pngChunk("tRNS", "late")};
        const QByteArray bytes = png.bytes();
        const PngInput chunks = readPngInput(bytes);
        QCOMPARE(chunks.gama.toByteArray(), QByteArray("1234"));
        QVERIFY(chunks.chrm.isNull());
        QCOMPARE(joined(chunks), file().bytes());
        QVERIFY2(chunks.warnings.join(QLatin1Char(' ')).endsWith(QLatin1String("IDAT, cHRM, gAMA, tRNS")),
                 qPrintable(chunks.warnings.join(QLatin1Char(' '))));
    }

    void aPaletteThatIsOnlySuggestedIsSkipped() {
        PngFile png = file();
        png.before = {damagedChunk("PLTE", "not a palette")};
        const QByteArray bytes = png.bytes();
        QCOMPARE(joined(readPngInput(bytes)), file().bytes());
    }

    // 2 bits count to 4, whatever more the palette has; libpng cuts it too.
    void aPaletteThatIsTooLongIsCut() {
        PngFile png{
            .width = 1, .height = 1, .bitDepth = 2, .colourType = 3, .rows = QByteArray::fromHex("00c0")};
        png.before = {pngChunk("PLTE", QByteArray(9, 'a') + "xyz" + QByteArray(30, 'b'))};
        PngFile cut = png;
        cut.before = {pngChunk("PLTE", QByteArray(9, 'a') + "xyz")};
        const QByteArray bytes = png.bytes();
        const PngInput input = readPngInput(bytes);
        QCOMPARE(joined(input), cut.bytes());
    }

    void unknownCriticalChunksAreRefused() {
        PngFile png = file();
        png.before = {pngChunk("NEWc", "x")};
        const QByteArray bytes = png.bytes();
        QVERIFY(readPngInput(bytes).refusal.contains(QLatin1String("'NEWc'")));
        QByteArray apple = file().bytes();
        apple.insert(8, pngChunk("CgBI", "1234"));
        QVERIFY(readPngInput(apple).refusal.contains(QLatin1String("Apple")));
    }

    void theEnd_data() {
        QTest::addColumn<int>("cut");
        QTest::addColumn<bool>("endsEarly");
        QTest::newRow("in IEND") << 1 << false;
        QTest::newRow("before IEND") << 12 << false;
        QTest::newRow("in the checksum of IDAT") << 13 << true;
    }
    void theEnd() {
        QFETCH(int, cut);
        QFETCH(bool, endsEarly);
        QByteArray bytes = file().bytes();
        bytes.chop(cut);
        const PngInput chunks = readPngInput(bytes);
        QCOMPARE(chunks.endsEarly, endsEarly);
        QCOMPARE(chunks.warnings.size(), endsEarly ? 0 : 1);
        if (!endsEarly)
            QCOMPARE(joined(chunks), file().bytes());
    }

    // A hostile file of 4 MB has 300 000 chunks of as many types.
    void manyTypesGiveOneShortSentence() {
        PngFile png = file();
        for (char a = 'a'; a <= 'z'; ++a)
            for (char b = 'a'; b <= 'z'; ++b)
                png.before += damagedChunk(QByteArray{"a"}.append(a).append(b).append('X').constData(), {});
        const QByteArray bytes = png.bytes();
        const PngInput chunks = readPngInput(bytes);
        QCOMPARE(chunks.warnings.size(), 1);
        QVERIFY(chunks.warnings[0].size() < 150);
    }
};

NB_TEST(TestPngInput)
#include "tst_png_input.moc"
