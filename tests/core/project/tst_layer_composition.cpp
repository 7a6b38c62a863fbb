#include "core/project/layer_composition.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::project;

namespace {

const cv::Vec3b kPicture(1, 2, 3), kLayer(200, 100, 50);

image::Picture picture() {
    return {cv::Mat(6, 8, CV_8UC3, cv::Scalar(kPicture[0], kPicture[1], kPicture[2])), {"profile", {}}};
}

// 3 x 2 pixels at (4, 3), of which the first is selected fully and the second a little.
Layer layer() {
    Layer layer;
    layer.patch = {QRect(4, 3, 3, 2), cv::Mat(2, 3, CV_8UC3, cv::Scalar(kLayer[0], kLayer[1], kLayer[2]))};
    layer.mask = cv::Mat(2, 3, CV_8UC1, cv::Scalar(0));
    layer.mask.at<uchar>(0, 0) = 255;
    layer.mask.at<uchar>(0, 1) = 1;
    return layer;
}

} // namespace

class TestLayerComposition : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatWasSelectedIsTakenFromTheLayer() {
        const image::Picture below = picture();
        const Patch patch = composed(below, layer());
        QCOMPARE(patch.rect, QRect(4, 3, 3, 2));
        QCOMPARE(patch.pixels.at<cv::Vec3b>(0, 0), kLayer);
        QCOMPARE(patch.pixels.at<cv::Vec3b>(0, 1), kLayer); // the layer is blended already
        QCOMPARE(patch.pixels.at<cv::Vec3b>(0, 2), kPicture);
        QCOMPARE(patch.pixels.at<cv::Vec3b>(1, 0), kPicture);
        QCOMPARE(below.pixels.at<cv::Vec3b>(3, 4), kPicture);
    }

    void theWholeLayerIsTakenWithoutMaskOrWithoutPreserveUnmasked() {
        Layer bare = layer(), whole = layer();
        bare.mask = cv::Mat();
        whole.info.preserveUnmasked = false;
        for (const Layer& one : {bare, whole})
            QCOMPARE(composed(picture(), one).pixels.at<cv::Vec3b>(1, 2), kLayer);
    }

    void aLayerThatDoesNotFitGivesNothing() {
        Layer outside = layer(), deep = layer();
        outside.patch.rect.translate(2, 0);
        deep.patch.pixels = cv::Mat(2, 3, CV_16UC3, cv::Scalar(0));
        QVERIFY(composed(picture(), outside).isNull());
        QVERIFY(composed(picture(), deep).isNull());
        QVERIFY(composed(picture(), {}).isNull());
    }

    void aPatchIsPutIntoACopyOfThePicture() {
        const image::Picture below = picture();
        const image::Picture whole = withPatch(below, layer().patch);
        QCOMPARE(whole.pixels.at<cv::Vec3b>(3, 4), kLayer);
        QCOMPARE(whole.pixels.at<cv::Vec3b>(4, 6), kLayer);
        QCOMPARE(whole.pixels.at<cv::Vec3b>(2, 4), kPicture);
        QCOMPARE(whole.pixels.at<cv::Vec3b>(3, 7), kPicture);
        QCOMPARE(whole.metadata.icc, QByteArray("profile"));
        QCOMPARE(below.pixels.at<cv::Vec3b>(3, 4), kPicture);
        QCOMPARE(cv::norm(withPatch(below, {}).pixels, below.pixels, cv::NORM_INF), 0.0);
    }
};

NB_TEST(TestLayerComposition)
#include "tst_layer_composition.moc"
