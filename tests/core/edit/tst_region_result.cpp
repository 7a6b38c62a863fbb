#include "core/edit/region_result.h"

#include "core/edit/colour.h"
#include "core/mask/bounds.h"
#include "tests/support/scene.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;
using namespace nb::edit;
using test::Drift;

namespace {

// Both steps at once.
RegionReport alignAndComposite(image::Picture& picture, const mask::Mask& mask, const Region& region,
                               const Crop& crop, const image::Picture& answer) {
    return compositeRegion(picture, mask, region, alignRegion(picture, mask, region, crop, answer, 1));
}

cv::Mat as(int type, const cv::Mat& rgb8) {
    cv::Mat out = rgb8.clone();
    if (CV_MAT_CN(type) == 4) {
        std::vector<cv::Mat> planes;
        cv::split(rgb8, planes);
        planes.push_back(planes[1].clone());
        cv::merge(planes, out);
    }
    if (CV_MAT_DEPTH(type) == CV_16U)
        out.convertTo(out, CV_16U, 250, 77); // values that 8 bits cannot hold
    return out;
}

mask::Mask selected(cv::Size size, const cv::Rect& where) {
    mask::Mask mask{cv::Mat(size, CV_8UC1, cv::Scalar(0))};
    mask.pixels(where) = 255;
    return mask;
}

cv::Mat rgb8(const cv::Mat& pixels) {
    cv::Mat out = pixels;
    if (pixels.channels() == 4)
        cv::cvtColor(pixels, out, cv::COLOR_RGBA2RGB);
    if (pixels.depth() == CV_16U)
        out.convertTo(out, CV_8U, 1 / 257.0);
    return out;
}

Region whole(cv::Size size) {
    return {{0, 0, size.width, size.height}, {size.width, size.height}};
}

int changedOutside(const cv::Mat& before, const cv::Mat& after, const cv::Mat& mask) {
    int count = 0;
    for (int y = 0; y < mask.rows; ++y)
        for (int x = 0; x < mask.cols; ++x)
            if (mask.at<uchar>(y, x) == 0)
                count += std::memcmp(before.ptr(y, x), after.ptr(y, x), before.elemSize()) != 0;
    return count;
}

} // namespace

// The model moved, scaled and tinted everything by 7, -5 pixels, 1.08 and 10 %.
class TestRegionResult : public QObject {
    Q_OBJECT

    quint32 m_seed = 0;
    const Drift m_drift{7, -5, 1.08, {1.1, 1.0, 0.9}};

private Q_SLOTS:
    void initTestCase() { m_seed = nb::test::testSeed(); }

