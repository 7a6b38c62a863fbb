#include "core/image/rewrite.h"

#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QTest>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <jpeglib.h>
#include <lcms2.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

using namespace nb;
using namespace nb::image;

namespace {

const QByteArray kXmp("http://ns.adobe.com/xap/1.0/\0"
                      "<x:xmpmeta><rdf:Description dc:title='kept'><xmp:Thumbnails><rdf:Alt>/9j/4AAQ"
                      "</rdf:Alt></xmp:Thumbnails></rdf:Description></x:xmpmeta>",
                      29 + 126);

// A JPEG of any kind, by libjpeg alone.
struct JpegFile {
    J_COLOR_SPACE samples = JCS_RGB;
    J_COLOR_SPACE stored = JCS_YCbCr;
    int quality = 75;
    int horizontal = 2, vertical = 2; // luma for each chroma sample
    bool progressive = false;
    int restart = 0; // blocks
    int dpi = 0;
    std::vector<std::pair<int, QByteArray>> segments = {};

    QByteArray bytes(const cv::Mat& pixels) const {
        jpeg_compress_struct codec{};
        jpeg_error_mgr errors{};
        codec.err = jpeg_std_error(&errors);
        jpeg_create_compress(&codec);
        unsigned char* out = nullptr;
        unsigned long length = 0;
        jpeg_mem_dest(&codec, &out, &length);
        codec.image_width = JDIMENSION(pixels.cols);
        codec.image_height = JDIMENSION(pixels.rows);
        codec.input_components = pixels.channels();
        codec.in_color_space = samples;
        jpeg_set_defaults(&codec);
        jpeg_set_colorspace(&codec, stored);
        jpeg_set_quality(&codec, quality, TRUE);
        if (pixels.channels() == 3) {
            codec.comp_info[0].h_samp_factor = horizontal;
            codec.comp_info[0].v_samp_factor = vertical;
        }
        codec.restart_interval = unsigned(restart);
        if (dpi > 0) {
            codec.density_unit = 1;
            codec.X_density = codec.Y_density = UINT16(dpi);
        }
        if (progressive)
            jpeg_simple_progression(&codec);
        jpeg_start_compress(&codec, TRUE);
        for (const auto& [marker, data] : segments)
            jpeg_write_marker(&codec, marker, reinterpret_cast<const JOCTET*>(data.constData()),
                              unsigned(data.size()));
        while (codec.next_scanline < codec.image_height) {
            auto* row = const_cast<JSAMPLE*>(pixels.ptr(int(codec.next_scanline)));
            jpeg_write_scanlines(&codec, &row, 1);
        }
        jpeg_finish_compress(&codec);
        jpeg_destroy_compress(&codec);
        const QByteArray bytes(reinterpret_cast<const char*>(out), qsizetype(length));
        std::free(out);
        return bytes;
    }
};

// What libjpeg reads of a file without decoding it.
struct Blocks {
    jpeg_decompress_struct codec{};
    jpeg_error_mgr errors{};
    jvirt_barray_ptr* arrays = nullptr;

    explicit Blocks(const QByteArray& bytes) {
        codec.err = jpeg_std_error(&errors);
        jpeg_create_decompress(&codec);
        jpeg_mem_src(&codec, reinterpret_cast<const unsigned char*>(bytes.constData()),
                     static_cast<unsigned long>(bytes.size()));
        jpeg_read_header(&codec, TRUE);
        arrays = jpeg_read_coefficients(&codec);
    }
    ~Blocks() { jpeg_destroy_decompress(&codec); }
    Blocks(const Blocks&) = delete;
    Blocks& operator=(const Blocks&) = delete;

