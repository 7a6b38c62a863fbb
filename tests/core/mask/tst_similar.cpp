#include "core/mask/similar.h"

#include "core/mask/bounds.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;
using mask::Reach;

namespace {

image::Picture picture(int width, int height, int type, double value) {
    return {cv::Mat(height, width, type, cv::Scalar::all(value)), {}};
}

} // namespace

class TestSimilar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void toleranceIsInclusive_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("step");
        QTest::newRow("8 bit RGB") << CV_8UC3 << 1;
        QTest::newRow("8 bit RGBA") << CV_8UC4 << 1;
        QTest::newRow("16 bit RGB") << CV_16UC3 << 257;
        QTest::newRow("16 bit RGBA") << CV_16UC4 << 257;
    }

    void toleranceIsInclusive() {
        QFETCH(int, type);
        QFETCH(int, step);
        image::Picture p = picture(4, 1, type, 100 * step);
        p.pixels.col(1).setTo(cv::Scalar(100 * step, 110 * step, 100 * step, 100 * step));
        p.pixels.col(2).setTo(cv::Scalar(100 * step, 100 * step, 89 * step, 100 * step));
        const auto ten = mask::similar(p, {0, 0}, 10, Reach::Contiguous);
        QCOMPARE(ten->bounds, QRect(0, 0, 2, 1));
        const auto everywhere = mask::similar(p, {0, 0}, 10, Reach::Everywhere);
        QCOMPARE(cv::countNonZero(everywhere->mask.pixels), 3);
        QCOMPARE(everywhere->bounds, QRect(0, 0, 4, 1));
        QCOMPARE(cv::countNonZero(mask::similar(p, {0, 0}, 11, Reach::Contiguous)->mask.pixels), 4);
        QCOMPARE(cv::countNonZero(mask::similar(p, {0, 0}, 9, Reach::Contiguous)->mask.pixels), 1);
    }

    void cornersDoNotConnect() {
        image::Picture p = picture(2, 2, CV_8UC3, 0);
        p.pixels.at<cv::Vec3b>(0, 0) = p.pixels.at<cv::Vec3b>(1, 1) = {200, 200, 200};
        QCOMPARE(cv::countNonZero(mask::similar(p, {0, 0}, 10, Reach::Contiguous)->mask.pixels), 1);
    }

    void contiguousIsTheComponentOfTheSeed() {
        const quint32 seed = nb::test::testSeed();
        cv::RNG random(seed);
        for (int i = 0; i < 30; ++i) {
            image::Picture p = picture(random.uniform(1, 90), random.uniform(1, 90), CV_8UC3, 0);
            random.fill(p.pixels, cv::RNG::UNIFORM, 0, 3);
            const QPoint at(random.uniform(0, p.pixels.cols), random.uniform(0, p.pixels.rows));
            const auto found = mask::similar(p, at, 1, Reach::Contiguous);
            const auto all = mask::similar(p, at, 1, Reach::Everywhere);
            cv::Mat labels;
            cv::connectedComponents(all->mask.pixels, labels, 4, CV_32S);
            const cv::Mat expected = labels == labels.at<int>(at.y(), at.x());
            QCOMPARE(cv::norm(expected, found->mask.pixels, cv::NORM_INF), 0.0);
            const cv::Rect box = nb::mask::boundsOf(expected);
            QCOMPARE(found->bounds, QRect(box.x, box.y, box.width, box.height));
        }
    }

    void refusesPlacesOutside() {
        for (const QPoint at : {QPoint(-1, 0), QPoint(0, 5), QPoint(5, 0)})
            QCOMPARE(mask::similar(picture(5, 5, CV_8UC3, 0), at, 1, Reach::Contiguous).error().code,
                     ErrorCode::InvalidArgument);
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        for (const Reach reach : {Reach::Contiguous, Reach::Everywhere})
            QCOMPARE(
                mask::similar(picture(50, 50, CV_8UC3, 0), {0, 0}, 1, reach, stop.get_token()).error().code,
                ErrorCode::Cancelled);
    }
};

NB_TEST_APPLESS(TestSimilar)
#include "tst_similar.moc"
