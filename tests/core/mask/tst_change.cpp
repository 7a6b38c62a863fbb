#include "core/mask/change.h"

#include "core/mask/ops.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::mask;

namespace {

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

// A few pixels of any strength, at random places.
Mask sparseMask(QRandomGenerator& random, int maxSidePx) {
    Mask mask{cv::Mat::zeros(random.bounded(1, maxSidePx), random.bounded(1, maxSidePx), CV_8UC1)};
    for (int i = 0; i < 5; ++i)
        mask.pixels.at<uchar>(random.bounded(mask.pixels.rows), random.bounded(mask.pixels.cols)) =
            uchar(random.bounded(256));
    return mask;
}

Mask applied(const Mask& mask, const Result<Delta>& delta) {
    Mask after{mask.pixels.clone()};
    delta->redo(after);
    return after;
}

Mask whole(int value) {
    return {cv::Mat(300, 300, CV_8UC1, cv::Scalar(value))};
}

} // namespace

class TestChange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Although only the part near the selection is computed.
    void anOperationEqualsThatOnTheWholeMask() {
        QRandomGenerator random(test::testSeed());
        for (int i = 0; i < 40; ++i) {
            const Mask mask = sparseMask(random, 200);
            const int radius = random.bounded(12);
            const auto result = [&](MaskOperation operation) {
                return applied(mask, applyOperation(mask, operation, radius)).pixels;
            };
            QVERIFY(same(result(MaskOperation::Grow), grown(mask, radius).pixels));
            QVERIFY(same(result(MaskOperation::Shrink), shrunk(mask, radius).pixels));
            QVERIFY(same(result(MaskOperation::Feather), feathered(mask, radius).pixels));
            QVERIFY(same(result(MaskOperation::FillHoles), withHolesFilled(mask).pixels));
            QVERIFY(same(result(MaskOperation::Invert), inverted(mask).pixels));
            QCOMPARE(cv::countNonZero(result(MaskOperation::Clear)), 0);
            QCOMPARE(cv::countNonZero(result(MaskOperation::SelectAll) != 255), 0);
        }
    }

    void theMaskItselfIsNotChanged() {
        const Mask mask = whole(7);
        const cv::Mat before = mask.pixels.clone();
        (void)applyOperation(mask, MaskOperation::Invert, 0);
        (void)moveSelection(mask, {3, 4});
        QVERIFY(same(mask.pixels, before));
    }

    void anOperationOnNothingIsNoChange() {
        for (const auto operation : {MaskOperation::Grow, MaskOperation::Shrink, MaskOperation::Feather,
                                     MaskOperation::Smooth, MaskOperation::FillHoles, MaskOperation::Clear})
            QVERIFY(applyOperation(whole(0), operation, 5)->isEmpty());
        QVERIFY(moveSelection(whole(0), {5, 5})->isEmpty());
    }

    void onlyFourOperationsHaveARadius() {
        for (int i = 0; i <= int(MaskOperation::SelectAll); ++i)
            QCOMPARE(hasRadius(MaskOperation(i)), i < 4);
    }

    // Soft values, and any overlap of old and new place.
    void aMoveShiftsEveryPixelByTheSame() {
        QRandomGenerator random(test::testSeed());
        for (int round = 0; round < 50; ++round) {
            const Mask mask = sparseMask(random, 300);
            const QPoint by(random.bounded(-150, 150), random.bounded(-150, 150));
            const Mask after = applied(mask, moveSelection(mask, by));
            for (int y = 0; y < mask.pixels.rows; ++y)
                for (int x = 0; x < mask.pixels.cols; ++x) {
                    const bool inside = QRect({}, mask.size()).contains(QPoint(x, y) - by);
                    QCOMPARE(after.pixels.at<uchar>(y, x),
                             inside ? mask.pixels.at<uchar>(y - by.y(), x - by.x()) : uchar(0));
                }
        }
    }

    // 300 rows are tiles of 128, 128 and 44.
    void stripsEndWhereTilesEnd() {
        std::vector<QRect> strips;
        const auto delta =
            changeInStrips(whole(0), {-20, 100, 50, 1000}, {}, [&](const QRect& strip, cv::Mat& after) {
                strips.push_back(strip);
                after.setTo(9);
            });
        QCOMPARE(strips, std::vector<QRect>({{0, 100, 30, 28}, {0, 128, 30, 128}, {0, 256, 30, 44}}));
        QCOMPARE(delta->tiles(),
                 std::vector<QRect>({{0, 0, 128, 128}, {0, 128, 128, 128}, {0, 256, 128, 44}}));
        const Mask after = applied(whole(0), delta);
        QCOMPARE(boundingBox(after), QRect(0, 100, 30, 200));
        QCOMPARE(cv::sum(after.pixels)[0], 9.0 * 30 * 200);
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        for (int i = 0; i <= int(MaskOperation::SelectAll); ++i)
            QCOMPARE(applyOperation(whole(255), MaskOperation(i), 3, stop.get_token()).error().code,
                     ErrorCode::Cancelled);
        QCOMPARE(moveSelection(whole(255), {1, 1}, stop.get_token()).error().code, ErrorCode::Cancelled);
    }
};

NB_TEST(TestChange)
#include "tst_change.moc"