    const JCOEF* at(int component, JDIMENSION x, JDIMENSION y) {
        return codec.mem->access_virt_barray(reinterpret_cast<j_common_ptr>(&codec), arrays[component], y, 1,
                                             FALSE)[0][x];
    }
};

// How many blocks differ, and whether one of them lies outside of `rect` (pixels, as stored).
struct Difference {
    int blocks = 0;
    bool outside = false;
};
Difference difference(const QByteArray& a, const QByteArray& b, const cv::Rect& rect) {
    Blocks one(a), two(b);
    Difference found;
    for (int c = 0; c < one.codec.num_components; ++c) {
        const jpeg_component_info& info = one.codec.comp_info[c];
        const int wide = 8 * one.codec.max_h_samp_factor / info.h_samp_factor;
        const int high = 8 * one.codec.max_v_samp_factor / info.v_samp_factor;
        for (JDIMENSION y = 0; y < info.height_in_blocks; ++y)
            for (JDIMENSION x = 0; x < info.width_in_blocks; ++x) {
                if (std::memcmp(one.at(c, x, y), two.at(c, x, y), sizeof(JBLOCK)) == 0)
                    continue;
                ++found.blocks;
                found.outside =
                    found.outside || (cv::Rect(int(x) * wide, int(y) * high, wide, high) & rect).empty();
            }
    }
    return found;
}

cv::Mat soft(int type, int seed, cv::Size size = {101, 75}) {
    cv::Mat pixels(size, type);
    cv::RNG random{uint64_t(seed)};
    random.fill(pixels, cv::RNG::UNIFORM, 0, 256);
    cv::GaussianBlur(pixels, pixels, {0, 0}, 3);
    cv::normalize(pixels, pixels, 0, 255, cv::NORM_MINMAX);
    return pixels;
}

// The picture of the file with a rectangle of one colour in it.
Edited painted(const QByteArray& file, const cv::Rect& rect, const cv::Scalar& colour) {
    const Picture old = decode(file, {})->picture;
    Edited edited{{old.pixels.clone(), old.metadata}, cv::Mat::zeros(old.pixels.size(), CV_8UC1)};
    edited.picture.pixels(rect).setTo(colour);
    edited.changed(rect).setTo(255);
    return edited;
}

} // namespace

