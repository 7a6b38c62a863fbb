#include "core/project/layer_fill.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::project;

namespace {

constexpr int kMaxPixels = 10'000;

// One colour with a red square of 20 pixels at (40, 30), which the mask selects with a soft last column.
image::Picture picture(int type = CV_8UC3) {
    image::Picture picture{cv::Mat(90, 120, type, cv::Scalar(10, 120, 30, 77)), {}};
    picture.pixels(cv::Rect(40, 30, 20, 20)).setTo(cv::Scalar(200, 0, 0, 77));
    return picture;
}

mask::Mask selection() {
    mask::Mask mask{cv::Mat(90, 120, CV_8UC1, cv::Scalar(0))};
    mask.pixels(cv::Rect(40, 30, 20, 20)).setTo(255);
    mask.pixels(cv::Rect(59, 30, 1, 20)).setTo(51); // a fifth
    return mask;
}

} // namespace

class TestLayerFill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSelectionIsFilledWithItsSurroundings() {
        const auto layer = filledLayer(picture(), selection(), kMaxPixels, 1, {});
        QVERIFY(layer);
        QCOMPARE(layer->patch.rect, QRect(40, 30, 20, 20));
        QCOMPARE(layer->info.engine, QStringLiteral("local"));
        QVERIFY(!layer->id.isEmpty());
        QCOMPARE(cv::countNonZero(layer->mask), 400);
        QCOMPARE(layer->patch.pixels.at<cv::Vec3b>(10, 10), cv::Vec3b(10, 120, 30));
        // Four fifths of (200, 0, 0) and one of the surroundings.
        QCOMPARE(layer->patch.pixels.at<cv::Vec3b>(10, 19), cv::Vec3b(162, 24, 6));
    }

    void depthAndAlphaAreThePictures() {
        const auto layer = filledLayer(picture(CV_16UC4), selection(), kMaxPixels, 1, {});
        QVERIFY(layer);
        QCOMPARE(layer->patch.pixels.type(), CV_16UC4);
        QCOMPARE(layer->patch.pixels.at<cv::Vec4w>(10, 10)[3], ushort(77));
    }

    void nothingSelectedIsAnError() {
        const mask::Mask empty{cv::Mat(90, 120, CV_8UC1, cv::Scalar(0))};
        QCOMPARE(filledLayer(picture(), empty, kMaxPixels, 1, {}).error().code, ErrorCode::MaskEmpty);
    }

    void aCancelledFillIsAnError() {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(filledLayer(picture(), selection(), kMaxPixels, 1, stop.get_token()).error().code,
                 ErrorCode::Cancelled);
    }
};

NB_TEST(TestLayerFill)
#include "tst_layer_fill.moc"
