#include "ui/desktop/files/webp_rewrite.h"

#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include "ui/desktop/files/open_picture.h"
#include <QTest>
#include <QtEndian>
#include <cstdlib>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <webp/decode.h>
#include <webp/encode.h>

using namespace nb;
using namespace nb::desktop;

namespace {

cv::Mat soft(int type) {
    cv::Mat pixels(90, 120, type);
    cv::RNG random(test::testSeed());
    random.fill(pixels, cv::RNG::UNIFORM, 0, 256);
    cv::GaussianBlur(pixels, pixels, {0, 0}, 2);
    cv::normalize(pixels, pixels, 0, 255, cv::NORM_MINMAX);
    return pixels;
}

QByteArray lossy(const cv::Mat& rgb, float quality) {
    uint8_t* out = nullptr;
    const size_t size = WebPEncodeRGB(rgb.data, rgb.cols, rgb.rows, int(rgb.step), quality, &out);
    const QByteArray bytes(reinterpret_cast<const char*>(out), qsizetype(size));
    WebPFree(out);
    return bytes;
}

QByteArray lossless(const cv::Mat& rgba) {
    uint8_t* out = nullptr;
    const size_t size = WebPEncodeLosslessRGBA(rgba.data, rgba.cols, rgba.rows, int(rgba.step), &out);
    const QByteArray bytes(reinterpret_cast<const char*>(out), qsizetype(size));
    WebPFree(out);
    return bytes;
}

QByteArray chunk(const QByteArray& name, const QByteArray& data) {
    QByteArray size(4, '\0');
    qToLittleEndian(quint32(data.size()), size.data());
    return name + size + data + QByteArray(data.size() % 2, '\0');
}

QByteArray extended(const QByteArray& webp, char flags, int width, int height, const QByteArray& behind) {
    QByteArray header(10, '\0');
    header[0] = flags;
    header[4] = char(width - 1);
    header[7] = char(height - 1);
    QByteArray file = "RIFF____WEBP" + chunk("VP8X", header) + webp.sliced(12) + behind;
    qToLittleEndian(quint32(file.size() - 8), file.data() + 4);
    return file;
}

WebPBitstreamFeatures features(const QByteArray& webp) {
    WebPBitstreamFeatures found;
    if (WebPGetFeatures(reinterpret_cast<const uint8_t*>(webp.constData()), size_t(webp.size()), &found) !=
        VP8_STATUS_OK)
        qFatal("no WebP");
    return found;
}

constexpr int kLossy = 1, kLossless = 2; // of WebPBitstreamFeatures::format

} // namespace

class TestWebPRewrite : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutLossItStaysSo() {
        cv::Mat pixels = soft(CV_8UC4);
        pixels(cv::Rect(0, 0, 20, 20)).setTo(cv::Scalar(9, 8, 7, 0)); // colours that nobody sees
        const QByteArray file = lossless(soft(CV_8UC4));
        QVERIFY(!webPQuality(file));
        const Result<QByteArray> made = rewriteWebP(file, {pixels, {}});
        QVERIFY(made);
        QCOMPARE(features(*made).format, kLossless);
        const cv::Mat back = decodeAny(*made)->picture.pixels;
        QCOMPARE(back.type(), CV_8UC4);
        QCOMPARE(cv::norm(back, pixels, cv::NORM_INF), 0.0);
    }

    void theQualityIsReadOffTheQuantiser() {
        const cv::Mat pixels = soft(CV_8UC3);
        for (const int quality : {5, 20, 40, 60, 75, 85, 95, 100}) {
            const std::optional<int> found = webPQuality(lossy(pixels, float(quality)));
            QVERIFY(found);
            QVERIFY2(
                std::abs(*found - quality) <= 6,
                qPrintable(QStringLiteral("%1: %2").arg(QString::number(quality), QString::number(*found))));
        }
        QVERIFY(!webPQuality("no WebP"));
        const QByteArray file = lossy(pixels, 50);
        for (qsizetype length = 0; length < 80; ++length)
            (void)webPQuality(QByteArrayView(file).first(length));
    }

    void withLossItsQualityStays() {
        const cv::Mat pixels = soft(CV_8UC3);
        for (const int quality : {30, 90}) {
            const QByteArray file = lossy(pixels, float(quality));
            const Result<QByteArray> made = rewriteWebP(file, {pixels, {}});
            QVERIFY(made);
            QCOMPARE(features(*made).format, kLossy);
            QVERIFY(made->size() > file.size() * 3 / 4 && made->size() < file.size() * 4 / 3);
        }
    }

    void profileAndMetadataStayAndPreviewsGo() {
        const QByteArray xmp = "<x a='kept'><xmp:Thumbnails>/9j/4A</xmp:Thumbnails></x>";
        const QByteArray exif = QByteArray::fromHex("49492a00080000000000"
                                                    "00000000");
        const cv::Mat pixels = soft(CV_8UC4);
        QByteArray behind = chunk("EXIF", exif) + chunk("XMP ", xmp);
        const QByteArray file = extended(lossless(pixels), 0x1C, 120, 90, behind);
        const Result<QByteArray> made = rewriteWebP(file, {pixels, {}});
        QVERIFY(made);
        QCOMPARE(features(*made).width, 120);
        QVERIFY(made->contains("EXIF"));
        QVERIFY(made->contains("a='kept'"));
        QVERIFY(!made->contains("/9j/"));
        QCOMPARE(cv::norm(decodeAny(*made)->picture.pixels, pixels, cv::NORM_INF), 0.0);
    }

    void noWebP() {
        QCOMPARE(rewriteWebP("RIFF", {soft(CV_8UC3), {}}).error().code, ErrorCode::UnsupportedFormat);
    }
};

NB_TEST(TestWebPRewrite)
#include "tst_webp_rewrite.moc"