class TestJpegRewrite : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blocksWithoutAChangedPixelStay_data() {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("stored");
        QTest::addColumn<int>("horizontal");
        QTest::addColumn<int>("vertical");
        QTest::addColumn<bool>("progressive");
        QTest::addColumn<int>("quality");
        QTest::newRow("4:2:0") << int(JCS_RGB) << int(JCS_YCbCr) << 2 << 2 << false << 75;
        QTest::newRow("4:2:2") << int(JCS_RGB) << int(JCS_YCbCr) << 2 << 1 << false << 40;
        QTest::newRow("4:4:4, progressive") << int(JCS_RGB) << int(JCS_YCbCr) << 1 << 1 << true << 93;
        QTest::newRow("4:1:1, progressive") << int(JCS_RGB) << int(JCS_YCbCr) << 4 << 1 << true << 60;
        QTest::newRow("RGB") << int(JCS_RGB) << int(JCS_RGB) << 1 << 1 << false << 85;
        QTest::newRow("grey") << int(JCS_GRAYSCALE) << int(JCS_GRAYSCALE) << 1 << 1 << false << 80;
        QTest::newRow("CMYK") << int(JCS_CMYK) << int(JCS_CMYK) << 1 << 1 << false << 90;
        QTest::newRow("YCCK, progressive") << int(JCS_CMYK) << int(JCS_YCCK) << 1 << 1 << true << 90;
    }
    void blocksWithoutAChangedPixelStay() {
        QFETCH(int, samples);
        QFETCH(int, stored);
        QFETCH(int, horizontal);
        QFETCH(int, vertical);
        QFETCH(bool, progressive);
        QFETCH(int, quality);
        const int channels = samples == JCS_GRAYSCALE ? 1 : samples == JCS_CMYK ? 4 : 3;
        const JpegFile kind{.samples = J_COLOR_SPACE(samples),
                            .stored = J_COLOR_SPACE(stored),
                            .quality = quality,
                            .horizontal = horizontal,
                            .vertical = vertical,
                            .progressive = progressive,
                            .restart = 3,
                            .dpi = 300};
        const QByteArray file = kind.bytes(soft(CV_8UC(channels), int(test::testSeed() & 0xFFFF)));
        const cv::Rect rect(35, 20, 22, 13);
        const Edited edited = painted(file, rect, cv::Scalar::all(200));
        const Result<Rewritten> made = rewriteJpeg(file, edited, OnMisfit::Refuse);
        QVERIFY2(made, made ? "" : qPrintable(made.error().message + made.error().detail));
        QVERIFY(!made->misfit);

        const Difference changes = difference(file, made->bytes, rect);
        QVERIFY(changes.blocks > 0);
        QVERIFY(!changes.outside);
        Blocks before(file), after(made->bytes);
        QCOMPARE(after.codec.jpeg_color_space, before.codec.jpeg_color_space);
        QCOMPARE(bool(after.codec.progressive_mode), progressive);
        QCOMPARE(after.codec.restart_interval, before.codec.restart_interval);
        QCOMPARE(int(after.codec.X_density), int(before.codec.X_density));
        QCOMPARE(int(after.codec.density_unit), int(before.codec.density_unit));
        for (int c = 0; c < before.codec.num_components; ++c) {
            const jpeg_component_info &a = before.codec.comp_info[c], &b = after.codec.comp_info[c];
            QCOMPARE(b.h_samp_factor, a.h_samp_factor);
            QCOMPARE(b.v_samp_factor, a.v_samp_factor);
            QVERIFY(std::memcmp(a.quant_table->quantval, b.quant_table->quantval,
                                sizeof a.quant_table->quantval) == 0);
        }
        // The new pixels are there, as well as the file's quality shows them.
        const cv::Mat shown = decode(made->bytes, {})->picture.pixels;
        QVERIFY(cv::norm(cv::mean(shown(rect)) - cv::Scalar(200, 200, 200)) < 12);
    }

    void nothingChangedIsNothingLost() {
        const QByteArray file = JpegFile{}.bytes(soft(CV_8UC3, int(test::testSeed() & 0xFFFF)));
        const Picture picture = decode(file, {})->picture;
        const Result<Rewritten> made =
            rewriteJpeg(file, {picture, cv::Mat::zeros(picture.pixels.size(), CV_8UC1)}, OnMisfit::Refuse);
        QVERIFY(made);
        QCOMPARE(difference(file, made->bytes, {}).blocks, 0);
    }

    // Turned by EXIF: the file's blocks stay where they are, and so does the orientation.
    void aTurnedFileStaysTurned() {
        for (int orientation = 1; orientation <= 8; ++orientation) {
            QByteArray exif = QByteArray("Exif\0\0", 6) + QByteArray::fromHex("49492a00080000000100"
                                                                              "1201030001000000"
                                                                              "00000000"
                                                                              "00000000");
            exif[6 + 18] = char(orientation);
            const JpegFile kind{.segments = {{JPEG_APP0 + 1, exif}}};
            const QByteArray file = kind.bytes(soft(CV_8UC3, int(test::testSeed() & 0xFFFF)));
            const Edited edited = painted(file, {0, 0, 16, 16}, {255, 0, 0}); // upright: the top left
            const Result<Rewritten> made = rewriteJpeg(file, edited, OnMisfit::Refuse);
            QVERIFY(made);
            const Result<Decoded> decoded = decode(made->bytes, {});
            QCOMPARE(decoded->header.orientation, orientation);
            QCOMPARE(decoded->picture.size(), edited.picture.size());
            const cv::Vec3b corner = decoded->picture.pixels.at<cv::Vec3b>(8, 8);
            QVERIFY(corner[0] > 200 && corner[1] < 60);
            QVERIFY(difference(file, made->bytes, {}).blocks < 30); // of 130 and more
        }
    }

    // Of two blocks the first counts, whatever becomes of it; the last byte of its prefix may be any.
    void theOrientationThatIsReadIsTheOneThatStays() {
        const QByteArray turned = QByteArray::fromHex("49492a00080000000100"
                                                      "1201030001000000"
                                                      "06000000"
                                                      "00000000");
        for (const auto& [first, orientation] : {std::pair(QByteArray("Exif\0\1", 6) + turned, 6),
                                                 std::pair(QByteArray("Exif\0\0malformed", 15), 1)}) {
            const JpegFile kind{
                .segments = {{JPEG_APP0 + 1, first}, {JPEG_APP0 + 1, QByteArray("Exif\0\0", 6) + turned}}};
            const QByteArray file = kind.bytes(soft(CV_8UC3, int(test::testSeed() & 0xFFFF)));
            QCOMPARE(decode(file, {})->header.orientation, orientation);
            const Edited edited = painted(file, {0, 0, 16, 16}, {255, 0, 0});
            const Result<Rewritten> made = rewriteJpeg(file, edited, OnMisfit::Refuse);
            QVERIFY(made);
            QCOMPARE(decode(made->bytes, {})->header.orientation, orientation);
        }
    }

    // A progressive file that ends after its first scan: libjpeg would smooth what the others did not say.
    void scansThatAreMissingAreNotGuessed() {
        const JpegFile kind{.progressive = true};
        const QByteArray whole = kind.bytes(soft(CV_8UC3, 1));
        const qsizetype first = whole.indexOf("\xff\xda");
        const qsizetype second = qMin(whole.indexOf("\xff\xc4", first), whole.indexOf("\xff\xda", first + 2));
        QVERIFY(first > 0 && second > first);
        const QByteArray file = whole.first(second) + "\xff\xd9";
        const Result<Decoded> before = decode(file, {});
        QVERIFY(before);
        const cv::Mat nothing = cv::Mat::zeros(before->picture.pixels.size(), CV_8UC1);
        const Result<Rewritten> made = rewriteJpeg(file, {before->picture, nothing}, OnMisfit::Refuse);
        QVERIFY(made);
        QCOMPARE(cv::norm(decode(made->bytes, {})->picture.pixels, before->picture.pixels, cv::NORM_INF),
                 0.0);
    }

    // RGB by the names of its components. A JFIF segment in front would say YCbCr, but it stands behind the
    // samples, where the decoder does not look; so does an orientation.
    void whatStandsBehindTheSamplesMeansNothing() {
        QByteArray file = JpegFile{.stored = JCS_RGB, .horizontal = 1, .vertical = 1}.bytes(soft(CV_8UC3, 1));
        const qsizetype adobe = file.indexOf("\xff\xee");
        if (adobe > 0)
            file.remove(adobe, 2 + 14);
        file.insert(file.size() - 2, QByteArray::fromHex("ffe000104a46494600010100000100010000") +
                                         QByteArray::fromHex("ffe100224578696600004949"
                                                             "2a00080000000100"
                                                             "1201030001000000"
                                                             "06000000"
                                                             "00000000"));
        const Result<Decoded> before = decode(file, {});
        QVERIFY(before);
        QCOMPARE(before->header.orientation, 1);
        const cv::Mat nothing = cv::Mat::zeros(before->picture.pixels.size(), CV_8UC1);
        const Result<Rewritten> made = rewriteJpeg(file, {before->picture, nothing}, OnMisfit::Refuse);
        QVERIFY(made);
        QCOMPARE(cv::norm(decode(made->bytes, {})->picture.pixels, before->picture.pixels, cv::NORM_INF),
                 0.0);
    }

    // No encoder writes one, and libjpeg divides by it.
    void aQuantisationStepOfZeroIsNoHarm() {
        for (const J_COLOR_SPACE stored : {JCS_YCbCr, JCS_GRAYSCALE}) {
            const JpegFile kind{.stored = stored};
            QByteArray file = kind.bytes(soft(CV_8UC3, 1));
            const qsizetype table = file.indexOf("\xff\xdb");
            QVERIFY(table > 0);
            constexpr qsizetype kLastStep = 4 + 1 + DCTSIZE2 - 1; // marker, length, number, steps
            file[table + kLastStep] = '\0';
            QVERIFY(decode(file, {}));
            const Edited edited = painted(file, {0, 0, 16, 16}, {255, 0, 0}); // red: the grey one is widened
            const Result<Rewritten> made = rewriteJpeg(file, edited, OnMisfit::Widen);
            QVERIFY(made && decode(made->bytes, {}));
        }
    }

    void metadataStaysAndPreviewsGo() {
        const QByteArray iptc("Photoshop 3.0\0"
                              "8BIM\x04\x04\0\0\0\0\0\x06IPTC!!"
                              "8BIM\x04\x0c\0\0\0\0\0\x04old!",
                              14 + 18 + 16);
        const JpegFile kind{.segments = {{JPEG_APP0 + 1, kXmp},
                                         {JPEG_APP0 + 13, iptc},
                                         {JPEG_COM, "a comment"},
                                         {JPEG_APP0 + 2, QByteArray("MPF\0 old", 8)},
                                         {JPEG_APP0 + 4, "old preview"}}};
        const QByteArray file = kind.bytes(soft(CV_8UC3, int(test::testSeed() & 0xFFFF)));
        const QByteArray made = rewriteJpeg(file, painted(file, {0, 0, 9, 9}, {}), OnMisfit::Refuse)->bytes;
        QVERIFY(made.contains("dc:title='kept'"));
        QVERIFY(made.contains("IPTC!!"));
        QVERIFY(made.contains("a comment"));
        QVERIFY(!made.contains("/9j/"));
        QVERIFY(!made.contains("Thumbnails"));
        QVERIFY(!made.contains("old"));
    }

    void colourInAGreyFileIsSaidAndThenWritten() {
        const JpegFile kind{.samples = JCS_GRAYSCALE, .stored = JCS_GRAYSCALE, .quality = 88, .dpi = 240};
        const QByteArray file = kind.bytes(soft(CV_8UC1, int(test::testSeed() & 0xFFFF)));
        const cv::Rect rect(10, 10, 30, 30);
        const Edited edited = painted(file, rect, {220, 30, 30});
        const Result<Rewritten> refused = rewriteJpeg(file, edited, OnMisfit::Refuse);
        QVERIFY(refused && refused->bytes.isEmpty());
        QCOMPARE(refused->misfit->colour, SourceColour::Grey);
        const Result<Rewritten> made = rewriteJpeg(file, edited, OnMisfit::Widen);
        QVERIFY(made);
        Blocks before(file), after(made->bytes);
        QCOMPARE(after.codec.num_components, 3);
        QCOMPARE(int(after.codec.X_density), 240);
        QVERIFY(std::memcmp(before.codec.quant_tbl_ptrs[0]->quantval, after.codec.quant_tbl_ptrs[0]->quantval,
                            sizeof before.codec.quant_tbl_ptrs[0]->quantval) == 0);
        QVERIFY(cv::norm(cv::mean(decode(made->bytes, {})->picture.pixels(rect)) - cv::Scalar(220, 30, 30)) <
                15);
    }

    void aNewFileGetsTheMetadataOfTheOld() {
        QByteArray exif = QByteArray("Exif\0\0", 6) + QByteArray::fromHex("49492a0008000000000000000000");
        const JpegFile old{.dpi = 240,
                           .segments = {{JPEG_APP0 + 1, exif}, {JPEG_APP0 + 1, kXmp}, {JPEG_COM, "said"}}};
        const JpegFile fresh{.quality = 50, .progressive = true};
        const QByteArray encoded = fresh.bytes(soft(CV_8UC3, int(test::testSeed() & 0xFFFF)));
        const Result<QByteArray> made = withMetadataOf(old.bytes(soft(CV_8UC3, 1, {20, 20})), encoded);
        QVERIFY(made);
        QCOMPARE(difference(encoded, *made, {}).blocks, 0);
        QVERIFY(made->contains("dc:title='kept'"));
        QVERIFY(made->contains("said"));
        QVERIFY(!made->contains("Exif"));
        QVERIFY(!made->contains("/9j/"));
        QCOMPARE(int(Blocks(*made).codec.X_density), 240);
        QVERIFY(!withMetadataOf("no JPEG", encoded));
    }

    void anotherPictureIsRefused() {
        const QByteArray file = JpegFile{}.bytes(soft(CV_8UC3, int(test::testSeed() & 0xFFFF)));
        const cv::Mat other(10, 10, CV_8UC3, cv::Scalar());
        QCOMPARE(
            rewriteJpeg(file, {{other, {}}, cv::Mat::zeros(10, 10, CV_8UC1)}, OnMisfit::Refuse).error().code,
            ErrorCode::InvalidArgument);
    }

    void aCancelledOneIsNotMade() {
        const QByteArray file = JpegFile{}.bytes(soft(CV_8UC3, int(test::testSeed() & 0xFFFF)));
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(rewriteJpeg(file, painted(file, {0, 0, 9, 9}, {}), OnMisfit::Refuse, {{}, stop.get_token()})
                     .error()
                     .code,
                 ErrorCode::Cancelled);
    }
};

NB_TEST(TestJpegRewrite)
#include "tst_jpeg_rewrite.moc"
