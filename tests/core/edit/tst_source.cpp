#include "core/edit/source.h"

#include "core/image/encode.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

namespace {

QByteArray picturePng(int width, int height) {
    return *image::encodePng({cv::Mat(height, width, CV_8UC3, cv::Scalar(10, 20, 30)), {}});
}

QByteArray maskPng(int width, int height, int value = 255) {
    return *image::encodeGreyPng(cv::Mat(height, width, CV_8UC1, cv::Scalar(value)));
}

Result<edit::Source> decode(const QByteArray& picture, const QByteArray& mask) {
    return edit::decodeSource(picture, mask, {.minSide = 16, .maxSide = 64}, mask::RgbRule::Refuse);
}

} // namespace

class TestSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bothFit() {
        const auto source = decode(picturePng(40, 30), maskPng(40, 30));
        QVERIFY(source.has_value());
        QCOMPARE(source->picture.size(), QSize(40, 30));
        QCOMPARE(source->mask.size(), QSize(40, 30));
        QCOMPARE(source->mask.pixels.at<uchar>(29, 39), uchar(255));
        QVERIFY(source->pictureTime.count() > 0 && source->maskTime.count() > 0);
    }

    void theFieldAtFaultIsNamed_data() {
        QTest::addColumn<QByteArray>("picture");
        QTest::addColumn<QByteArray>("mask");
        QTest::addColumn<QString>("field");
        QTest::addColumn<ErrorCode>("code");
        const QByteArray picture = picturePng(40, 30);
        const QByteArray mask = maskPng(40, 30);
        const QByteArray jpeg = *image::encodeJpeg({cv::Mat(30, 40, CV_8UC3, cv::Scalar(0, 0, 0)), {}});
        QTest::newRow("garbage picture")
            << QByteArray("garbage") << mask << "image" << ErrorCode::UnsupportedFormat;
        QTest::newRow("empty picture") << QByteArray() << mask << "image" << ErrorCode::UnsupportedFormat;
        QTest::newRow("half a picture")
            << picture.left(picture.size() / 2) << mask << "image" << ErrorCode::UnreadableImage;
        QTest::newRow("small picture") << picturePng(15, 30) << mask << "image" << ErrorCode::ImageTooSmall;
        QTest::newRow("large picture") << picturePng(65, 30) << mask << "image" << ErrorCode::ImageTooLarge;
        QTest::newRow("garbage mask")
            << picture << QByteArray("garbage") << "mask" << ErrorCode::UnsupportedFormat;
        QTest::newRow("JPEG mask") << picture << jpeg << "mask" << ErrorCode::UnsupportedFormat;
        QTest::newRow("half a mask") << picture << mask.left(mask.size() / 2) << "mask"
                                     << ErrorCode::UnreadableImage;
        QTest::newRow("black mask") << picture << maskPng(40, 30, 0) << "mask" << ErrorCode::MaskEmpty;
        QTest::newRow("mask of another size")
            << picture << maskPng(41, 30) << "mask" << ErrorCode::MaskSizeMismatch;
        QTest::newRow("tiny mask") << picture << maskPng(2, 2) << "mask" << ErrorCode::MaskSizeMismatch;
        QTest::newRow("RGB mask") << picture << picture << "mask" << ErrorCode::MaskWithoutAlpha;
    }
    void oddFilesAreReadAndSaid() {
        const auto picture = decode(picturePng(40, 30).chopped(12), maskPng(40, 30));
        QCOMPARE(picture->pictureWarnings.size(), 1);
        QVERIFY(picture->maskWarnings.isEmpty());
        const auto mask = decode(picturePng(40, 30), maskPng(40, 30).chopped(12));
        QVERIFY(mask->pictureWarnings.isEmpty());
        QCOMPARE(mask->maskWarnings.size(), 1);
    }

    void theFieldAtFaultIsNamed() {
        QFETCH(QByteArray, picture);
        QFETCH(QByteArray, mask);
        QFETCH(QString, field);
        QFETCH(ErrorCode, code);
        const auto source = decode(picture, mask);
        QVERIFY(!source.has_value());
        QCOMPARE(source.error().field, field);
        QCOMPARE(errorName(source.error().code), errorName(code));
        QVERIFY(!source.error().message.isEmpty());
    }
};

NB_TEST(TestSource)
#include "tst_source.moc"
