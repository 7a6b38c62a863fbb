#include "core/image/codec.h"

#include "core/image/encode.h"
#include "tests/support/profiles.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QByteArrayView>
#include <QRandomGenerator>
#include <QTest>
#include <cstdio>
#include <cstdlib>
#include <jpeglib.h>
#include <lcms2.h>
#include <opencv2/core.hpp>
#include <vector>

using namespace nb;
using namespace nb::image;

namespace {

struct JpegFile {
    int width = 16;
    int height = 16;
    J_COLOR_SPACE samples = JCS_RGB; // what `pixel` is
    J_COLOR_SPACE stored = JCS_YCbCr;
    std::vector<JSAMPLE> pixel; // the whole picture has this colour
    bool adobeMarker = false;
    bool progressive = false;
    QByteArray icc = {};
    QByteArray exif = {};

    QByteArray bytes() const {
        jpeg_compress_struct codec{};
        jpeg_error_mgr errors{};
        codec.err = jpeg_std_error(&errors);
        jpeg_create_compress(&codec);
        unsigned char* out = nullptr;
        unsigned long length = 0;
        jpeg_mem_dest(&codec, &out, &length);
        codec.image_width = static_cast<JDIMENSION>(width);
        codec.image_height = static_cast<JDIMENSION>(height);
        codec.input_components = static_cast<int>(pixel.size());
        codec.in_color_space = samples;
        jpeg_set_defaults(&codec);
        jpeg_set_colorspace(&codec, stored);
        jpeg_set_quality(&codec, 100, TRUE);
        codec.write_Adobe_marker = adobeMarker ? TRUE : FALSE;
        if (progressive)
            jpeg_simple_progression(&codec);
        jpeg_start_compress(&codec, TRUE);
        if (!exif.isEmpty()) {
            const QByteArray segment = QByteArray("Exif\0\0", 6) + exif;
            jpeg_write_marker(&codec, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(segment.constData()),
                              static_cast<unsigned>(segment.size()));
        }
        if (!icc.isEmpty())
            jpeg_write_icc_profile(&codec, reinterpret_cast<const JOCTET*>(icc.constData()),
                                   static_cast<unsigned>(icc.size()));
        std::vector<JSAMPLE> row;
        for (int x = 0; x < width; ++x)
            row.insert(row.end(), pixel.begin(), pixel.end());
        while (codec.next_scanline < codec.image_height) {
            JSAMPROW rows = row.data();
            jpeg_write_scanlines(&codec, &rows, 1);
        }
        jpeg_finish_compress(&codec);
        QByteArray bytes(reinterpret_cast<const char*>(out), static_cast<qsizetype>(length));
        jpeg_destroy_compress(&codec);
        std::free(out);
        return bytes;
    }
};

Decoded decoded(const JpegFile& file) {
    const Result<Decoded> result = decode(file.bytes(), {});
    if (!result)
        qFatal("not decoded: %s (%s)", qPrintable(result.error().message), qPrintable(result.error().detail));
    return *result;
}

bool near(const Decoded& file, cv::Vec3i expected, int tolerance = 2) {
    const auto actual = file.picture.pixels.at<cv::Vec3b>(8, 8);
    for (int c = 0; c < 3; ++c)
        if (std::abs(actual[c] - expected[c]) > tolerance) {
            qWarning("got %d %d %d", actual[0], actual[1], actual[2]);
            return false;
        }
    return true;
}

QByteArray photo(bool progressive) {
    cv::Mat pixels(40, 56, CV_8UC3);
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 56; ++x)
            pixels.at<cv::Vec3b>(y, x) = cv::Vec3b(uchar(x * 4), uchar(y * 6), uchar((x * y) % 256));
    if (!progressive)
        return *encodeJpeg({pixels, {}});
    return JpegFile{.width = 56, .height = 40, .pixel = {200, 50, 10}, .progressive = true}.bytes();
}

// A CMYK profile that maps every ink to the same mid grey, which no formula does, so that its use can be
// seen.
QByteArray greyCmykProfile() {
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
    cmsSetProfileVersion(profile, 2.4);
    cmsSetDeviceClass(profile, cmsSigOutputClass);
    cmsSetColorSpace(profile, cmsSigCmykData);
    cmsSetPCS(profile, cmsSigLabData);
    cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 4, 3);
    cmsStage* table = cmsStageAllocCLut16bit(nullptr, 2, 4, 3, nullptr);
    cmsStageSampleCLut16bit(
        table,
        [](const cmsUInt16Number*, cmsUInt16Number* out, void*) -> cmsInt32Number {
            const cmsCIELab grey{50, 0, 0};
            cmsFloat2LabEncodedV2(out, &grey);
            return TRUE;
        },
        nullptr, 0);
    cmsPipelineInsertStage(pipeline, cmsAT_END, table);
    for (const cmsTagSignature tag : {cmsSigAToB0Tag, cmsSigAToB1Tag})
        cmsWriteTag(profile, tag, pipeline);
    cmsPipelineFree(pipeline);
    cmsUInt32Number length = 0;
    cmsSaveProfileToMem(profile, nullptr, &length);
    QByteArray bytes(static_cast<qsizetype>(length), '\0');
    cmsSaveProfileToMem(profile, bytes.data(), &length);
    cmsCloseProfile(profile);
    return bytes;
}

} // namespace