    void aDriftedAnswerIsAligned_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QRect>("where");
        for (const int type : {CV_8UC3, CV_8UC4, CV_16UC3, CV_16UC4}) {
            QTest::addRow("%d inside", type) << type << QRect(200, 150, 240, 180);
            QTest::addRow("%d left", type) << type << QRect(0, 120, 150, 200);
            QTest::addRow("%d right", type) << type << QRect(491, 120, 150, 200);
            QTest::addRow("%d top", type) << type << QRect(200, 0, 200, 140);
            QTest::addRow("%d bottom", type) << type << QRect(200, 343, 200, 140);
            QTest::addRow("%d one pixel", type) << type << QRect(300, 200, 1, 1);
        }
    }
    void aDriftedAnswerIsAligned() {
        QFETCH(int, type);
        QFETCH(QRect, where);
        const cv::Size size(641, 483);
        const cv::Mat scene = test::scene(size, m_seed);
        image::Picture picture{as(type, scene), {"icc", {}}};
        const cv::Mat before = picture.pixels.clone();
        const mask::Mask mask = selected(size, {where.x(), where.y(), where.width(), where.height()});
        const Crop sent = makeCrop(image::Picture{before, {"icc", {}}}, mask, whole(size));
        // The same scene in the selection as well, so that the best outcome is the picture itself.
        const image::Picture answer{test::drifted(rgb8(before), m_drift), {}};

        const RegionReport report = alignAndComposite(picture, mask, whole(size), sent, answer);
        QCOMPARE(report.changedOutside, 0);
        QCOMPARE(changedOutside(before, picture.pixels, mask.pixels), 0);
        QVERIFY(report.residualPx.has_value());
        QVERIFY2(*report.residualPx < 0.5, qPrintable(QString::number(*report.residualPx)));
        QVERIFY(report.residualDeltaE.has_value());
        QVERIFY2(*report.residualDeltaE < 2, qPrintable(QString::number(*report.residualDeltaE)));
        QVERIFY2(std::abs(*report.movedPx - std::hypot(7, 5)) < 1,
                 qPrintable(QString::number(*report.movedPx)));
        QVERIFY2(std::abs(*report.rescaled - 1.08) < 0.005, qPrintable(QString::number(*report.rescaled)));
        QCOMPARE(picture.metadata.icc, QByteArray("icc"));

        // What was put in shows the picture again, to within what resampling costs, as far as the answer
        // still holds it: at the right border the drift has pushed it out of the frame.
        const cv::Mat got = rgb8(picture.pixels), expected = rgb8(before);
        double sum = 0;
        int count = 0;
        for (int y = where.top(); y <= where.bottom(); ++y)
            for (int x = where.left(); x <= where.right(); ++x) {
                const cv::Point2d shown = test::driftedPoint(cv::Point2d(x, y), size, m_drift);
                if (shown.x < 0 || shown.y < 0 || shown.x > size.width - 1 || shown.y > size.height - 1)
                    continue;
                sum += cv::norm(cv::Vec3i(got.at<cv::Vec3b>(y, x)) - cv::Vec3i(expected.at<cv::Vec3b>(y, x)),
                                cv::NORM_L1) /
                       3;
                ++count;
            }
        const double meanLevels = sum / count;
        QVERIFY2(meanLevels < (where.width() == 1 ? 12 : 4), qPrintable(QString::number(meanLevels)));
    }

    void aWholePictureCannotBeRegistered() {
        const cv::Size size(301, 203);
        image::Picture picture{test::scene(size, m_seed), {}};
        const mask::Mask mask = selected(size, {{0, 0}, size});
        const Crop sent = makeCrop(picture, mask, whole(size));
        const cv::Mat answer = test::scene(size, m_seed + 1);
        picture.pixels = picture.pixels.clone();
        const RegionReport report = alignAndComposite(picture, mask, whole(size), sent, {answer, {}});
        QVERIFY(!report.residualPx.has_value());
        QCOMPARE(cv::norm(picture.pixels, answer, cv::NORM_INF), 0.0);
    }

    void anEngineThatKeepsToTheMaskIsNotResampled() {
        const cv::Size size(320, 240);
        image::Picture picture{as(CV_16UC4, test::scene(size, m_seed)), {}};
        const cv::Mat before = picture.pixels.clone();
        const mask::Mask mask = selected(size, {100, 80, 90, 70});
        image::Picture answer{before.clone(), {}};
        as(CV_16UC4, test::scene(size, m_seed + 1)).copyTo(answer.pixels, mask.pixels);
        const RegionReport report =
            alignAndComposite(picture, mask, whole(size), makeCrop({before, {}}, mask, whole(size)), answer);
        QCOMPARE(*report.residualPx, 0.0);
        QCOMPARE(picture.pixels.at<cv::Vec4w>(115, 145)[0], answer.pixels.at<cv::Vec4w>(115, 145)[0]);
        QCOMPARE(changedOutside(before, picture.pixels, mask.pixels), 0);
    }

    void onlyTheRegionIsTouched() {
        const cv::Size size(900, 700);
        image::Picture picture{test::scene(size, m_seed), {}};
        const cv::Mat before = picture.pixels.clone();
        const mask::Mask mask = selected(size, {400, 300, 120, 90});
        const Region region{{250, 200, 400, 300}, {200, 150}}; // sent at half the size
        const Crop sent = makeCrop({before, {}}, mask, region);
        const image::Picture answer{test::drifted(sent.picture.pixels, {3, -2, 1.02, {1.05, 1, 1}}), {}};
        const RegionReport report = alignAndComposite(picture, mask, region, sent, answer);
        QCOMPARE(changedOutside(before, picture.pixels, mask.pixels), 0);
        QCOMPARE(report.sentScale, 0.5);
        QVERIFY(report.residualPx.has_value() && *report.residualPx < 0.5);
    }

    // A strip that is too narrow for the provider goes out in the middle of repeated edge pixels.
    void thePaddingIsCroppedOffTheAnswer() {
        const cv::Size size(300, 600);
        image::Picture picture{test::scene(size, m_seed), {}};
        const cv::Mat before = picture.pixels.clone();
        const mask::Mask mask = selected(size, {100, 250, 90, 80});
        const Region region{{0, 0, 300, 600}, {600, 600}, {150, 0, 300, 600}};
        const Crop sent = makeCrop({before, {}}, mask, region);
        QCOMPARE(sent.picture.size(), QSize(600, 600));
        QCOMPARE(sent.mask.size(), QSize(600, 600));
        QCOMPARE(nb::mask::boundsOf(sent.mask.pixels), cv::Rect(250, 250, 90, 80));
        QCOMPARE(cv::norm(sent.picture.pixels(cv::Rect(150, 0, 300, 600)), before, cv::NORM_INF), 0.0);
        QCOMPARE(sent.picture.pixels.at<cv::Vec3b>(77, 3), before.at<cv::Vec3b>(77, 0)); // the edge, repeated
        const image::Picture answer{test::drifted(sent.picture.pixels, {5, -4, 1.03, {1.05, 1, 1}}), {}};
        const RegionReport report = alignAndComposite(picture, mask, region, sent, answer);
        QCOMPARE(changedOutside(before, picture.pixels, mask.pixels), 0);
        QCOMPARE(report.sentScale, 1.0);
        QVERIFY(report.residualPx.has_value() && *report.residualPx < 0.5);
        QVERIFY(!report.isMisaligned());
        // The same scene comes back, to within what resampling costs.
        const cv::Rect inside(104, 254, 82, 72);
        QVERIFY(cv::norm(picture.pixels(inside), before(inside), cv::NORM_L1) / (3.0 * inside.area()) < 6);
    }

    // Another scene than the one that was sent: nothing to register, and the report says so.
    void anAnswerThatShowsSomethingElseIsMisaligned() {
        const cv::Size size(400, 300);
        image::Picture picture{test::scene(size, m_seed), {}};
        const mask::Mask mask = selected(size, {150, 100, 90, 80});
        const Crop sent = makeCrop({picture.pixels.clone(), {}}, mask, whole(size));
        const image::Picture answer{cv::Mat(300, 400, CV_8UC3, cv::Scalar(250, 20, 20)), {}};
        const RegionReport report = alignAndComposite(picture, mask, whole(size), sent, answer);
        QVERIFY(!report.registered);
        QVERIFY(report.isMisaligned());
        EditReport all;
        all.regions = {report};
        QVERIFY(all.warning().contains(QStringLiteral("Delta E")));
    }

    void withoutAMaskTheWholeRegionBecomesTheAnswer() {
        const cv::Size size(64, 48);
        image::Picture picture{as(CV_8UC4, test::scene(size, m_seed)), {}};
        const cv::Mat before = picture.pixels.clone();
        (void)replaceRegion({cv::Mat(24, 32, CV_8UC3, cv::Scalar(9, 8, 7)), {}}, picture, whole(size));
        const uchar alpha = before.at<cv::Vec4b>(40, 60)[3];
        QCOMPARE(picture.pixels.at<cv::Vec4b>(40, 60), cv::Vec4b(9, 8, 7, alpha));
    }
};

NB_TEST(TestRegionResult)
#include "tst_region_result.moc"
