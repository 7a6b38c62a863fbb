#include "core/image/rewrite.h"

#include "tests/support/png_maker.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QTest>
#include <cstdlib>
#include <opencv2/core.hpp>
#include <spng.h>

using namespace nb;
using namespace nb::image;

namespace {

constexpr int kSide = 16;

// As libspng sees it, with the samples as they are packed.
struct Seen {
    spng_ihdr ihdr{};
    spng_plte palette{};
    QByteArray rows;

    explicit Seen(const QByteArray& png) {
        spng_ctx* context = spng_ctx_new(0);
        spng_set_png_buffer(context, png.constData(), size_t(png.size()));
        if (spng_get_ihdr(context, &ihdr) != 0)
            qFatal("no PNG");
        spng_get_plte(context, &palette);
        size_t size = 0;
        spng_decoded_image_size(context, SPNG_FMT_PNG, &size);
        rows.fill('\0', qsizetype(size)); // libspng sets the bits of interlaced rows, and clears none
        if (spng_decode_image(context, rows.data(), size, SPNG_FMT_PNG, 0) != 0)
            qFatal("damaged PNG");
        spng_ctx_free(context);
    }
};

int channelsOf(int colourType) {
    return colourType == 2 ? 3 : colourType == 4 ? 2 : colourType == 6 ? 4 : 1;
}

// Rows of random samples, each after its filter byte (0), as for PngFile.
QByteArray randomRows(int bitDepth, int colourType, quint32 seed, int most = 256) {
    cv::RNG random{seed};
    QByteArray rows;
    for (int y = 0; y < kSide; ++y) {
        rows += '\0';
        for (int i = 0; i < kSide * channelsOf(colourType) * bitDepth / 8; ++i)
            rows += char(random.uniform(0, most));
    }
    return rows;
}

QByteArray palette(int colours) {
    QByteArray data;
    for (int i = 0; i < colours; ++i)
        data += QByteArray(1, char(i * 10)) + char(255 - i * 10) + char(7);
    return test::pngChunk("PLTE", data);
}

// Another pixel of the same picture put over a rectangle: every kind holds that.
Edited copied(const QByteArray& file, const cv::Rect& rect) {
    const Picture old = decode(file, {})->picture;
    Edited edited{{old.pixels.clone(), old.metadata}, cv::Mat::zeros(old.pixels.size(), CV_8UC1)};
    for (int y = rect.y; y < rect.y + rect.height; ++y)
        for (int x = rect.x; x < rect.x + rect.width; ++x)
            old.pixels(cv::Rect(0, 0, 1, 1)).copyTo(edited.picture.pixels(cv::Rect(x, y, 1, 1)));
    edited.changed(rect).setTo(1);
    return edited;
}

Edited filled(const QByteArray& file, const cv::Rect& rect, const cv::Scalar& colour) {
    Edited edited = copied(file, rect);
    edited.picture.pixels(rect).setTo(colour);
    return edited;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

} // namespace

class TestPngRewrite : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theKindStays_data() {
        QTest::addColumn<int>("bitDepth");
        QTest::addColumn<int>("colourType");
        QTest::addColumn<bool>("interlaced");
        for (const bool interlaced : {false, true})
            for (const auto& [depth, type] : std::initializer_list<std::pair<int, int>>{{1, 0},
                                                                                        {2, 0},
                                                                                        {4, 0},
                                                                                        {8, 0},
                                                                                        {16, 0},
                                                                                        {8, 2},
                                                                                        {16, 2},
                                                                                        {1, 3},
                                                                                        {2, 3},
                                                                                        {4, 3},
                                                                                        {8, 3},
                                                                                        {8, 4},
                                                                                        {16, 4},
                                                                                        {8, 6},
                                                                                        {16, 6}})
                QTest::addRow("%d bits of type %d%s", depth, type, interlaced ? ", interlaced" : "")
                    << depth << type << interlaced;
    }
    void theKindStays() {
        QFETCH(int, bitDepth);
        QFETCH(int, colourType);
        QFETCH(bool, interlaced);
        test::PngFile png{.width = kSide, .height = kSide, .bitDepth = bitDepth, .colourType = colourType};
        png.rows =
            randomRows(bitDepth, colourType, test::testSeed(), bitDepth == 8 && colourType == 3 ? 25 : 256);
        if (colourType == 3)
            png.before << palette(std::min(25, 1 << bitDepth));
        QByteArray file = png.bytes();
        if (interlaced)
            file = interlacedCopy(file);
        const cv::Rect rect(3, 4, 6, 5);
        const Edited edited = copied(file, rect);
        const Result<Rewritten> made = rewritePng(file, edited, OnMisfit::Refuse);
        QVERIFY2(made, made ? "" : qPrintable(made.error().message + made.error().detail));
        QVERIFY(!made->misfit);
        const Seen before(file), after(made->bytes);
        QCOMPARE(int(after.ihdr.bit_depth), bitDepth);
        QCOMPARE(int(after.ihdr.color_type), colourType);
        QCOMPARE(after.ihdr.interlace_method, before.ihdr.interlace_method);
        QCOMPARE(after.palette.n_entries, before.palette.n_entries);
        QVERIFY(same(decode(made->bytes, {})->picture.pixels, edited.picture.pixels));
        // Bit for bit outside of the rectangle: whole rows here.
        const qsizetype row = before.rows.size() / kSide;
        QCOMPARE(after.rows.first(4 * row), before.rows.first(4 * row));
        QCOMPARE(after.rows.sliced(9 * row), before.rows.sliced(9 * row));
    }

