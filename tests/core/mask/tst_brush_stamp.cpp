#include "core/mask/brush_stamp.h"

#include "tests/support/test_main.h"
#include <QTest>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>

using namespace nb::mask;

namespace {

// The value at a picture pixel; 0 outside the samples.
int valueAt(const BrushStamp& stamp, int x, int y) {
    const cv::Point at(x - stamp.topLeft.x(), y - stamp.topLeft.y());
    return cv::Rect({}, stamp.samples.size()).contains(at) ? stamp.samples.at<uchar>(at) : 0;
}

} // namespace

class TestBrushStamp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHardDabHasTheAreaOfADisc_data() {
        QTest::addColumn<double>("radius");
        for (const double radius : {1.0, 2.5, 10.0, 60.0}) // supersampled and by table
            QTest::addRow("%.1f", radius) << radius;
    }
    void aHardDabHasTheAreaOfADisc() {
        QFETCH(double, radius);
        BrushStamps stamps;
        for (const double phase : {0.0, 0.25, 0.5, 0.75}) {
            const double area = cv::sum(stamps.at({80 + phase, 80 - phase}, radius, 1).samples)[0] / 255;
            const double expected = std::numbers::pi * radius * radius;
            QVERIFY2(std::abs(area - expected) < 0.03 * expected + 0.2,
                     qPrintable(QStringLiteral("%1 instead of %2")
                                    .arg(QString::number(area), QString::number(expected))));
        }
    }

    void aHardDabIsFullInsideAndEmptyOutside() {
        BrushStamps stamps;
        const BrushStamp stamp = stamps.at({50.5, 40.5}, 10, 1); // the centre of pixel 50, 40
        for (int y = 25; y < 56; ++y)
            for (int x = 35; x < 66; ++x) {
                const double distance = std::hypot(x - 50, y - 40);
                if (distance <= 9)
                    QCOMPARE(valueAt(stamp, x, y), 255);
                if (distance >= 11)
                    QCOMPARE(valueAt(stamp, x, y), 0);
            }
    }

    void aSoftDabIsFullUpToItsHardnessAndFallsFromThere() {
        BrushStamps stamps;
        const BrushStamp stamp = stamps.at({100.5, 100.5}, 40, 0.5);
        QCOMPARE(valueAt(stamp, 100 + 18, 100), 255);
        for (int x = 20; x < 40; ++x)
            QVERIFY(valueAt(stamp, 100 + x + 1, 100) <= valueAt(stamp, 100 + x, 100));
        // Half way down the ramp, which is 20 pixels wide: half.
        QVERIFY(std::abs(valueAt(stamp, 100 + 30, 100) - 128) <= 10);
        QCOMPARE(valueAt(stamp, 100 + 42, 100), 0);
    }

    void theCentreIsKeptToAQuarterOfAPixel() {
        BrushStamps stamps;
        for (const double wanted : {30.0, 30.3, 30.6, 31.9}) {
            const BrushStamp stamp = stamps.at({wanted, 50}, 8, 1);
            double moment = 0;
            for (int y = 0; y < stamp.samples.rows; ++y)
                for (int x = 0; x < stamp.samples.cols; ++x)
                    moment += stamp.samples.at<uchar>(y, x) * (stamp.topLeft.x() + x + 0.5);
            const double centre = moment / cv::sum(stamp.samples)[0];
            QVERIFY2(std::abs(centre - wanted) < 0.14, qPrintable(QString::number(centre)));
        }
    }

    void negativeCentresAreRoundedAlike() {
        BrushStamps stamps;
        const BrushStamp left = stamps.at({-20.75, -3.25}, 6, 0.5), right = stamps.at({19.25, 36.75}, 6, 0.5);
        QCOMPARE(right.topLeft - left.topLeft, QPoint(40, 40));
        QCOMPARE(cv::norm(left.samples, right.samples, cv::NORM_INF), 0.0);
    }

    void theSameDabIsRenderedOnce() {
        BrushStamps stamps;
        const cv::Mat first = stamps.at({10, 10}, 20, 0.3).samples;
        QCOMPARE(stamps.at({75, 42}, 20, 0.3).samples.data, first.data);
        QVERIFY(stamps.at({75, 42}, 20, 0.4).samples.data != first.data);
    }
};

NB_TEST(TestBrushStamp)
#include "tst_brush_stamp.moc"