class TestJpegDecode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rgbAndGrey() {
        const Decoded rgb = decoded({.pixel = {200, 50, 10}});
        QVERIFY(near(rgb, {200, 50, 10}));
        QCOMPARE(rgb.picture.pixels.type(), CV_8UC3);
        QCOMPARE(rgb.header.colour, SourceColour::Rgb);
        const Decoded grey = decoded({.samples = JCS_GRAYSCALE, .stored = JCS_GRAYSCALE, .pixel = {77}});
        QVERIFY(near(grey, {77, 77, 77}));
        QCOMPARE(grey.header.colour, SourceColour::Grey);
        QVERIFY(near(decoded({.pixel = {9, 200, 90}, .progressive = true}), {9, 200, 90}));
    }

    void cmykWithAndWithoutAdobesMarker() {
        // Ink 51 0 255 and black 102 (of 255): see tst_cmyk.
        const Decoded plain = decoded({.samples = JCS_CMYK, .stored = JCS_CMYK, .pixel = {51, 0, 255, 102}});
        QCOMPARE(plain.header.colour, SourceColour::Cmyk);
        QVERIFY(near(plain, {122, 153, 0}));
        const JpegFile adobe{
            .samples = JCS_CMYK, .stored = JCS_CMYK, .pixel = {204, 255, 0, 153}, .adobeMarker = true};
        QVERIFY(near(decoded(adobe), {122, 153, 0}));
        JpegFile ycck = adobe;
        ycck.stored = JCS_YCCK;
        QVERIFY(near(decoded(ycck), {122, 153, 0}, 4));
    }

    void cmykIsConvertedByItsProfile() {
        const Decoded file = decoded({.samples = JCS_CMYK,
                                      .stored = JCS_CMYK,
                                      .pixel = {204, 255, 0, 153},
                                      .adobeMarker = true,
                                      .icc = greyCmykProfile()});
        QVERIFY(near(file, {119, 119, 119})); // L* = 50 in sRGB
        QVERIFY(file.picture.metadata.icc.isEmpty());
    }

    void orientationIsApplied() {
        const QByteArray exif =
            QByteArray::fromHex("4d4d002a00000008 0001 011200030000000100060000 00000000");
        const Decoded file = decoded({.width = 24, .height = 16, .pixel = {1, 2, 3}, .exif = exif});
        QCOMPARE(file.picture.size(), QSize(16, 24));
        QCOMPARE(file.header.size, QSize(16, 24));
        QCOMPARE(file.header.orientation, 6);
        QCOMPARE(file.picture.metadata.exif.size(), exif.size());
        QVERIFY(file.picture.metadata.exif != exif); // it says 1 now
    }

    void iccProfileIsKeptIfItIsForRgb() {
        const QByteArray rgb = QByteArray(16, 'p') + "RGB " + QByteArray(100'000, 'x');
        QCOMPARE(decoded({.pixel = {1, 2, 3}, .icc = rgb}).picture.metadata.icc, rgb);
        const QByteArray grey = QByteArray(16, 'p') + "GRAY" + QByteArray(100, 'x');
        QVERIFY(decoded({.pixel = {1, 2, 3}, .icc = grey}).picture.metadata.icc.isEmpty());
    }

    void everyTruncationIsAnError_data() {
        QTest::addColumn<bool>("progressive");
        QTest::newRow("baseline") << false;
        QTest::newRow("progressive") << true;
    }
    void everyTruncationIsAnError() {
        QFETCH(bool, progressive);
        const QByteArray whole = photo(progressive);
        QVERIFY(decode(whole, {}).has_value());
        constexpr qsizetype kEnd = 2; // the end marker, without which all samples are there still
        for (qsizetype length = 3; length < whole.size() - kEnd; ++length) {
            const Result<Decoded> cut = decode(whole.left(length), {});
            QVERIFY2(!cut.has_value(), qPrintable(QString::number(length)));
            QCOMPARE(cut.error().code, ErrorCode::UnreadableImage);
        }
    }

    void bytesAfterTheEndAreIgnored() {
        QVERIFY(decode(photo(false) + QByteArray(100, 'z'), {}).has_value());
    }

    void howeverItEndsItOpensIfItHasAllSamples_data() {
        QTest::addColumn<bool>("progressive");
        QTest::addColumn<QByteArray>("end");
        const auto hex = [](const char* text) { return QByteArray::fromHex(text); };
        for (const bool progressive : {false, true}) {
            const auto row = [&](const char* name, const QByteArray& end) {
                QTest::addRow("%s, %s", progressive ? "progressive" : "baseline", name) << progressive << end;
            };
            row("nothing", {});
            row("half a marker", hex("ff"));
            row("fill bytes", hex("ffffffffffd9"));
            row("fill bytes only", hex("ffffffff"));
            row("zeros", QByteArray(1000, '\0'));
            row("text", "This is no part of it.");
            row("a cut comment", hex("fffe0100") + "cut");
            row("a wrong table", hex("ffdb0005ff"));
            row("a second picture", hex("ffd8ffe000104a464946"));
            row("a second frame", hex("ffc0000b080010001001011100"));
            row("restart markers", hex("ffd0ffd1ffd9"));
        }
    }
    void howeverItEndsItOpensIfItHasAllSamples() {
        QFETCH(bool, progressive);
        QFETCH(QByteArray, end);
        const QByteArray whole = photo(progressive);
        const Result<Decoded> decoded = decode(whole.chopped(2) + end, {});
        QVERIFY2(decoded, qPrintable(decoded ? QString() : decoded.error().detail));
        QCOMPARE(cv::norm(decoded->picture.pixels, decode(whole, {})->picture.pixels, cv::NORM_INF), 0.0);
        QCOMPARE(decoded->warnings.isEmpty(), end.endsWith(QByteArray::fromHex("ffd9")));
    }

    // A progressive file that is cut between two scans, or at one, and then ended properly.
    void missingScansAreMissingSamples() {
        const QByteArray whole = photo(true);
        const qsizetype last = whole.lastIndexOf(QByteArray::fromHex("ffda"));
        QVERIFY(!decode(whole.left(last), {}).has_value());
        QVERIFY(!decode(whole.left(last + 2), {}).has_value());
        QVERIFY(!decode(whole.left(last + 10), {}).has_value());
    }

    void whatIsNotSupportedIsNamed() {
        QByteArray deep = photo(false);
        const qsizetype frame = deep.indexOf(QByteArray::fromHex("ffc0"));
        QVERIFY(frame > 0);
        deep[frame + 4] = 12;
        const Result<Decoded> decoded = decode(deep, {});
        QCOMPARE(decoded.error().code, ErrorCode::UnreadableImage);
        QVERIFY(decoded.error().message.contains(QLatin1String("12 bits")));
        QVERIFY(readHeader(deep, {}).error().message.contains(QLatin1String("12 bits")));
    }

    void aProfileForGreyBecomesOneForRgb() {
        const QByteArray grey = test::greyProfile(1);
        const Decoded file =
            decoded({.samples = JCS_GRAYSCALE, .stored = JCS_GRAYSCALE, .pixel = {64}, .icc = grey});
        QCOMPARE(file.picture.pixels.at<cv::Vec3b>(8, 8), cv::Vec3b::all(64)); // 137.2: see tst_png_colour
        QVERIFY(test::isNear(test::shown(file.picture.metadata.icc, cv::Vec3d::all(64)),
                             cv::Vec3d::all(137.2), 0.1));
        QVERIFY(file.warnings.isEmpty());
    }

    // Wherever a file keeps a smaller picture of itself, what is written of it has none.
    void previewsAreNotWrittenAgain_data() {
        QTest::addColumn<QByteArray>("segment");
        QTest::addColumn<bool>("behindTheEnd");
        const auto segment = [](const char* marker, const QByteArray& data) {
            const auto length = quint16(data.size() + 2);
            return QByteArray::fromHex(marker) + char(length >> 8) + char(length & 255) + data;
        };
        const QByteArray preview = QByteArray::fromHex("ffd8ffdb") + "SECRET" + QByteArray::fromHex("ffd9");
        QTest::newRow("JFXX") << segment("ffe0", QByteArray("JFXX\0\x10", 6) + preview) << false;
        QTest::newRow("JFIF") << segment("ffe0", QByteArray("JFIF\0\1\2\0\0\1\0\1\1\2", 14) + "SECRET")
                              << false;
        QTest::newRow("XMP") << segment("ffe1", QByteArray("http://ns.adobe.com/xap/1.0/\0", 29) + "SECRET")
                             << false;
        QTest::newRow("extended XMP")
            << segment("ffe1", QByteArray("http://ns.adobe.com/xmp/extension/\0", 35) + "SECRET") << false;
        QTest::newRow("MPF") << segment("ffe2", QByteArray("MPF\0", 4) + "SECRET") << false;
        QTest::newRow("Photoshop") << segment("ffed",
                                              QByteArray("Photoshop 3.0\0", 14) + "8BIM\4\x0c" + preview)
                                   << false;
        QTest::newRow("comment") << segment("fffe", "SECRET") << false;
        QTest::newRow("a second EXIF block")
            << segment("ffe1", QByteArray("Exif\0\0", 6) + "II*" + preview) << false;
        QTest::newRow("behind the end") << preview << true;
    }
    void previewsAreNotWrittenAgain() {
        QFETCH(QByteArray, segment);
        QFETCH(bool, behindTheEnd);
        QByteArray bytes = JpegFile{.pixel = {1, 2, 3}}.bytes();
        bytes.insert(behindTheEnd ? bytes.size() : 2, segment);
        const Picture picture = decode(bytes, {})->picture;
        QVERIFY(!encodeJpeg(picture)->contains("SECRET"));
        QVERIFY(!encodePng(picture)->contains("SECRET"));
    }

    void aBrokenProfileIsAWarning() {
        QByteArray bytes = JpegFile{.pixel = {1, 2, 3}, .icc = test::adobeRgb()}.bytes();
        bytes[bytes.indexOf("ICC_PROFILE") + 13] = 7; // of 7 segments
        const Result<Decoded> decoded = decode(bytes, {});
        QVERIFY(decoded->picture.metadata.icc.isEmpty());
        QCOMPARE(decoded->warnings.size(), 1);
    }

    void theSizeInExifBecomesTrue() {
        // PixelXDimension 24 and PixelYDimension 16, turned by orientation 6.
        const QByteArray exif =
            QByteArray::fromHex("4d4d002a00000008 0002 011200030000000100060000"
                                "876900040000000100000026 00000000"
                                "0002 a0020003000000010018 0000 a0030003000000010010 0000 00000000");
        const Decoded file = decoded({.width = 24, .height = 16, .pixel = {1, 2, 3}, .exif = exif});
        const QByteArray& edited = file.picture.metadata.exif;
        QVERIFY(edited.contains(QByteArray::fromHex("a0020003000000010010")));
        QVERIFY(edited.contains(QByteArray::fromHex("a0030003000000010018")));
    }

    void manyExifSegmentsAreAccepted() {
        QByteArray file = photo(false);
        const QByteArray segment = QByteArray::fromHex("ffe1ffff") + QByteArray(65533, 'e');
        for (int i = 0; i < 200; ++i)
            file.insert(2, segment);
        QVERIFY(decode(file, {}).has_value());
    }

    void limitsComeFirst() {
        const Result<Decoded> large = decode(photo(false), {.maxSide = 50});
        QCOMPARE(large.error().code, ErrorCode::ImageTooLarge);
        QCOMPARE(decode(photo(false), {.minSide = 41}).error().code, ErrorCode::ImageTooSmall);
    }

    void aFileWithTooManyScansIsRefused() {
        // The last scan of a progressive file, over and over.
        QByteArray file = photo(true);
        const qsizetype scan = file.lastIndexOf(QByteArray::fromHex("ffda"));
        const QByteArray last = file.mid(scan, file.size() - scan - 2);
        QByteArray many;
        for (int i = 0; i < 2000; ++i)
            many += last;
        file.insert(scan, many);
        QCOMPARE(decode(file, {}).error().code, ErrorCode::UnreadableImage);
    }

    void anyBytesGiveAPictureOrAnError() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        const QByteArray files[] = {
            photo(false), photo(true),
            JpegFile{.samples = JCS_CMYK, .stored = JCS_YCCK, .pixel = {1, 2, 3, 4}}.bytes()};
        for (int i = 0; i < 3'000; ++i) {
            QByteArray bytes = files[i % 3];
            for (int k = random.bounded(1, 8); k > 0; --k)
                bytes[random.bounded(3, static_cast<int>(bytes.size()))] =
                    static_cast<char>(random.bounded(256));
            const Result<Decoded> result = decode(bytes, {.maxSide = 4096});
            if (result)
                QCOMPARE(result->picture.size(), result->header.size);
        }
    }
};

NB_TEST(TestJpegDecode)
#include "tst_jpeg_decode.moc"