    void aFullPaletteIsSaidAndThenLeft() {
        test::PngFile png{.width = kSide, .height = kSide, .bitDepth = 4, .colourType = 3};
        png.rows = randomRows(4, 3, test::testSeed());
        png.before << palette(16) << test::pngChunk("pHYs", QByteArray::fromHex("00000b1200000b1201"))
                   << test::pngChunk("bKGD", QByteArray(1, 3))
                   << test::pngChunk("tEXt", QByteArray("Author\0Ann", 10));
        const Edited edited = filled(png.bytes(), {2, 2, 3, 3}, {1, 2, 3});
        const Result<Rewritten> refused = rewritePng(png.bytes(), edited, OnMisfit::Refuse);
        QVERIFY(refused && refused->bytes.isEmpty());
        QCOMPARE(refused->misfit->colour, SourceColour::Palette);
        QCOMPARE(refused->misfit->colours, 16);
        QCOMPARE(refused->misfit->reason, Misfit::Reason::Colours);
        const Result<Rewritten> made = rewritePng(png.bytes(), edited, OnMisfit::Widen);
        QVERIFY(made);
        QCOMPARE(int(Seen(made->bytes).ihdr.color_type), 2);
        QVERIFY(same(decode(made->bytes, {})->picture.pixels, edited.picture.pixels));
        QVERIFY(made->bytes.contains("pHYs"));
        QVERIFY(made->bytes.contains("Author"));
        QVERIFY(!made->bytes.contains("bKGD")); // an index
    }

    void aPaletteWithRoomGrows() {
        test::PngFile png{.width = kSide, .height = kSide, .bitDepth = 8, .colourType = 3};
        png.rows = randomRows(8, 3, test::testSeed(), 20);
        png.before << palette(20) << test::pngChunk("tRNS", QByteArray("\x00\x80", 2));
        const Edited edited = filled(png.bytes(), {2, 2, 3, 3}, {1, 2, 3, 255});
        const Result<Rewritten> made = rewritePng(png.bytes(), edited, OnMisfit::Refuse);
        QVERIFY(made && !made->misfit);
        QCOMPARE(Seen(made->bytes).palette.n_entries, 21U);
        QVERIFY(same(decode(made->bytes, {})->picture.pixels, edited.picture.pixels));
    }

    void colourInGreyAndShadesInBlackAndWhite() {
        test::PngFile png{.width = kSide, .height = kSide, .bitDepth = 1, .colourType = 0};
        png.rows = randomRows(1, 0, test::testSeed());
        const Edited grey = filled(png.bytes(), {2, 2, 3, 3}, cv::Scalar::all(99));
        QCOMPARE(rewritePng(png.bytes(), grey, OnMisfit::Refuse)->misfit->reason, Misfit::Reason::Shades);
        const QByteArray wider = rewritePng(png.bytes(), grey, OnMisfit::Widen)->bytes;
        QCOMPARE(int(Seen(wider).ihdr.bit_depth), 8);
        QCOMPARE(int(Seen(wider).ihdr.color_type), 0);
        QVERIFY(same(decode(wider, {})->picture.pixels, grey.picture.pixels));

        const Edited red = filled(png.bytes(), {2, 2, 3, 3}, {200, 0, 0});
        QCOMPARE(rewritePng(png.bytes(), red, OnMisfit::Refuse)->misfit->reason, Misfit::Reason::Colours);
        const QByteArray coloured = rewritePng(png.bytes(), red, OnMisfit::Widen)->bytes;
        QCOMPARE(int(Seen(coloured).ihdr.color_type), 2);
        QVERIFY(same(decode(coloured, {})->picture.pixels, red.picture.pixels));
    }

