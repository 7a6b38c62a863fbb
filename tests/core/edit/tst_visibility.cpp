#include "core/edit/visibility.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

namespace {

// Opaque with a transparent square of 10 pixels at (20, 10).
image::Picture withHole(int type) {
    const double full = CV_MAT_DEPTH(type) == CV_16U ? 65535 : 255;
    image::Picture picture{cv::Mat(40, 60, type, cv::Scalar(1, 2, 3, full)), {}};
    picture.pixels(cv::Rect(20, 10, 10, 10)) = cv::Scalar(9, 9, 9, 0);
    return picture;
}

mask::Mask selected(const cv::Rect& where) {
    mask::Mask mask{cv::Mat(40, 60, CV_8UC1, cv::Scalar(0))};
    mask.pixels(where) = 1;
    return mask;
}

} // namespace

class TestVisibility : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyAWhollyTransparentSelectionIsUnseen() {
        for (const int type : {CV_8UC4, CV_16UC4}) {
            QVERIFY(edit::isUnseen(withHole(type), selected({20, 10, 10, 10})));
            QVERIFY(edit::isUnseen(withHole(type), selected({22, 12, 1, 1})));
            QVERIFY(!edit::isUnseen(withHole(type), selected({20, 10, 11, 10})));
            QVERIFY(!edit::isUnseen(withHole(type), selected({0, 0, 60, 40})));
        }
    }

    void withoutAlphaAllIsSeen() {
        for (const int type : {CV_8UC3, CV_16UC3})
            QVERIFY(
                !edit::isUnseen({cv::Mat(40, 60, type, cv::Scalar::all(0)), {}}, selected({20, 10, 5, 5})));
    }

    // 128 of 65535 is 0 of 255, 129 is 1.
    void whatIsShownCounts() {
        image::Picture picture = withHole(CV_16UC4);
        picture.pixels.at<cv::Vec4w>(12, 22)[3] = 128;
        QVERIFY(edit::isUnseen(picture, selected({20, 10, 10, 10})));
        picture.pixels.at<cv::Vec4w>(12, 22)[3] = 129;
        QVERIFY(!edit::isUnseen(picture, selected({20, 10, 10, 10})));
        picture = withHole(CV_8UC4);
        picture.pixels.at<cv::Vec4b>(12, 22)[3] = 1;
        QVERIFY(!edit::isUnseen(picture, selected({20, 10, 10, 10})));
    }
};

NB_TEST(TestVisibility)
#include "tst_visibility.moc"
