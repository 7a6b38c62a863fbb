#include "core/mask/ops.h"

#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <ctime>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

using namespace nb;
using mask::Mask;

namespace {

Mask empty(int width, int height) {
    return {cv::Mat(height, width, CV_8UC1, cv::Scalar(0))};
}

Mask withRect(int width, int height, const cv::Rect& rect) {
    Mask mask = empty(width, height);
    mask.pixels(rect) = 255;
    return mask;
}

bool same(const Mask& a, const Mask& b) {
    return cv::norm(a.pixels, b.pixels, cv::NORM_INF) == 0;
}

// Grows by definition, pixel by pixel.
Mask grownSlowly(const Mask& mask, int radius) {
    Mask out = empty(mask.pixels.cols, mask.pixels.rows);
    for (int y = 0; y < mask.pixels.rows; ++y)
        for (int x = 0; x < mask.pixels.cols; ++x)
            for (int v = 0; v < mask.pixels.rows; ++v)
                for (int u = 0; u < mask.pixels.cols; ++u)
                    if ((x - u) * (x - u) + (y - v) * (y - v) <= radius * radius)
                        out.pixels.at<uchar>(y, x) =
                            std::max(out.pixels.at<uchar>(y, x), mask.pixels.at<uchar>(v, u));
    return out;
}

Mask randomMask(QRandomGenerator& random, int width, int height, bool soft) {
    Mask mask = empty(width, height);
    for (int i = 0; i < 5; ++i)
        mask.pixels.at<uchar>(random.bounded(height), random.bounded(width)) =
            soft ? uchar(random.bounded(1, 256)) : uchar(255);
    return mask;
}

} // namespace

