#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/core/image/watched_encoding.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::image;

namespace {

// Smooth, so that a good JPEG is close to it everywhere.
cv::Mat gradient(int type, double scale) {
    cv::Mat pixels(48, 64, type);
    for (int y = 0; y < 48; ++y)
        for (int x = 0; x < 64; ++x) {
            const cv::Vec3d value(x * 3.5, y * 5, 255 - (x + y) * 2);
            if (type == CV_16UC3)
                pixels.at<cv::Vec3w>(y, x) = value * scale;
            else
                pixels.at<cv::Vec3b>(y, x) = value * scale;
        }
    return pixels;
}

} // namespace

class TestJpegEncode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDecodedPictureIsCloseToTheOriginal() {
        const cv::Mat pixels = gradient(CV_8UC3, 1);
        const Decoded back = *decode(*encodeJpeg({pixels, {}}), {});
        QCOMPARE(back.header.format, Format::Jpeg);
        QVERIFY(cv::norm(back.picture.pixels, pixels, cv::NORM_INF) <= 12);
        QVERIFY(cv::norm(back.picture.pixels, pixels, cv::NORM_L1) / (48 * 64 * 3) < 1.5);
    }

    void sixteenBitsAreRounded() {
        const Decoded back = *decode(*encodeJpeg({gradient(CV_16UC3, 257), {}}), {});
        QVERIFY(cv::norm(back.picture.pixels, gradient(CV_8UC3, 1), cv::NORM_L1) / (48 * 64 * 3) < 1.5);
    }

    void alphaIsComposedOnWhite() {
        const cv::Mat half(16, 16, CV_8UC4, cv::Scalar(0, 0, 0, 128));
        const auto value = decode(*encodeJpeg({half, {}}), {})->picture.pixels.at<cv::Vec3b>(8, 8);
        for (int c = 0; c < 3; ++c)
            QVERIFY(std::abs(value[c] - 127) <= 2);
    }

    void metadataIsWrittenBack() {
        const QByteArray icc = QByteArray(16, 'p') + "RGB " + QByteArray(150'000, 'r'); // three segments
        const QByteArray exif =
            QByteArray::fromHex("4d4d002a00000008 0001 011200030000000100010000 00000000");
        const Picture back = decode(*encodeJpeg({gradient(CV_8UC3, 1), {icc, exif}}), {})->picture;
        QCOMPARE(back.metadata.icc, icc);
        QCOMPARE(back.metadata.exif, exif);
    }

    void lowerQualityGivesASmallerFile() {
        const Picture picture{gradient(CV_8UC3, 1), {}};
        QVERIFY(encodeJpeg(picture, {.quality = 20})->size() < encodeJpeg(picture, {.quality = 95})->size());
    }

    void whatCannotBeWritten() {
        QCOMPARE(encodeJpeg({}).error().code, ErrorCode::InvalidArgument);
        for (const int type : {CV_8UC1, CV_8SC3, CV_32FC3, CV_64FC4})
            QCOMPARE(encodeJpeg({cv::Mat(2, 2, type, cv::Scalar::all(0)), {}}).error().code,
                     ErrorCode::InvalidArgument);
        QCOMPARE(encodeJpeg({cv::Mat(1, 65501, CV_8UC3), {}}).error().code, ErrorCode::InvalidArgument);
    }

    void progressAndCancel() {
        canBeFollowedAndEnded(
            {cv::Mat(400, 50, CV_8UC3, cv::Scalar(1, 2, 3)), {}},
            [](const Picture& picture, const Watch& watch) { return encodeJpeg(picture, {}, watch); });
    }
};

NB_TEST(TestJpegEncode)
#include "tst_jpeg_encode.moc"
