#include "core/mask/bounds.h"

#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <algorithm>
#include <opencv2/core.hpp>

using nb::mask::boundsOf;

class TestBounds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyMaskHasNoBounds() {
        QVERIFY(boundsOf({}).empty());
        QVERIFY(boundsOf(cv::Mat(7, 5, CV_8UC1, cv::Scalar(0))).empty());
    }

    void aViewOfALargerMaskIsMeasuredAlone() {
        cv::Mat mask(20, 30, CV_8UC1, cv::Scalar(1));
        mask(cv::Rect(10, 5, 8, 9)) = 0;
        mask.at<uchar>(7, 12) = 3;
        QCOMPARE(boundsOf(mask(cv::Rect(10, 5, 8, 9))), cv::Rect(2, 2, 1, 1));
        QCOMPARE(boundsOf(mask), cv::Rect(0, 0, 30, 20));
    }

    // Against the least and the greatest of the places that were set.
    void fewPixelsInSmallMasks() {
        const quint32 seed = nb::test::testSeed();
        cv::RNG random(seed);
        for (int i = 0; i < 20'000; ++i) {
            cv::Mat mask(random.uniform(1, 50), random.uniform(1, 40), CV_8UC1, cv::Scalar(0));
            int left = mask.cols, right = -1, top = mask.rows, bottom = -1;
            for (int count = random.uniform(1, 6); count > 0; --count) {
                const int x = random.uniform(0, mask.cols), y = random.uniform(0, mask.rows);
                mask.at<uchar>(y, x) = uchar(random.uniform(1, 256));
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = std::max(bottom, y);
            }
            QCOMPARE(boundsOf(mask), cv::Rect(left, top, right - left + 1, bottom - top + 1));
        }
    }
};

NB_TEST(TestBounds)
#include "tst_bounds.moc"
