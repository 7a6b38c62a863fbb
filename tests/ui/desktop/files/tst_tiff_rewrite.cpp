#include "ui/desktop/files/tiff_rewrite.h"

#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include "ui/desktop/files/open_picture.h"
#include "ui/desktop/files/tiff_memory.h"
#include "ui/desktop/files/tiff_structure.h"
#include "ui/desktop/files/tiff_widen.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <vector>

using namespace nb;
using namespace nb::desktop;

namespace {

// A page of a TIFF, by libtiff alone, with random samples.
struct Page {
    int width = 70, height = 50;
    int bits = 8, channels = 3;
    int photometric = PHOTOMETRIC_RGB;
    int compression = COMPRESSION_LZW;
    int planar = PLANARCONFIG_CONTIG;
    int orientation = 1;
    int tile = 0;
    int extra = -1; // EXTRASAMPLE_…
    int subfile = 0;

    void write(TIFF* tiff, cv::RNG& random) const {
        TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
        TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
        TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits);
        TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, channels);
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, photometric);
        TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
        TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, planar);
        TIFFSetField(tiff, TIFFTAG_ORIENTATION, orientation);
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 300.0);
        TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 300.0);
        TIFFSetField(tiff, TIFFTAG_ARTIST, "Ann");
        TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, subfile);
        if (compression == COMPRESSION_LZW && bits >= 8)
            TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
        if (extra >= 0) {
            const auto kind = uint16_t(extra);
            TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
        }
        if (photometric == PHOTOMETRIC_PALETTE)
            setPalette(tiff);
        if (tile > 0) {
            TIFFSetField(tiff, TIFFTAG_TILEWIDTH, tile);
            TIFFSetField(tiff, TIFFTAG_TILELENGTH, tile);
        } else {
            TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 8);
        }
        const uint32_t count = tile > 0 ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
        for (uint32_t i = 0; i < count; ++i) {
            const tmsize_t size = tile > 0 ? TIFFTileSize(tiff) : TIFFVStripSize(tiff, rowsOf(int(i)));
            std::vector<uchar> bytes(static_cast<size_t>(size));
            random.fill(bytes, cv::RNG::UNIFORM, 0, 256);
            if (tile > 0)
                TIFFWriteEncodedTile(tiff, i, bytes.data(), size);
            else
                TIFFWriteEncodedStrip(tiff, i, bytes.data(), size);
        }
        TIFFWriteDirectory(tiff);
    }
    [[nodiscard]] uint32_t rowsOf(int strip) const {
        const int each = (height + 7) / 8;
        return uint32_t(std::min(8, height - strip % each * 8));
    }
    void setPalette(TIFF* tiff) const {
        std::vector<uint16_t> red(size_t(1) << bits), green = red, blue = red;
        for (size_t i = 0; i < red.size(); ++i) {
            red[i] = uint16_t(i * 257);
            green[i] = uint16_t(65535 - i * 257);
            blue[i] = 7 * 257;
        }
        TIFFSetField(tiff, TIFFTAG_COLORMAP, red.data(), green.data(), blue.data());
    }
};

QByteArray tiffOf(const std::vector<Page>& pages, const char* mode = "w") {
    TiffMemory memory;
    cv::RNG random(test::testSeed());
    {
        const TiffHandle handle = memory.open(mode);
        for (const Page& page : pages)
            page.write(handle.get(), random);
    }
    return memory.bytes;
}

// The decoded strips or tiles of a page.
std::vector<QByteArray> chunks(const QByteArray& file, int page = 0) {
    TiffMemory memory{file};
    const TiffHandle handle = memory.open("r");
    if (!handle || TIFFSetDirectory(handle.get(), tdir_t(page)) != 1)
        return {};
    std::vector<QByteArray> all;
    const bool tiled = TIFFIsTiled(handle.get()) != 0;
    const uint32_t count = tiled ? TIFFNumberOfTiles(handle.get()) : TIFFNumberOfStrips(handle.get());
    for (uint32_t i = 0; i < count; ++i) {
        QByteArray bytes(tiled ? TIFFTileSize(handle.get()) : TIFFStripSize(handle.get()), '\0');
        const tmsize_t got = tiled ? TIFFReadEncodedTile(handle.get(), i, bytes.data(), bytes.size())
                                   : TIFFReadEncodedStrip(handle.get(), i, bytes.data(), bytes.size());
        if (got < 0)
            return {};
        all.push_back(bytes.first(got));
    }
    return all;
}

template <class T>
T field(const QByteArray& file, uint32_t tag) {
    TiffMemory memory{file};
    const TiffHandle handle = memory.open("r");
    T value{};
    TIFFGetFieldDefaulted(handle.get(), tag, &value);
    return value;
}

