#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/core/image/watched_encoding.h"
#include "tests/support/png_maker.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::image;

namespace {

cv::Mat noise(int type, int width, int height) {
    const quint32 seed = nb::test::testSeed();
    QRandomGenerator random(seed);
    cv::Mat pixels(height, width, type);
    for (int y = 0; y < height; ++y)
        for (size_t i = 0; i < pixels.cols * pixels.elemSize(); ++i)
            pixels.ptr(y)[i] = static_cast<uchar>(random.bounded(256));
    return pixels;
}

} // namespace

class TestPngEncode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTypeSurvivesARoundTrip_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("RGB 8") << CV_8UC3;
        QTest::newRow("RGBA 8") << CV_8UC4;
        QTest::newRow("RGB 16") << CV_16UC3;
        QTest::newRow("RGBA 16") << CV_16UC4;
    }
    void everyTypeSurvivesARoundTrip() {
        QFETCH(int, type);
        const QByteArray icc = QByteArray(16, 'p') + "RGB " + QByteArray(300, 'r');
        const QByteArray exif =
            QByteArray::fromHex("49492a0008000000 0100 120103000100000001000000 00000000");
        const Picture picture{noise(type, 61, 37), {icc, exif}};
        const Result<QByteArray> bytes = encodePng(picture);
        QVERIFY(bytes.has_value());
        const Picture back = decode(*bytes, {})->picture;
        QCOMPARE(back.pixels.type(), type);
        QCOMPARE(cv::norm(back.pixels, picture.pixels, cv::NORM_INF), 0.0);
        QCOMPARE(back.metadata.icc, icc);
        QCOMPARE(back.metadata.exif, exif);
    }

    // Blocks this large leave the process when they are freed, so that one that is freed too early is
    // noticed.
    void largeMetadataSurvivesARoundTrip() {
        const QByteArray icc = QByteArray(16, 'p') + "RGB " + QByteArray(3'000'000, 'r');
        const QByteArray exif =
            QByteArray::fromHex(
                "49492a0008000000 0200 0e010200a0bb0d0026000000 120103000100000001000000 00000000") +
            QByteArray(900'000, 'e'); // a description of that length at 38
        const Result<QByteArray> bytes = encodePng({noise(CV_8UC3, 61, 37), {icc, exif}});
        QVERIFY(bytes.has_value());
        const Picture back = decode(*bytes, {})->picture;
        QVERIFY(back.metadata.icc == icc);
        QVERIFY(back.metadata.exif == exif);
    }

    // What the file said about its colours stands in the new one too, whatever the samples were.
    void gammaAndPrimariesSurviveARoundTrip_data() {
        QTest::addColumn<int>("colourType");
        QTest::addColumn<int>("bits");
        for (const int colourType : {0, 2, 4, 6})
            for (const int bits : {8, 16})
                QTest::addRow("type %d of %d bits", colourType, bits) << colourType << bits;
    }
    void gammaAndPrimariesSurviveARoundTrip() {
        QFETCH(int, colourType);
        QFETCH(int, bits);
        const QByteArray gama = test::pngChunk("gAMA", QByteArray::fromHex("000186a0"));
        const QByteArray chrm = test::pngChunk(
            "cHRM", QByteArray::fromHex("00007a2600008084000109a000007d0000006784000109880000 3a9800001770"));
        const QByteArray cicp = test::pngChunk("cICP", QByteArray::fromHex("0c0d0001"));
        const int channels = colourType == 0 ? 1 : colourType == 2 ? 3 : colourType == 4 ? 2 : 4;
        for (const QByteArrayList& said :
             {QByteArrayList{gama}, QByteArrayList{gama, chrm}, QByteArrayList{cicp}}) {
            test::PngFile file{.width = 1, .height = 1, .bitDepth = bits, .colourType = colourType};
            file.rows = QByteArray(1 + channels * bits / 8, '\0');
            file.before = said;
            const Result<QByteArray> bytes = encodePng(decode(file.bytes(), {})->picture);
            for (const QByteArray& chunk : said)
                QVERIFY(bytes->contains(chunk));
            QVERIFY(bytes->indexOf(said[0]) < bytes->indexOf("IDAT"));
            QCOMPARE(bytes->contains("iCCP"), said[0] == cicp);
        }
    }

    void aPartOfALargerPicture() {
        const cv::Mat whole = noise(CV_8UC3, 50, 40);
        const cv::Mat part = whole(cv::Rect(7, 3, 21, 11));
        const Picture back = decode(*encodePng({part, {}}), {})->picture;
        QCOMPARE(cv::norm(back.pixels, part, cv::NORM_INF), 0.0);
    }

    void grey() {
        const cv::Mat pixels = noise(CV_8UC1, 9, 8);
        const Decoded back = *decode(*encodeGreyPng(pixels), {});
        QCOMPARE(back.header.colour, SourceColour::Grey);
        QCOMPARE(back.picture.pixels.at<cv::Vec3b>(5, 6), cv::Vec3b::all(pixels.at<uchar>(5, 6)));
    }

    void nothingAndOddTypesAreRefused() {
        QCOMPARE(encodePng({}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(encodePng({cv::Mat(2, 2, CV_32FC3), {}}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(encodeGreyPng(cv::Mat(2, 2, CV_8UC3)).error().code, ErrorCode::InvalidArgument);
    }

    void progressAndCancel() {
        canBeFollowedAndEnded({noise(CV_8UC3, 50, 400), {}}, [](const Picture& picture, const Watch& watch) {
            return encodePng(picture, {}, watch);
        });
    }
};

NB_TEST(TestPngEncode)
#include "tst_png_encode.moc"
