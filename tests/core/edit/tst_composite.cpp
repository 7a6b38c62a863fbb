#include "core/edit/composite.h"

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

namespace {

constexpr int kWidth = 151, kHeight = 103;

cv::Mat as(int type, const cv::Mat& rgb8) {
    cv::Mat out = rgb8;
    if (CV_MAT_CN(type) == 4) {
        std::vector<cv::Mat> planes;
        cv::split(rgb8, planes);
        planes.push_back(planes[1].clone());
        cv::merge(planes, out);
    }
    if (CV_MAT_DEPTH(type) == CV_16U)
        out.convertTo(out, CV_16U, 250, 77); // values that 8 bits cannot hold
    return out.clone();
}

mask::Mask selected(cv::Size size, const cv::Rect& where, int value = 255) {
    mask::Mask mask{cv::Mat(size, CV_8UC1, cv::Scalar(0))};
    mask.pixels(where) = value;
    return mask;
}

bool samePixel(const cv::Mat& a, const cv::Mat& b, int y, int x) {
    return std::memcmp(a.ptr(y, x), b.ptr(y, x), a.elemSize()) == 0;
}

// The distance between pixel centres, by brute force.
} // namespace

class TestComposite : public QObject {
    Q_OBJECT

    quint32 m_seed = 0;

private Q_SLOTS:
    void initTestCase() { m_seed = nb::test::testSeed(); }