class TestOps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptiness() {
        QVERIFY(mask::isEmpty(Mask{}));
        QVERIFY(mask::isEmpty(empty(3, 3)));
        QVERIFY(!mask::isEmpty(withRect(3, 3, {2, 2, 1, 1})));
    }

    void boundingBox() {
        QCOMPARE(mask::boundingBox(empty(9, 9)), QRect());
        Mask mask = empty(20, 10);
        mask.pixels.at<uchar>(3, 4) = 1;
        mask.pixels.at<uchar>(7, 15) = 255;
        QCOMPARE(mask::boundingBox(mask), QRect(4, 3, 12, 5));
    }

    void growDilatesByADisc() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        for (int radius : {0, 1, 2, 3, 4, 7, 13})
            for (bool soft : {false, true}) {
                const Mask mask = randomMask(random, 31, 23, soft);
                QVERIFY2(same(mask::grown(mask, radius), grownSlowly(mask, radius)),
                         qPrintable(QString::number(radius)));
            }
    }

    void shrinkUndoesGrowOfARectangle() {
        const Mask mask = withRect(60, 50, {20, 15, 18, 12});
        for (int radius : {1, 3, 5, 8})
            QVERIFY(same(mask::shrunk(mask::grown(mask, radius), radius), mask));
    }

    void shrinkRemovesTheRadiusFromEachSide() {
        const Mask shrunk = mask::shrunk(withRect(40, 40, {10, 10, 20, 20}), 5);
        QCOMPARE(mask::boundingBox(shrunk), QRect(15, 15, 10, 10));
        QCOMPARE(cv::countNonZero(shrunk.pixels), 100);
    }

    void selectionAtTheBorderStaysThere() {
        const Mask shrunk = mask::shrunk(withRect(40, 40, {0, 0, 20, 40}), 5);
        QCOMPARE(mask::boundingBox(shrunk), QRect(0, 0, 15, 40));
        QVERIFY(same(mask::shrunk(withRect(9, 9, {0, 0, 9, 9}), 6), withRect(9, 9, {0, 0, 9, 9})));
    }

    void growOfNothingIsNothing() { QVERIFY(mask::isEmpty(mask::grown(empty(30, 30), 9))); }

    void featherIsSymmetricAboutTheEdge() {
        const Mask soft = mask::feathered(withRect(200, 40, {100, 0, 100, 40}), 10);
        QCOMPARE(int(soft.pixels.at<uchar>(20, 50)), 0);
        QCOMPARE(int(soft.pixels.at<uchar>(20, 150)), 255);
        for (int i = 0; i < 15; ++i) // an edge's two sides add up to 255
            QVERIFY(std::abs(soft.pixels.at<uchar>(20, 100 + i) + soft.pixels.at<uchar>(20, 99 - i) - 255) <=
                    1);
        for (int x = 60; x < 140; ++x)
            QVERIFY(soft.pixels.at<uchar>(20, x) <= soft.pixels.at<uchar>(20, x + 1));
    }

    // By processor time, which other processes hardly change.
    void growOfALargeSoftMaskIsQuick() {
        Mask mask = empty(2000, 1500);
        cv::circle(mask.pixels, {1000, 700}, 400, 255, -1, cv::LINE_AA);
        const std::clock_t start = std::clock();
        const Mask grown = mask::grown(mask, 150);
        const double seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
        QCOMPARE(mask::boundingBox(grown), mask::boundingBox(mask).adjusted(-150, -150, 150, 150));
        QVERIFY2(seconds < 10, qPrintable(QString::number(seconds))); // with the disc as a kernel: a minute
    }

    void smoothDropsSpecksAndKeepsStraightEdges() {
        Mask mask = withRect(100, 80, {0, 20, 100, 40});
        mask.pixels.at<uchar>(5, 50) = 255; // a speck
        mask.pixels.at<uchar>(40, 50) = 0;  // a pinhole
        QVERIFY(same(mask::smoothed(mask, 2), withRect(100, 80, {0, 20, 100, 40})));
        QVERIFY(same(mask::smoothed(mask, 0), mask));
        const Mask square = withRect(100, 80, {20, 20, 40, 40});
        const Mask rounded = mask::smoothed(square, 5);
        QCOMPARE(int(rounded.pixels.at<uchar>(20, 20)), 0);
        QCOMPARE(mask::boundingBox(rounded), QRect(20, 20, 40, 40));
        QVERIFY(same(mask::smoothed(mask, 5000), mask::smoothed(mask, 127)));
    }

    void holesAreFilled() {
        Mask ring = withRect(40, 40, {10, 10, 20, 20});
        ring.pixels(cv::Rect(15, 15, 10, 10)) = 0;
        ring.pixels(cv::Rect(18, 18, 2, 2)) = 90; // an island in the hole
        QVERIFY(same(mask::withHolesFilled(ring), withRect(40, 40, {10, 10, 20, 20})));
        ring.pixels.at<uchar>(12, 10) = 0; // a dent, no way in
        QCOMPARE(cv::countNonZero(mask::withHolesFilled(ring).pixels), 399);
        ring.pixels(cv::Rect(10, 17, 5, 1)) = 100; // a thin place: it fills up to its strength
        const Mask filled = mask::withHolesFilled(ring);
        QCOMPARE(int(filled.pixels.at<uchar>(16, 16)), 100);
        QCOMPARE(int(filled.pixels.at<uchar>(11, 11)), 255);
    }

    void anAreaThatTouchesTheBorderIsNotAHole() {
        Mask mask = withRect(20, 20, {0, 5, 20, 1});
        mask.pixels.at<uchar>(15, 15) = 255;
        QVERIFY(same(mask::withHolesFilled(mask), mask));
        Mask corner = empty(20, 20); // a diagonal line closes the corner: ways go by four neighbours
        for (int i = 0; i < 8; ++i)
            corner.pixels.at<uchar>(7 - i, i) = 255;
        QVERIFY(same(mask::withHolesFilled(corner), corner)); // yet the corner lies at the border
    }

    void invertTwiceIsTheSame() {
        Mask mask = withRect(8, 8, {1, 2, 3, 4});
        mask.pixels.at<uchar>(0, 0) = 77;
        const Mask once = mask::inverted(mask);
        QCOMPARE(int(once.pixels.at<uchar>(0, 0)), 178);
        QVERIFY(same(mask::inverted(once), mask));
    }

    void combinations() {
        Mask a = empty(3, 1), b = empty(3, 1);
        a.pixels.at<uchar>(0, 0) = 200;
        a.pixels.at<uchar>(0, 1) = 255;
        b.pixels.at<uchar>(0, 1) = 100;
        b.pixels.at<uchar>(0, 2) = 50;
        const auto values = [](const Mask& m) {
            return QList<int>{m.pixels.at<uchar>(0, 0), m.pixels.at<uchar>(0, 1), m.pixels.at<uchar>(0, 2)};
        };
        QCOMPARE(values(mask::combined(a, b, mask::Combination::Add)), (QList<int>{200, 255, 50}));
        QCOMPARE(values(mask::combined(a, b, mask::Combination::Subtract)), (QList<int>{200, 155, 0}));
        QCOMPARE(values(mask::combined(a, b, mask::Combination::Intersect)), (QList<int>{0, 100, 0}));
    }

    void partsTouchAtCornersAndComeLargestFirst() {
        Mask mask = withRect(50, 50, {30, 30, 10, 10});
        mask.pixels(cv::Rect(0, 0, 2, 2)) = 255;
        mask.pixels(cv::Rect(2, 2, 3, 3)) = 40; // diagonal neighbour, soft: the same part
        const auto parts = mask::parts(mask);
        QCOMPARE(parts.size(), size_t(2));
        QCOMPARE(parts[0].bounds, QRect(30, 30, 10, 10));
        QCOMPARE(parts[0].area, 100);
        QCOMPARE(parts[1].bounds, QRect(0, 0, 5, 5));
        QCOMPARE(parts[1].area, 13);
        QVERIFY(mask::parts(empty(5, 5)).empty());
    }

    void whiteOnTransparent() {
        Mask mask = empty(2, 1);
        mask.pixels.at<uchar>(0, 1) = 130;
        const cv::Mat rgba = mask::asWhiteOnTransparent(mask);
        QCOMPARE(rgba.type(), CV_8UC4);
        QCOMPARE(rgba.at<cv::Vec4b>(0, 0), cv::Vec4b(255, 255, 255, 0));
        QCOMPARE(rgba.at<cv::Vec4b>(0, 1), cv::Vec4b(255, 255, 255, 130));
    }
};

NB_TEST(TestOps)
#include "tst_ops.moc"
