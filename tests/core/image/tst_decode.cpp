#include "core/image/decode.h"

#include "core/image/encode.h"
#include "tests/core/image/failing_allocator.h"
#include "tests/support/png_maker.h"
#include "tests/support/profiles.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::image;

namespace {

QByteArray headerOnly(int width, int height) {
    return test::PngFile{.width = width, .height = height}.bytes(); // no samples at all
}

} // namespace

class TestDecode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void formatsByTheirFirstBytes() {
        QCOMPARE(*sniff(QByteArray("\x89PNG\r\n\x1a\n", 8)), Format::Png);
        QCOMPARE(*sniff(QByteArray("\xff\xd8\xff\xe0")), Format::Jpeg);
    }

    void everythingElseIsRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("short PNG signature") << QByteArray("\x89PNG");
        QTest::newRow("GIF") << QByteArray("GIF89a");
        QTest::newRow("SVG") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg'/>");
        QTest::newRow("TIFF") << QByteArray("II*\0", 4);
        QTest::newRow("WebP") << QByteArray("RIFF\x10\0\0\0WEBP", 12);
    }
    void everythingElseIsRefused() {
        QFETCH(QByteArray, bytes);
        QCOMPARE(sniff(bytes).error().code, ErrorCode::UnsupportedFormat);
        QCOMPARE(decode(bytes, {}).error().code, ErrorCode::UnsupportedFormat);
    }

    // The files have a header and nothing else: that the limit is named shows that it came first.
    void limitsComeFromTheHeader_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("huge") << QSize(65000, 65000) << ErrorCode::ImageTooLarge;
        QTest::newRow("one side") << QSize(2049, 256) << ErrorCode::ImageTooLarge;
        QTest::newRow("pixels") << QSize(2048, 2048) << ErrorCode::ImageTooLarge;
        QTest::newRow("small") << QSize(255, 300) << ErrorCode::ImageTooSmall;
        QTest::newRow("one pixel") << QSize(1, 1) << ErrorCode::ImageTooSmall;
    }
    void limitsComeFromTheHeader() {
        QFETCH(QSize, size);
        QFETCH(ErrorCode, code);
        const Limits limits{.minSide = 256, .maxSide = 2048, .maxPixels = 2048 * 2000};
        for (const auto& error : {decode(headerOnly(size.width(), size.height()), limits).error(),
                                  readHeader(headerOnly(size.width(), size.height()), limits).error()}) {
            QCOMPARE(errorName(error.code), errorName(code));
            QVERIFY(error.message.contains(QString::number(size.width())));
            QCOMPARE(error.message.contains(QStringLiteral("exceed")), code == ErrorCode::ImageTooLarge);
        }
    }

    void sidesThatNoSampleCountCanHold() {
        QVERIFY(!decode(headerOnly(2147483647, 2147483647), {}).has_value());
    }

    // Sample 128 is lightness 50.2 there: (66.2 / 116) ^ 3 = 0.1858 of the light, 119.4 in sRGB.
    void aProfileWithoutAWayBackIsUsedAtOnce() {
        test::PngFile file{.width = 1, .height = 1, .rows = QByteArray::fromHex("00808080")};
        file.before = {
            test::pngChunk("iCCP", QByteArray("p\0\0", 3) + test::deflated(test::oneWayProfile()))};
        const Decoded decoded = *decode(file.bytes(), {});
        QVERIFY(decoded.picture.metadata.icc.isEmpty());
        QCOMPARE(decoded.warnings.size(), 1);
        QCOMPARE(decoded.picture.pixels.type(), CV_8UC3);
        QVERIFY(
            test::isNear(cv::Vec3d(decoded.picture.pixels.at<cv::Vec3b>(0, 0)), cv::Vec3d::all(119.4), 1));
    }

    void bytesAreLimited() {
        const QByteArray file = headerOnly(300, 300);
        const Error error = decode(file, {.maxBytes = file.size() - 1}).error();
        QCOMPARE(error.code, ErrorCode::ImageTooLarge);
        QVERIFY(error.message.contains(QStringLiteral("exceed")));
        QVERIFY(readHeader(file, {.maxBytes = file.size()}).has_value());
    }

    void errorsOfOpenCvAreMappedByTheirCode_data() {
        QTest::addColumn<int>("openCvCode");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("no memory") << int(cv::Error::StsNoMem) << ErrorCode::OutOfMemory;
        QTest::newRow("anything else") << int(cv::Error::StsError) << ErrorCode::Internal;
    }
    void errorsOfOpenCvAreMappedByTheirCode() {
        QFETCH(int, openCvCode);
        QFETCH(ErrorCode, code);
        const QByteArray png = *encodePng({cv::Mat(8, 8, CV_8UC3, cv::Scalar::all(9)), {}});
        const QByteArray jpeg = *encodeJpeg({cv::Mat(8, 8, CV_8UC3, cv::Scalar::all(9)), {}});
        const cv::Mat deep(8, 8, CV_16UC3, cv::Scalar::all(9)); // has to be converted for a JPEG
        const FailingAllocator allocator(openCvCode);
        QCOMPARE(decode(png, {}).error().code, code);
        QCOMPARE(decode(jpeg, {}).error().code, code);
        QCOMPARE(encodeJpeg({deep, {}}).error().code, code);
    }

    void headerWithoutDecoding() {
        const Header header = *readHeader(
            test::PngFile{.width = 40, .height = 30, .bitDepth = 16, .colourType = 6}.bytes(), {});
        QCOMPARE(header.size, QSize(40, 30));
        QCOMPARE(header.bitDepth, 16);
        QCOMPARE(header.colour, SourceColour::Rgba);
    }
};

NB_TEST(TestDecode)
#include "tst_decode.moc"
