#include "ui/desktop/selection/mask_job.h"

#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include "ui/desktop/document/studio_document.h"
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::desktop;
using mask::Delta;

namespace {

struct Bench {
    Bench() { document.open({cv::Mat(300, 300, CV_8UC3, cv::Scalar::all(0)), {}}, {}); }

    int painted() const { return cv::countNonZero(document.mask().pixels); }

    void paint(const QRect& rect) {
        const auto edit = document.beginMaskEdit(QStringLiteral("Paint"));
        edit->write(rect).setTo(255);
        edit->wrote(rect);
        edit->commit();
    }

    StudioDocument document;
    WorkerPool pool{1};
    MaskJob job{document, pool};
};

// Inverts the mask: what it gives depends on the mask that it sees.
Result<Delta> invert(const mask::Mask& mask, const std::stop_token&) {
    return Delta::between(mask, QRect({}, mask.size()), cv::Mat(255 - mask.pixels));
}

} // namespace

class TestMaskJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isOneStep_data() {
        QTest::addColumn<MaskJob::Where>("where");
        QTest::newRow("here") << MaskJob::Where::Here;
        QTest::newRow("pool") << MaskJob::Where::Pool;
    }

    void isOneStep() {
        QFETCH(MaskJob::Where, where);
        Bench bench;
        bench.job.run(QStringLiteral("Invert"), where, invert);
        QVERIFY(where == MaskJob::Where::Pool || !bench.job.isRunning());
        QTRY_VERIFY(!bench.job.isRunning());
        QCOMPARE(bench.painted(), 90000);
        QCOMPARE(bench.document.undoStack().undoText(), QStringLiteral("Invert"));
        bench.document.undoStack().undo();
        QCOMPARE(bench.painted(), 0);
    }

    void paintingMeanwhileIsNotLost() {
        Bench bench;
        QSemaphore begun, go;
        std::atomic<int> runs = 0;
        bench.job.run(QStringLiteral("Invert"), MaskJob::Where::Pool,
                      [&](const mask::Mask& mask, const std::stop_token& stop) {
                          ++runs;
                          begun.release();
                          go.acquire();
                          return invert(mask, stop);
                      });
        begun.acquire();
        bench.paint({0, 0, 10, 10});
        go.release(2);
        QTRY_VERIFY(!bench.job.isRunning());
        QCOMPARE(runs.load(), 2);
        QCOMPARE(bench.painted(), 90000 - 100);
        bench.document.undoStack().undo();
        QCOMPARE(bench.painted(), 100);
    }

    void waitsForTheEndOfAStroke_data() {
        QTest::addColumn<bool>("commits");
        QTest::newRow("committed") << true;
        QTest::newRow("rolled back") << false;
    }

    void waitsForTheEndOfAStroke() {
        QFETCH(bool, commits);
        Bench bench;
        auto edit = bench.document.beginMaskEdit(QStringLiteral("Paint"));
        edit->write({0, 0, 10, 10}).setTo(255);
        edit->wrote({0, 0, 10, 10});
        bench.job.run(QStringLiteral("Invert"), MaskJob::Where::Here, invert); // not now: there is a stroke
        QVERIFY(nb::test::settle(bench.pool));
        QVERIFY(bench.job.isRunning());
        QCOMPARE(bench.painted(), 100);
        if (commits)
            edit->commit();
        edit.reset();
        QTRY_VERIFY(!bench.job.isRunning());
        QCOMPARE(bench.painted(), commits ? 90000 - 100 : 90000);
    }

    void cancelledIsNeverSeen() {
        Bench bench;
        QSignalSpy failed(&bench.job, &MaskJob::failed);
        QSemaphore go;
        bench.job.run(QStringLiteral("Invert"), MaskJob::Where::Pool,
                      [&](const mask::Mask& mask, const std::stop_token& stop) {
                          go.acquire();
                          return invert(mask, stop);
                      });
        bench.job.cancel();
        QVERIFY(!bench.job.isRunning());
        go.release();
        QVERIFY(nb::test::settle(bench.pool));
        QCOMPARE(bench.painted(), 0);
        QCOMPARE(failed.count(), 0);
    }

    void anotherPictureCancels() {
        Bench bench;
        bench.job.run(QStringLiteral("Invert"), MaskJob::Where::Pool, invert);
        bench.document.open({cv::Mat(10, 10, CV_8UC3, cv::Scalar::all(0)), {}}, {});
        QVERIFY(!bench.job.isRunning());
        QVERIFY(nb::test::settle(bench.pool));
        QCOMPARE(bench.painted(), 0);
    }

    void failuresAreTold() {
        Bench bench;
        QSignalSpy failed(&bench.job, &MaskJob::failed);
        bench.job.run(
            QStringLiteral("Fail"), MaskJob::Where::Pool,
            [](const mask::Mask&, const std::stop_token&) -> Result<Delta> { throw std::bad_alloc(); });
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(!bench.job.isRunning());
        QCOMPARE(bench.document.undoStack().count(), 0);
    }
};

NB_TEST(TestMaskJob)
#include "tst_mask_job.moc"
