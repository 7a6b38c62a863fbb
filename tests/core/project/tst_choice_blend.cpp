#include "core/project/choice_blend.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb::project;

namespace {

constexpr int kSoftPx = 4;
constexpr int kWidth = 40, kHeight = 30;

// Choice 1 is all 100, choice 2 all 200, in the first channel; the other channels are the same in both.
ChoiceSource flat(int choice) {
    return {.picture = cv::Mat(kHeight, kWidth, CV_8UC3, cv::Scalar(100 * choice, 7, 33))};
}

cv::Mat blendedOver(const cv::Mat& map, const std::function<ChoiceSource(int)>& source, int type = CV_8UC3) {
    cv::Mat out(map.size(), type, cv::Scalar::all(0));
    blendChoices(map, cv::Rect({}, map.size()), kSoftPx, source, out);
    return out;
}

// Left of column 20 the first choice, from there the second.
cv::Mat halves() {
    cv::Mat map(kHeight, kWidth, CV_8UC1, cv::Scalar(1));
    map.colRange(20, kWidth).setTo(2);
    return map;
}

} // namespace

class TestChoiceBlend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void betweenTwoChoicesTheChangeIsSoftAndOneWay() {
        const cv::Mat out = blendedOver(halves(), flat);
        for (int x = 0; x < kWidth; ++x) {
            const cv::Vec3b pixel = out.at<cv::Vec3b>(10, x);
            QCOMPARE(pixel[1], uchar(7));
            QCOMPARE(pixel[2], uchar(33));
            if (x < 20 - kSoftPx)
                QCOMPARE(pixel[0], uchar(100));
            if (x >= 20 + kSoftPx)
                QCOMPARE(pixel[0], uchar(200));
            if (x > 0)
                QVERIFY(pixel[0] >= out.at<cv::Vec3b>(10, x - 1)[0]);
        }
        // The edge lies between 19 and 20: both are as far from the middle.
        QVERIFY(out.at<cv::Vec3b>(10, 19)[0] > 100 && out.at<cv::Vec3b>(10, 20)[0] < 200);
        QVERIFY(std::abs(out.at<cv::Vec3b>(10, 19)[0] + out.at<cv::Vec3b>(10, 20)[0] - 300) <= 1);
    }

    void aPartComesOutAsInTheWhole() {
        const cv::Mat whole = blendedOver(halves(), flat);
        const cv::Rect part(12, 9, 15, 8), around(part.x - 2 * kSoftPx, part.y - 2 * kSoftPx,
                                                  part.width + 4 * kSoftPx, part.height + 4 * kSoftPx);
        cv::Mat out(part.size(), CV_8UC3, cv::Scalar::all(0));
        blendChoices(
            halves()(around), {2 * kSoftPx, 2 * kSoftPx, part.width, part.height}, kSoftPx,
            [&](int choice) { return ChoiceSource{.picture = flat(choice).picture(part)}; }, out);
        QCOMPARE(cv::norm(out, whole(part), cv::NORM_INF), 0.0);
    }

    void aLayerIsSeenWhereItsMaskSelects() {
        const cv::Mat map(kHeight, kWidth, CV_8UC1, cv::Scalar(1));
        ChoiceSource source = flat(1);
        source.layer = cv::Mat(3, 2, CV_8UC3, cv::Scalar(9, 8, 7));
        source.mask = cv::Mat(3, 2, CV_8UC1, cv::Scalar(255));
        source.mask.at<uchar>(0, 0) = 0;
        source.at = {5, 6};
        const cv::Mat out = blendedOver(map, [&](int) { return source; });
        QCOMPARE(out.at<cv::Vec3b>(6, 5), cv::Vec3b(100, 7, 33));
        QCOMPARE(out.at<cv::Vec3b>(6, 6), cv::Vec3b(9, 8, 7));
        QCOMPARE(out.at<cv::Vec3b>(8, 5), cv::Vec3b(9, 8, 7));
        QCOMPARE(out.at<cv::Vec3b>(9, 5), cv::Vec3b(100, 7, 33));
        QCOMPARE(out.at<cv::Vec3b>(6, 7), cv::Vec3b(100, 7, 33));
    }

    void sixteenBitsStayExactWhereAllSourcesAgree() {
        const auto deep = [](int choice) {
            return ChoiceSource{
                .picture = cv::Mat(kHeight, kWidth, CV_16UC3, cv::Scalar(65535, 50000, choice * 1000))};
        };
        const cv::Mat out = blendedOver(halves(), deep, CV_16UC3);
        for (int x = 0; x < kWidth; ++x)
            QCOMPARE(out.at<cv::Vec3w>(3, x)[0], ushort(65535));
        QCOMPARE(out.at<cv::Vec3w>(3, 39)[2], ushort(2000));
    }

    void onlyChoicesThatOccurAreAskedFor() {
        QList<int> asked;
        blendedOver(halves(), [&](int choice) {
            asked += choice;
            return flat(choice);
        });
        QCOMPARE(asked, (QList<int>{1, 2}));
    }
};

NB_TEST(TestChoiceBlend)
#include "tst_choice_blend.moc"
