#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/providers/wire_image.h"
#include "tests/support/profiles.h"
#include "tests/support/test_main.h"
#include <QByteArrayView>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::providers;

namespace {

mask::Mask gradient() {
    mask::Mask mask{cv::Mat(2, 256, CV_8UC1)};
    for (int x = 0; x < 256; ++x)
        mask.pixels.col(x).setTo(x);
    return mask;
}

cv::Mat decoded(const Result<QByteArray>& png) {
    return png ? image::decode(*png, {})->picture.pixels : cv::Mat();
}

} // namespace

class TestWireImage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theMaskIsInAllFourChannels() {
        const cv::Mat sent = decoded(outgoingMask(gradient()));
        QCOMPARE(sent.type(), CV_8UC4);
        for (int x = 0; x < 256; ++x)
            QCOMPARE(sent.at<cv::Vec4b>(1, x), cv::Vec4b(uchar(x), uchar(x), uchar(x), uchar(x)));
    }

    void theInvertedMaskIsTransparentWhereToRegenerate() {
        const cv::Mat sent = decoded(outgoingInvertedMask(gradient()));
        QCOMPARE(sent.type(), CV_8UC4);
        for (int x = 0; x < 256; ++x)
            QCOMPARE(int(sent.at<cv::Vec4b>(0, x)[3]), 255 - x);
    }

    void theGreyMaskIsWhiteWhereToRegenerate() {
        const auto png = outgoingGreyMask(gradient());
        QCOMPARE(image::readHeader(*png, {})->colour, image::SourceColour::Grey);
        QCOMPARE(int(decoded(png).at<cv::Vec3b>(0, 200)[0]), 200);
    }

    void sixteenBitsAreRounded() {
        image::Picture picture;
        picture.pixels = cv::Mat(1, 4, CV_16UC3);
        const ushort values[] = {0, 65535, 12850, 12979}; // 50 * 257 and just beyond 50.5 * 257
        for (int x = 0; x < 4; ++x)
            picture.pixels.at<cv::Vec3w>(0, x) = {values[x], values[x], values[x]};
        const cv::Mat sent = decoded(outgoingPicture(picture));
        QCOMPARE(sent.type(), CV_8UC3);
        QCOMPARE(int(sent.at<cv::Vec3b>(0, 0)[0]), 0);
        QCOMPARE(int(sent.at<cv::Vec3b>(0, 1)[0]), 255);
        QCOMPARE(int(sent.at<cv::Vec3b>(0, 2)[0]), 50);
        QCOMPARE(int(sent.at<cv::Vec3b>(0, 3)[0]), 51);
    }

    // Light of 64 of 255 is 137.2 in sRGB. No profile goes along, and none has to.
    void colourIsSentAsSrgb() {
        for (const int type : {CV_8UC3, CV_16UC3, CV_8UC4}) {
            image::Picture picture{
                cv::Mat(3, 3, type, type == CV_16UC3 ? cv::Scalar::all(64 * 257) : cv::Scalar::all(64)),
                {test::linearRgb(), "exif"}};
            const Result<QByteArray> png = outgoingPicture(picture);
            const image::Decoded sent = *image::decode(*png, {});
            QVERIFY(sent.picture.metadata.icc.isEmpty() && sent.picture.metadata.exif.isEmpty());
            cv::Mat rgb = sent.picture.pixels;
            QCOMPARE(int(rgb.ptr(1)[0]), 137);
            if (type == CV_8UC4)
                QCOMPARE(int(rgb.ptr(1)[3]), 64);
        }
    }

    void whatIsSrgbIsSentAsItIs() {
        image::Picture picture{cv::Mat(16, 16, CV_8UC3), {test::srgbProfile(), {}}};
        cv::randu(picture.pixels, 0, 256);
        QCOMPARE(cv::norm(decoded(outgoingPicture(picture)), picture.pixels, cv::NORM_INF), 0.0);
    }

    void alphaIsSent() {
        image::Picture picture;
        picture.pixels = cv::Mat(3, 3, CV_8UC4, cv::Scalar(1, 2, 3, 77));
        QCOMPARE(decoded(outgoingPicture(picture)).at<cv::Vec4b>(1, 1), cv::Vec4b(1, 2, 3, 77));
    }

    void whatIsNoPictureIsNamed_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* what, const QByteArray& bytes) {
            QTest::newRow(what) << bytes << QString::fromLatin1(what);
        };
        row("WebP", QByteArray("RIFF\x24\0\0\0WEBPVP8 ", 16));
        row("GIF", "GIF89a......");
        row("BMP", "BM........");
        row("TIFF", QByteArray("II*\0\x08\0\0\0", 8));
        row("AVIF", QByteArray("\0\0\0\x20"
                               "ftypavif\0\0\0\0",
                               16));
        row("HEIC", QByteArray("\0\0\0\x18"
                               "ftypheic\0\0\0\0",
                               16));
        row("JPEG XL", QByteArray("\xff\x0a\0\0", 4));
        row("SVG", "<svg xmlns='http://www.w3.org/2000/svg'/>");
        row("HTML or XML", "<!DOCTYPE html><title>Error</title>");
        row("JSON", "{\"error\":1}");
        row("nothing that is known", "garbage garbage");
        row("empty", "");
    }
    void whatIsNoPictureIsNamed() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, what);
        const Error error = incomingPicture(bytes, QStringLiteral("S")).error();
        QCOMPARE(error.code, ErrorCode::ProviderUnusable);
        QCOMPARE(error.message,
                 QStringLiteral("S sent a picture that cannot be used: it is %1, neither a PNG nor a JPEG")
                     .arg(what));
    }

    void incomingPicturesAreLimited() {
        image::Picture picture;
        picture.pixels = cv::Mat(20, 30, CV_8UC3, cv::Scalar(9, 8, 7));
        QByteArray png = *image::encodePng(picture);
        QCOMPARE(incomingPicture(png, QStringLiteral("S"))->size(), QSize(30, 20));
        png.replace(16, 8, QByteArray("\0\0\x40\0\0\0\x40\0", 8)); // 16384 x 16384: 268 megapixels
        const auto refused = incomingPicture(png, QStringLiteral("S"));
        QCOMPARE(refused.error().code, ErrorCode::ProviderUnusable);
        QVERIFY(refused.error().message.startsWith(QStringLiteral("S sent a picture")));
    }
};

NB_TEST(TestWireImage)
#include "tst_wire_image.moc"
