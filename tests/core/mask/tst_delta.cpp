#include "core/mask/delta.h"

#include "core/image/cv_rect.h"
#include "core/mask/empty_mask.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using mask::Delta;
using mask::DeltaRecorder;
using mask::Mask;

namespace {

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

QRect randomRect(QRandomGenerator& random, const QSize& size) {
    const int x = random.bounded(size.width()), y = random.bounded(size.height());
    return {x, y, random.bounded(1, size.width() - x + 1), random.bounded(1, size.height() - y + 1)};
}

// One value, or noise.
cv::Mat randomSamples(QRandomGenerator& random, const QSize& size) {
    cv::Mat samples(size.height(), size.width(), CV_8UC1, cv::Scalar(random.bounded(256)));
    if (random.bounded(2) == 0)
        for (int y = 0; y < samples.rows; ++y)
            for (int x = 0; x < samples.cols; ++x)
                samples.at<uchar>(y, x) = uchar(random.bounded(256));
    return samples;
}

} // namespace

class TestDelta : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingWrittenIsNothing() {
        Mask mask = mask::emptyMask({300, 200});
        DeltaRecorder recorder(mask);
        recorder.willWrite({10, 10, 50, 50});
        QCOMPARE(recorder.touched(), QRect(0, 0, 128, 128));
        Delta delta = recorder.finish();
        QVERIFY(delta.isEmpty());
        QCOMPARE(delta.bounds(), QRect());
        QCOMPARE(delta.bytes(), 0);
        QCOMPARE(recorder.touched(), QRect());
    }

    void onlyChangedTilesAreKept() {
        Mask mask = mask::emptyMask({300, 200}); // 3 x 2 tiles; the last column is 44 wide, the last row 72
        DeltaRecorder recorder(mask);
        recorder.willWrite(QRect({}, mask.size()));
        mask.pixels.at<uchar>(199, 299) = 7;
        Delta delta = recorder.finish();
        QCOMPARE(delta.bounds(), QRect(256, 128, 44, 72));
        delta.undo(mask);
        QCOMPARE(cv::countNonZero(mask.pixels), 0);
        delta.redo(mask);
        QCOMPARE(cv::countNonZero(mask.pixels), 1);
        QCOMPARE(int(mask.pixels.at<uchar>(199, 299)), 7);
    }

    void willWriteIgnoresWhatLiesOutside() {
        Mask mask = mask::emptyMask({100, 100});
        DeltaRecorder recorder(mask);
        recorder.willWrite({-50, -50, 20, 20});
        recorder.willWrite({100, 0, 20, 20});
        recorder.willWrite({});
        QCOMPARE(recorder.touched(), QRect());
        recorder.willWrite({-50, -50, 500, 500});
        QCOMPARE(recorder.touched(), QRect(0, 0, 100, 100));
    }

    void uniformTilesTakeAFewBytes() {
        Mask mask = mask::emptyMask({1280, 1280});
        DeltaRecorder recorder(mask);
        recorder.willWrite(QRect({}, mask.size()));
        mask.pixels.setTo(255);
        Delta delta = recorder.finish();
        QVERIFY(delta.bytes() > 0);
        QVERIFY(delta.bytes() <= 100 * 100); // 100 tiles of 16 KB
    }

    void redoBeforeAnyUndoChangesNothing() {
        Mask mask = mask::emptyMask({200, 200});
        DeltaRecorder recorder(mask);
        recorder.willWrite({0, 0, 10, 10});
        mask.pixels(cv::Rect(0, 0, 10, 10)).setTo(9);
        Delta delta = recorder.finish();
        delta.redo(mask);
        QCOMPARE(cv::countNonZero(mask.pixels), 100);
        Delta copy = delta;
        delta.undo(mask);
        delta.redo(mask);
        copy.undo(mask); // a copy knows what it needs
        QCOMPARE(cv::countNonZero(mask.pixels), 0);
        copy.redo(mask);
        QCOMPARE(cv::countNonZero(mask.pixels), 100);
    }

    void beforeReturnsTheSamplesFromBeforeTheRecording() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        Mask mask{randomSamples(random, {333, 290})};
        const cv::Mat start = mask.pixels.clone();
        DeltaRecorder recorder(mask);
        for (int i = 0; i < 20; ++i) {
            const QRect rect = randomRect(random, mask.size()), asked = randomRect(random, mask.size());
            recorder.willWrite(rect);
            randomSamples(random, rect.size()).copyTo(mask.pixels(cvRect(rect)));
            QVERIFY(same(recorder.before(asked), start(cvRect(asked))));
        }
        recorder.rollBack();
        QVERIFY(same(mask.pixels, start));
        QVERIFY(recorder.finish().isEmpty());
    }

    void anySequenceCanBeUndoneAndRedone() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        Mask mask = mask::emptyMask({random.bounded(1, 400), random.bounded(1, 400)});
        const cv::Mat first = mask.pixels.clone();
        std::vector<Delta> deltas;
        std::vector<cv::Mat> states{first};
        for (int i = 0; i < 30; ++i) {
            const QRect rect = randomRect(random, mask.size());
            const cv::Mat samples = randomSamples(random, rect.size());
            if (i % 2 == 0) {
                DeltaRecorder recorder(mask);
                recorder.willWrite(rect);
                samples.copyTo(mask.pixels(cvRect(rect)));
                deltas.push_back(recorder.finish());
            } else {
                deltas.push_back(Delta::between(mask, rect, samples));
                deltas.back().redo(mask);
                QVERIFY(same(mask.pixels(cvRect(rect)), samples));
            }
            states.push_back(mask.pixels.clone());
        }
        for (size_t i = deltas.size(); i-- > 0;) {
            deltas[i].undo(mask);
            QVERIFY(same(mask.pixels, states[i]));
        }
        for (size_t i = 0; i < deltas.size(); ++i) {
            deltas[i].redo(mask);
            QVERIFY(same(mask.pixels, states[i + 1]));
        }
    }

    void betweenTheSameIsNothing() {
        const Mask mask = mask::emptyMask({200, 200});
        QVERIFY(Delta::between(mask, {10, 20, 150, 160}, cv::Mat::zeros(160, 150, CV_8UC1)).isEmpty());
    }
};

NB_TEST_APPLESS(TestDelta)
#include "tst_delta.moc"