    // In a file in which one colour is transparent, no opaque pixel may get that colour.
    void theTransparentColourIsNotPainted() {
        test::PngFile png{.width = kSide, .height = kSide, .bitDepth = 8, .colourType = 2};
        png.rows = randomRows(8, 2, test::testSeed());
        png.before << test::pngChunk("tRNS", QByteArray::fromHex("000a0014001e"));
        const auto misfitOf = [&](const cv::Scalar& colour) {
            return rewritePng(png.bytes(), filled(png.bytes(), {2, 2, 3, 3}, colour), OnMisfit::Refuse)
                ->misfit;
        };
        QCOMPARE(misfitOf({10, 20, 30, 255})->reason, Misfit::Reason::Transparency);
        QCOMPARE(misfitOf({1, 2, 3, 128})->reason, Misfit::Reason::Transparency);
        QVERIFY(!misfitOf({10, 20, 31, 255}));
        QVERIFY(!misfitOf({77, 77, 77, 0}));
        const Edited half = filled(png.bytes(), {2, 2, 3, 3}, {1, 2, 3, 128});
        const QByteArray wider = rewritePng(png.bytes(), half, OnMisfit::Widen)->bytes;
        QVERIFY(same(decode(wider, {})->picture.pixels, half.picture.pixels));
    }

    void metadataStaysAndPreviewsGo() {
        const QByteArray xmp = QByteArray("XML:com.adobe.xmp\0\0\0\0\0", 22) +
                               "<x a='kept'><xmp:Thumbnails>/9j/4A</xmp:Thumbnails></x>";
        test::PngFile png{.width = kSide, .height = kSide, .bitDepth = 8, .colourType = 2};
        png.rows = randomRows(8, 2, test::testSeed());
        png.before << test::pngChunk("gAMA", QByteArray::fromHex("0000b18f"))
                   << test::pngChunk("pHYs", QByteArray::fromHex("00000b1200000b1201"))
                   << test::pngChunk("iTXt", xmp) << test::pngChunk("prVW", "old preview")
                   << test::pngChunk("tEXt", QByteArray("Thumb\0old /9j/4AAQ", 18));
        png.after << test::pngChunk("zTXt", QByteArray("Comment\0\0", 9) + test::deflated("kept too"))
                  << test::pngChunk("zTXt",
                                    QByteArray("Preview\0\0", 9) + test::deflated("old iVBORw0KGgoAAA"));
        const QByteArray made =
            rewritePng(png.bytes(), copied(png.bytes(), {0, 0, 2, 2}), OnMisfit::Refuse)->bytes;
        QVERIFY(made.contains("gAMA"));
        QVERIFY(made.contains(test::pngChunk("pHYs", QByteArray::fromHex("00000b1200000b1201"))));
        QVERIFY(made.contains("a='kept'"));
        QVERIFY(made.contains("Comment"));
        QVERIFY(!made.contains("/9j/"));
        QVERIFY(!made.contains("old"));
        QVERIFY(!made.contains("Preview"));
        QVERIFY(decode(made, {})); // its checksums are right
    }

    // The first is malformed, the second too late: neither makes anything transparent, before and after.
    void aSecondTransparencyChangesNothing() {
        test::PngFile png{.width = kSide, .height = kSide, .bitDepth = 8, .colourType = 0};
        png.rows = QByteArray(kSide * (kSide + 1), '\0');
        png.before << test::pngChunk("tRNS", "\xff") << test::pngChunk("tRNS", QByteArray("\0\0", 2));
        const QByteArray file = png.bytes();
        const Result<Decoded> before = decode(file, {});
        if (!before)
            return; // refused whole is as good
        const QByteArray made = rewritePng(file, copied(file, {0, 0, 2, 2}), OnMisfit::Refuse)->bytes;
        QVERIFY(same(decode(made, {})->picture.pixels, before->picture.pixels));
    }