// Another pixel of the picture put over a rectangle: every kind holds that.
image::Edited copied(const QByteArray& file, const cv::Rect& rect) {
    const image::Picture old = decodeAny(file)->picture;
    image::Edited edited{{old.pixels.clone(), old.metadata}, cv::Mat::zeros(old.pixels.size(), CV_8UC1)};
    for (int y = rect.y; y < rect.y + rect.height; ++y)
        for (int x = rect.x; x < rect.x + rect.width; ++x)
            old.pixels(cv::Rect(40, 40, 1, 1)).copyTo(edited.picture.pixels(cv::Rect(x, y, 1, 1)));
    edited.changed(rect).setTo(1);
    return edited;
}

bool same(const cv::Mat& a, const cv::Mat& b, double within = 0) {
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) <= within;
}

} // namespace

class TestTiffRewrite : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theKindStays_data() {
        QTest::addColumn<Page>("page");
        QTest::addColumn<QByteArray>("mode");
        QTest::newRow("RGB, LZW") << Page{} << QByteArray("w");
        QTest::newRow("16 bits, deflate, big-endian")
            << Page{.bits = 16, .compression = COMPRESSION_ADOBE_DEFLATE} << QByteArray("wb");
        QTest::newRow("BigTIFF, uncompressed") << Page{.compression = COMPRESSION_NONE} << QByteArray("w8");
        QTest::newRow("planes") << Page{.planar = PLANARCONFIG_SEPARATE} << QByteArray("w");
        QTest::newRow("tiles") << Page{.tile = 32} << QByteArray("w");
        QTest::newRow("grey") << Page{.channels = 1, .photometric = PHOTOMETRIC_MINISBLACK}
                              << QByteArray("w");
        QTest::newRow("grey, 16 bits")
            << Page{.bits = 16, .channels = 1, .photometric = PHOTOMETRIC_MINISBLACK} << QByteArray("w");
        QTest::newRow("white is 0") << Page{.channels = 1, .photometric = PHOTOMETRIC_MINISWHITE}
                                    << QByteArray("w");
        QTest::newRow("black and white, G4") << Page{.bits = 1,
                                                     .channels = 1,
                                                     .photometric = PHOTOMETRIC_MINISWHITE,
                                                     .compression = COMPRESSION_CCITTFAX4}
                                             << QByteArray("w");
        QTest::newRow("palette, packbits")
            << Page{.channels = 1, .photometric = PHOTOMETRIC_PALETTE, .compression = COMPRESSION_PACKBITS}
            << QByteArray("w");
        QTest::newRow("16 bits, alpha")
            << Page{.bits = 16, .channels = 4, .extra = EXTRASAMPLE_UNASSALPHA} << QByteArray("w");
        QTest::newRow("turned") << Page{.orientation = 6} << QByteArray("w");
    }
    void theKindStays() {
        QFETCH(Page, page);
        QFETCH(QByteArray, mode);
        const QByteArray file = tiffOf({page, {.compression = COMPRESSION_NONE}}, mode.constData());
        const image::Edited edited = copied(file, {4, 3, 6, 4}); // upright
        const Result<image::Rewritten> made = rewriteTiff(file, edited);
        QVERIFY2(made, made ? "" : qPrintable(made.error().message));
        QVERIFY(!made->misfit);
        QVERIFY(same(decodeAny(made->bytes)->picture.pixels, edited.picture.pixels));
        const auto before = chunks(file), after = chunks(made->bytes);
        QCOMPARE(after.size(), before.size());
        int changed = 0;
        for (size_t i = 0; i < before.size(); ++i)
            changed += before[i] != after[i] ? 1 : 0;
        QVERIFY2(changed > 0 && changed <= (page.planar == PLANARCONFIG_SEPARATE ? 3 : 2),
                 qPrintable(QString::number(changed)));
        QCOMPARE(chunks(made->bytes, 1), chunks(file, 1)); // the other page
        QCOMPARE(field<float>(made->bytes, TIFFTAG_XRESOLUTION), 300.0F);
        QCOMPARE(int(field<uint16_t>(made->bytes, TIFFTAG_COMPRESSION)), page.compression);
        QCOMPARE(int(field<uint16_t>(made->bytes, TIFFTAG_BITSPERSAMPLE)), page.bits);
        QCOMPARE(int(field<uint16_t>(made->bytes, TIFFTAG_PHOTOMETRIC)), page.photometric);
        QCOMPARE(int(field<uint16_t>(made->bytes, TIFFTAG_ORIENTATION)), page.orientation);
        QCOMPARE(made->bytes.first(4), file.first(4)); // byte order and version
    }

    // 8 bits with alpha: Qt gives them out multiplied by alpha; unchanged ones must not come back that way.
    void unchangedSamplesUnderAlphaStay() {
        const QByteArray file = tiffOf({{.channels = 4, .extra = EXTRASAMPLE_UNASSALPHA}});
        image::Edited edited = copied(file, {4, 9, 6, 4}); // in the second strip
        edited.picture.pixels(cv::Rect(4, 9, 6, 4)).setTo(cv::Scalar(50, 60, 70, 255));
        const Result<image::Rewritten> made = rewriteTiff(file, edited);
        QVERIFY(made && !made->misfit);
        auto before = chunks(file), after = chunks(made->bytes);
        for (const int y : {1, 2, 3, 4}) // the rectangle's rows in that strip
            for (int x = 4; x < 10; ++x)
                before[1].replace((y * 70 + x) * 4, 4, QByteArray("\x32\x3c\x46\xff", 4));
        QCOMPARE(after, before);
    }

    void cmykStays() {
        const QByteArray file = tiffOf({{.channels = 4, .photometric = PHOTOMETRIC_SEPARATED}});
        image::Edited edited = copied(file, {4, 3, 6, 4});
        edited.picture.pixels(cv::Rect(4, 3, 6, 4)).setTo(cv::Scalar(200, 0, 0, 255));
        const Result<image::Rewritten> made = rewriteTiff(file, edited);
        QVERIFY(made && !made->misfit);
        QCOMPARE(int(field<uint16_t>(made->bytes, TIFFTAG_PHOTOMETRIC)), PHOTOMETRIC_SEPARATED);
        QVERIFY(same(decodeAny(made->bytes)->picture.pixels, edited.picture.pixels, 1));
    }

    void whatDoesNotFitIsSaid() {
        const QByteArray palette = tiffOf({{.bits = 4, .channels = 1, .photometric = PHOTOMETRIC_PALETTE}});
        image::Edited edited = copied(palette, {4, 3, 6, 4});
        edited.picture.pixels(cv::Rect(4, 3, 6, 4)).setTo(cv::Scalar(1, 2, 3));
        QCOMPARE(rewriteTiff(palette, edited)->misfit->colours, 16);
        const QByteArray bilevel =
            tiffOf({{.bits = 1, .channels = 1, .photometric = PHOTOMETRIC_MINISBLACK}});
        edited = copied(bilevel, {4, 3, 6, 4});
        edited.picture.pixels(cv::Rect(4, 3, 6, 4)).setTo(cv::Scalar::all(99));
        QCOMPARE(rewriteTiff(bilevel, edited)->misfit->reason, image::Misfit::Reason::Shades);
        const QByteArray ycbcr =
            tiffOf({{.photometric = PHOTOMETRIC_YCBCR, .compression = COMPRESSION_NONE}});
        const image::Edited any{{cv::Mat(50, 70, CV_8UC3), {}}, cv::Mat::zeros(50, 70, CV_8UC1)};
        QCOMPARE(rewriteTiff(ycbcr, any).error().code, ErrorCode::UnsupportedFormat);
        QVERIFY(!rewriteTiff("II*", any));
    }

    // A strip that did not fit into its place, and a reduced copy: neither is left anywhere in the file.
    void nothingOfTheOldPictureIsLeft() {
        const QByteArray file =
            tiffOf({{.compression = COMPRESSION_NONE},
                    {.width = 35, .height = 25, .compression = COMPRESSION_NONE, .subfile = 1},
                    {.compression = COMPRESSION_NONE}});
        QCOMPARE(tiffContents(file).pages, 2);
        const QByteArray preview = chunks(file, 1)[0];
        QVERIFY(file.contains(preview));
        const QByteArray oldStrip = chunks(file)[0].mid(70 * 3 * 3 + 12, 18); // a row of the rectangle
        QVERIFY(file.contains(oldStrip));
        const Result<image::Rewritten> made = rewriteTiff(file, copied(file, {4, 3, 6, 4}));
        QVERIFY(made);
        QVERIFY(!made->bytes.contains(oldStrip));
        QVERIFY(!made->bytes.contains(preview));
        QCOMPARE(tiffContents(made->bytes).pages, 2);
        QCOMPARE(chunks(made->bytes, 1), chunks(file, 2));

        const QByteArray packed =
            tiffOf({{.compression = COMPRESSION_LZW}}); // random samples: their strips differ
        const TiffStructure structure(packed);
        const auto [at, size] = structure.samples(structure.pages().front()).first();
        const QByteArray strip = packed.mid(at, size);
        const QByteArray again = rewriteTiff(packed, copied(packed, {0, 0, 70, 8}))->bytes;
        QVERIFY(!again.contains(strip.mid(20, 40)));
    }

    // What the kind cannot hold becomes RGB; the rest of the file is as it was.
    void widenedItKeepsAllElse_data() {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<int>("type");
        for (const char* mode : {"wl", "wb", "w8"})
            for (const int type : {CV_8UC3, CV_8UC4, CV_16UC3})
                QTest::addRow("%s %d", mode, type) << QByteArray(mode) << type;
    }
    void widenedItKeepsAllElse() {
        QFETCH(QByteArray, mode);
        QFETCH(int, type);
        const QByteArray file = tiffOf({{.bits = 4, .channels = 1, .photometric = PHOTOMETRIC_PALETTE},
                                        {.compression = COMPRESSION_NONE},
                                        {.bits = 16}},
                                       mode.constData());
        image::Picture picture{cv::Mat(400, 700, type), {}};
        cv::RNG random(test::testSeed());
        random.fill(picture.pixels, cv::RNG::UNIFORM, 0, type == CV_16UC3 ? 65536 : 256);
        if (type == CV_8UC4) // Qt gives such samples out multiplied
            cv::insertChannel(cv::Mat(picture.pixels.size(), CV_8UC1, cv::Scalar(255)), picture.pixels, 3);
        const Result<QByteArray> made = widenTiff(file, picture);
        QVERIFY2(made, made ? "" : qPrintable(made.error().message));
        QVERIFY(same(decodeAny(*made)->picture.pixels, picture.pixels));
        QCOMPARE(tiffContents(*made).pages, 3);
        QCOMPARE(chunks(*made, 1), chunks(file, 1));
        QCOMPARE(chunks(*made, 2), chunks(file, 2));
        QCOMPARE(field<float>(*made, TIFFTAG_XRESOLUTION), 300.0F);
        QCOMPARE(QByteArray(field<const char*>(*made, TIFFTAG_ARTIST) ? "set" : ""), QByteArray("set"));
        const TiffStructure old(file);
        const auto [at, size] = old.samples(old.pages().front()).first();
        QVERIFY(!made->contains(file.mid(at, size)));
    }

    void previewsInTagsGo() {
        TiffMemory memory;
        cv::RNG random(test::testSeed());
        const QByteArray xmp = "<x a='kept'><xmp:Thumbnails>/9j/4A</xmp:Thumbnails></x>";
        const QByteArray resources("8BIM\x04\x04\0\0\0\0\0\x06IPTC!!"
                                   "8BIM\x04\x0c\0\0\0\0\0\x04old!",
                                   18 + 16);
        {
            const TiffHandle handle = memory.open("w");
            uint64_t none = 0;
            TIFFSetField(handle.get(), TIFFTAG_SUBIFD, 1, &none);
            TIFFSetField(handle.get(), TIFFTAG_XMLPACKET, uint32_t(xmp.size()), xmp.constData());
            TIFFSetField(handle.get(), TIFFTAG_PHOTOSHOP, uint32_t(resources.size()), resources.constData());
            Page{.compression = COMPRESSION_NONE}.write(handle.get(), random);
            Page{.width = 9, .height = 9, .compression = COMPRESSION_NONE, .subfile = 1}.write(handle.get(),
                                                                                               random);
        }
        const QByteArray& file = memory.bytes;
        const TiffStructure before(file);
        const TiffStructure::Entry* sub = before.pages().front().find(330);
        QVERIFY(sub);
        const QByteArray made = rewriteTiff(file, copied(file, {4, 3, 6, 4}))->bytes;
        QVERIFY(made.contains("a='kept'"));
        QVERIFY(made.contains("IPTC!!"));
        QVERIFY(!made.contains("/9j/"));
        QVERIFY(!made.contains("old!"));
        QVERIFY(!TiffStructure(made).pages().front().find(330));
        QCOMPARE(TiffStructure(made).pages().size(), size_t(1));
        QCOMPARE(field<float>(made, TIFFTAG_XRESOLUTION), 300.0F);
    }

    void cutFilesAreReadWithinBounds() {
        const QByteArray file = tiffOf({{}, {}});
        for (qsizetype length = 0; length < file.size(); length += 7) {
            TiffStructure structure(file.first(length));
            structure.removePreviews();
            (void)tiffContents(file.first(length));
        }
    }
};

NB_TEST(TestTiffRewrite)
#include "tst_tiff_rewrite.moc"