    void nothingOutsideChanges_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("blend");
        QTest::addColumn<QRect>("where");
        for (const int type : {CV_8UC3, CV_8UC4, CV_16UC3, CV_16UC4})
            for (const int blend : {-1, 0, 1, 2})
                for (const QRect& where : {QRect(60, 40, 30, 20),
                                           {0, 30, 20, 30},
                                           {131, 30, 20, 30},
                                           {50, 0, 30, 20},
                                           {50, 83, 30, 20},
                                           {75, 50, 1, 1},
                                           {0, 0, 1, 1},
                                           {0, 0, kWidth, kHeight}})
                    QTest::addRow("type %d blend %d at %d,%d", type, blend, where.x(), where.y())
                        << type << blend << where;
    }
    void nothingOutsideChanges() {
        QFETCH(int, type);
        QFETCH(int, blend);
        QFETCH(QRect, where);
        const cv::Size size(kWidth, kHeight);
        cv::Mat picture = as(type, test::scene(size, m_seed));
        const cv::Mat before = picture.clone(), answer = as(type, test::scene(size, m_seed + 1));
        const mask::Mask mask = selected(size, {where.x(), where.y(), where.width(), where.height()});
        CompositeOptions options;
        if (blend >= 0)
            options.blend = Blend(blend);
        const Composited done = compositeInto(picture, answer, mask, options);
        QCOMPARE(done.changedOutside, 0);
        int changed = 0;
        for (int y = 0; y < kHeight; ++y)
            for (int x = 0; x < kWidth; ++x) {
                if (mask.pixels.at<uchar>(y, x) == 0)
                    QVERIFY(samePixel(picture, before, y, x));
                if (CV_MAT_CN(type) == 4) {
                    const size_t alpha = 3 * picture.elemSize1();
                    QVERIFY(std::memcmp(picture.ptr(y, x) + alpha, before.ptr(y, x) + alpha,
                                        picture.elemSize1()) == 0);
                }
                changed += samePixel(picture, before, y, x) ? 0 : 1;
            }
        QVERIFY(changed > 0);
    }

    void onlyTheViewIsTouched() {
        cv::Mat picture = as(CV_8UC3, test::scene({300, 200}, m_seed));
        const cv::Mat before = picture.clone();
        const cv::Rect region(40, 30, 100, 90);
        compositeInto(picture(region), as(CV_8UC3, test::scene({100, 90}, m_seed + 1)),
                      selected({100, 90}, {0, 0, 100, 90}));
        picture(region).setTo(cv::Scalar::all(0));
        cv::Mat expected = before.clone();
        expected(region).setTo(cv::Scalar::all(0));
        QCOMPARE(cv::norm(picture, expected, cv::NORM_INF), 0.0);
    }

    void insideTheFeatherTheAnswerIsExact() {
        for (const int type : {CV_8UC3, CV_16UC4}) {
            const cv::Size size(kWidth, kHeight);
            cv::Mat picture = as(type, test::scene(size, m_seed));
            const cv::Mat answer = as(type, test::scene(size, m_seed + 1));
            compositeInto(picture, answer, selected(size, {40, 30, 60, 40}),
                          {.featherPx = 6, .blend = Blend::Feather});
            for (int y = 37; y < 63; ++y)
                for (int x = 47; x < 93; ++x)
                    QVERIFY(std::memcmp(picture.ptr(y, x), answer.ptr(y, x), 3 * picture.elemSize1()) == 0);
        }
    }

    void onePixelIsReplaced() {
        cv::Mat picture(41, 41, CV_8UC3, cv::Scalar(10, 20, 30));
        compositeInto(picture, cv::Mat(41, 41, CV_8UC3, cv::Scalar(200, 100, 50)),
                      selected({41, 41}, {20, 20, 1, 1}), {.featherPx = 8, .blend = Blend::Feather});
        QCOMPARE(picture.at<cv::Vec3b>(20, 20), cv::Vec3b(200, 100, 50));
    }

    void aWholePictureIsTheAnswer() {
        const cv::Size size(kWidth, kHeight);
        cv::Mat picture = as(CV_16UC3, test::scene(size, m_seed));
        const cv::Mat answer = as(CV_16UC3, test::scene(size, m_seed + 1));
        const Composited done = compositeInto(picture, answer, selected(size, {{0, 0}, size}));
        QCOMPARE(cv::norm(picture, answer, cv::NORM_INF), 0.0);
        QCOMPARE(done.seamDeltaE, 0.0);
    }

    void aSoftSelectionIsAWeight() {
        cv::Mat picture(20, 20, CV_16UC3, cv::Scalar::all(10000));
        compositeInto(picture, cv::Mat(20, 20, CV_16UC3, cv::Scalar::all(20000)),
                      selected({20, 20}, {5, 5, 10, 10}, 51), {.featherPx = 0, .blend = Blend::Feather});
        QCOMPARE(int(picture.at<cv::Vec3w>(10, 10)[1]), 12000); // 51 of 255 is a fifth
    }

    void anAnswerOfAnotherDepthIsTaken() {
        cv::Mat picture(9, 9, CV_8UC3, cv::Scalar::all(10));
        compositeInto(picture, cv::Mat(9, 9, CV_16UC4, cv::Scalar::all(200 * 257)),
                      selected({9, 9}, {4, 4, 1, 1}), {.blend = Blend::Feather});
        QCOMPARE(int(picture.at<cv::Vec3b>(4, 4)[2]), 200);
    }

    void aBrighterAnswerMeetsThePicture() {
        // The answer is the picture, 20 levels brighter, so that the best outcome is the picture itself.
        const cv::Size size(260, 200);
        const cv::Mat scene = test::scene(size, m_seed);
        cv::Mat brighter, feathered = scene.clone(), best = scene.clone();
        scene.convertTo(brighter, CV_8U, 1, 20);
        const mask::Mask mask = selected(size, {80, 60, 100, 80});
        const Composited plain = compositeInto(feathered, brighter, mask, {.blend = Blend::Feather});
        const Composited chosen = compositeInto(best, brighter, mask);
        QVERIFY(chosen.blend != Blend::Feather);
        QVERIFY2(chosen.seamDeltaE < 0.3 * plain.seamDeltaE,
                 qPrintable(QStringLiteral("%1 of %2")
                                .arg(QString::number(chosen.seamDeltaE), QString::number(plain.seamDeltaE))));
        const cv::Rect middle(120, 90, 20, 20);
        QVERIFY(std::abs(cv::mean(best(middle))[1] - cv::mean(scene(middle))[1]) < 2);
    }

    void anUnrelatedAnswerIsNotRecoloured() {
        cv::Mat picture(100, 120, CV_8UC3, cv::Scalar(10, 20, 30));
        const Composited done = compositeInto(picture, cv::Mat(100, 120, CV_8UC3, cv::Scalar(200, 100, 50)),
                                              selected({120, 100}, {30, 30, 60, 40}));
        QCOMPARE(done.blend, Blend::Feather);
        QCOMPARE(picture.at<cv::Vec3b>(50, 60), cv::Vec3b(200, 100, 50));
    }

    void anAnswerThatKeptTheRestIsTakenAsItIs() {
        const cv::Size size(120, 100);
        cv::Mat picture = test::scene(size, m_seed), answer = picture.clone();
        answer(cv::Rect(30, 30, 60, 40)).setTo(cv::Scalar(200, 30, 90));
        compositeInto(picture, answer, selected(size, {30, 30, 60, 40}), {.featherPx = 0});
        QCOMPARE(cv::norm(picture, answer, cv::NORM_INF), 0.0);
    }

    void theChosenBlendHasTheLowestSeam() {
        const cv::Size size(kWidth, kHeight);
        const cv::Mat scene = test::scene(size, m_seed);
        const cv::Mat answer = test::drifted(scene, {.dx = 2, .dy = 1, .gain = {1.06, 1.03, 0.97}});
        const mask::Mask mask = selected(size, {40, 30, 60, 40});
        double lowest = 1e9;
        for (const Blend blend : {Blend::Feather, Blend::Multiband, Blend::Membrane}) {
            cv::Mat picture = scene.clone();
            lowest = std::min(lowest, compositeInto(picture, answer, mask, {.blend = blend}).seamDeltaE);
        }
        cv::Mat picture = scene.clone();
        QCOMPARE(compositeInto(picture, answer, mask).seamDeltaE, lowest);
    }

    void anEmptySelectionChangesNothing() {
        cv::Mat picture = test::scene({30, 20}, m_seed);
        const cv::Mat before = picture.clone();
        compositeInto(picture, cv::Mat(20, 30, CV_8UC3, cv::Scalar::all(9)), selected({30, 20}, {}));
        QCOMPARE(cv::norm(picture, before, cv::NORM_INF), 0.0);
    }

    void anySizeWorks() {
        for (const cv::Size size : {cv::Size(1, 1), {1, 200}, {200, 1}, {2, 3}, {33, 1000}}) {
            cv::Mat picture(size, CV_8UC3, cv::Scalar::all(10));
            const Composited done = compositeInto(picture, cv::Mat(size, CV_8UC3, cv::Scalar::all(90)),
                                                  selected(size, {0, 0, 1, 1}));
            QCOMPARE(done.changedOutside, 0);
            if (size.area() == 1)
                QCOMPARE(int(picture.at<cv::Vec3b>(0, 0)[0]), 90);
        }
    }
};

NB_TEST(TestComposite)
#include "tst_composite.moc"