    // They are shown black: a colour that is new to the palette must not become theirs.
    void entriesThatThePaletteLacksStayBlack() {
        test::PngFile png{.width = kSide, .height = kSide, .bitDepth = 8, .colourType = 3};
        png.rows = QByteArray(kSide * (kSide + 1), '\0');
        png.rows[kSide + 2] = '\3'; // the first pixel of the second row
        png.before << palette(3);
        const QByteArray file = png.bytes();
        const Edited edited = filled(file, {5, 0, 1, 1}, {200, 3, 50});
        const Result<Rewritten> made = rewritePng(file, edited, OnMisfit::Refuse);
        QVERIFY(made && !made->misfit);
        const cv::Mat pixels = decode(made->bytes, {})->picture.pixels;
        QCOMPARE(pixels.at<cv::Vec3b>(1, 0), cv::Vec3b(0, 0, 0));
        QVERIFY(same(pixels, edited.picture.pixels));
    }

    // A second palette is left out and said to be.
    void ofTwoPalettesTheFirstCounts() {
        test::PngFile png{.width = kSide, .height = kSide, .bitDepth = 8, .colourType = 3};
        png.rows = QByteArray(kSide * (kSide + 1), '\0');
        png.rows[1] = '\1';
        png.before << palette(3) << test::pngChunk("PLTE", "abc");
        const Result<Decoded> before = decode(png.bytes(), {});
        QVERIFY(before);
        QCOMPARE(before->warnings.size(), 1);
        QCOMPARE(before->picture.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(10, 245, 7)); // palette(3)[1]
        QCOMPARE(before->picture.pixels.at<cv::Vec3b>(1, 1), cv::Vec3b(0, 255, 7));
        const QByteArray made =
            rewritePng(png.bytes(), copied(png.bytes(), {0, 0, 1, 1}), OnMisfit::Refuse)->bytes;
        QVERIFY(same(decode(made, {})->picture.pixels, before->picture.pixels));
    }

    // Of two blocks the first counts, whatever becomes of it; some writers put JPEG's prefix in front.
    void aTurnedFileStaysTurned_data() {
        const QByteArray turned = QByteArray::fromHex("49492a00080000000100"
                                                      "1201030001000000"
                                                      "06000000"
                                                      "00000000");
        QTest::addColumn<QByteArrayList>("blocks");
        QTest::addColumn<int>("orientation");
        QTest::addRow("plain") << QByteArrayList{turned} << 6;
        QTest::addRow("JPEG's prefix") << QByteArrayList{QByteArray("Exif\0\0", 6) + turned} << 6;
        QTest::addRow("malformed, then turned") << QByteArrayList{"malformed", turned} << 1;
    }
    void aTurnedFileStaysTurned() {
        QFETCH(QByteArrayList, blocks);
        QFETCH(int, orientation);
        test::PngFile png{.width = kSide, .height = kSide, .bitDepth = 8, .colourType = 2};
        png.rows = randomRows(8, 2, test::testSeed());
        for (const QByteArray& block : blocks)
            png.before << test::pngChunk("eXIf", block);
        const Edited edited = copied(png.bytes(), {0, 0, 2, 2});
        const QByteArray made = rewritePng(png.bytes(), edited, OnMisfit::Refuse)->bytes;
        const Result<Decoded> decoded = decode(made, {});
        QCOMPARE(decoded->header.orientation, orientation);
        QVERIFY(same(decoded->picture.pixels, edited.picture.pixels));
    }

private:
    // The same picture in Adam7's order, by libspng.
    static QByteArray interlacedCopy(const QByteArray& file) {
        Seen seen(file);
        seen.ihdr.interlace_method = 1;
        spng_ctx* context = spng_ctx_new(SPNG_CTX_ENCODER);
        spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1);
        spng_set_ihdr(context, &seen.ihdr);
        if (seen.palette.n_entries > 0)
            spng_set_plte(context, &seen.palette);
        if (spng_encode_image(context, seen.rows.constData(), size_t(seen.rows.size()), SPNG_FMT_PNG,
                              SPNG_ENCODE_FINALIZE) != 0)
            qFatal("cannot encode");
        size_t length = 0;
        int code = 0;
        void* bytes = spng_get_png_buffer(context, &length, &code);
        const QByteArray copy(static_cast<const char*>(bytes), qsizetype(length));
        std::free(bytes);
        spng_ctx_free(context);
        return copy;
    }
};

NB_TEST(TestPngRewrite)
#include "tst_png_rewrite.moc"
