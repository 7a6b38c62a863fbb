#include "core/base/worker_pool.h"
#include "core/providers/local.h"
#include "tests/core/providers/provider_test.h"
#include "tests/support/test_main.h"
#include <QSemaphore>
#include <QThread>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using namespace std::chrono_literals;

class TestLocal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fillsTheSelectionAndNothingElse() {
        WorkerPool pool(2);
        LocalProvider provider(pool);
        Job job = sampleJob();
        // A stain on a ramp: the fill must take it away again.
        const cv::Mat clean = job.picture.pixels.clone();
        job.picture.pixels(cv::Rect(16, 8, 24, 20)).setTo(cv::Scalar(255, 0, 255));
        const auto answer = finished(provider.edit(job, {}));
        QVERIFY(answer.has_value());
        QCOMPARE(answer->attempts, 1);
        cv::Mat outside;
        cv::absdiff(answer->picture.pixels, clean, outside);
        outside.setTo(0, job.mask.pixels);
        QCOMPARE(cv::norm(outside, cv::NORM_INF), 0.0);
        const cv::Rect hole(16, 8, 24, 20);
        const double error = cv::norm(answer->picture.pixels(hole), clean(hole), cv::NORM_L1) / (24 * 20 * 3);
        QVERIFY2(error < 15, qPrintable(QString::number(error))); // the stain itself is off by over 100
    }

    void methodsDifferOnTexture() {
        // Stripes: patches carry them through the hole, Telea blurs them.
        WorkerPool pool(2);
        Job job = sampleJob({120, 80});
        for (int y = 0; y < 80; ++y)
            for (int x = 0; x < 120; ++x)
                job.picture.pixels.at<cv::Vec3b>(y, x) =
                    x % 8 < 4 ? cv::Vec3b(220, 220, 220) : cv::Vec3b(20, 20, 20);
        const cv::Rect hole(16, 8, 24, 20);
        const cv::Mat clean = job.picture.pixels(hole).clone();
        job.picture.pixels(hole).setTo(cv::Scalar(255, 0, 255));
        const auto errorOf = [&](LocalProvider::Method method) {
            LocalProvider provider(pool, method);
            const auto answer = finished(provider.edit(job, {}));
            return cv::norm(answer->picture.pixels(hole), clean, cv::NORM_L1) / (24 * 20 * 3);
        };
        const double patch = errorOf(LocalProvider::Method::Patch);
        const double telea = errorOf(LocalProvider::Method::Telea);
        QVERIFY2(patch < 5, qPrintable(QString::number(patch)));
        QVERIFY2(telea > 30, qPrintable(QString::number(telea)));
    }

    void reportsProgressOnItsOwnThread() {
        WorkerPool pool(1);
        LocalProvider provider(pool);
        QList<double> seen;
        Context context;
        context.onProgress = [&](const Progress& progress) {
            QCOMPARE(QThread::currentThread(), qApp->thread());
            QCOMPARE(progress.phase, Progress::Phase::Processing);
            seen.append(progress.fraction);
        };
        QVERIFY(finished(provider.edit(sampleJob({300, 300}), context)).has_value());
        QTRY_VERIFY(!seen.isEmpty());
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QVERIFY(seen.first() >= 0 && seen.last() <= 1);
    }

    void theProvidersTimeIsThatOfTheFill() {
        WorkerPool pool(1);
        LocalProvider provider(pool);
        QSemaphore release;
        const auto blocker = pool.run([&]() -> Result<> { // what waits for the pool is no fill yet
            release.acquire();
            return {};
        });
        QList<Step> steps;
        Context context;
        context.onStep = [&](const Step& step) {
            QCOMPARE(QThread::currentThread(), qApp->thread());
            steps.append(step);
        };
        const auto future = provider.edit(sampleJob(), context);
        const Step::Clock::time_point released = Step::Clock::now();
        release.release();
        QVERIFY(finished(future).has_value());
        QCOMPARE(steps.size(), 1);
        QCOMPARE(steps[0].name, QString(kProviderStep));
        QVERIFY(steps[0].began >= released && steps[0].ended > steps[0].began);
        QVERIFY(steps[0].ended <= Step::Clock::now());
    }

    void aFillThatNeverBeganHasNoTime() {
        WorkerPool pool(1);
        LocalProvider provider(pool);
        QSemaphore release;
        const auto blocker = pool.run([&]() -> Result<> {
            release.acquire();
            return {};
        });
        std::stop_source source;
        Context context;
        context.cancel = source.get_token();
        int steps = 0;
        context.onStep = [&](const Step&) { ++steps; };
        const auto future = provider.edit(sampleJob(), context);
        source.request_stop();
        QVERIFY(future.isFinished());
        release.release();
        QVERIFY(settle(pool));
        QCOMPARE(steps, 0);
    }

    void showsWhatItHasSoFar() {
        WorkerPool pool(1);
        LocalProvider provider(pool);
        QList<std::shared_ptr<const image::Preview>> seen;
        Context context;
        context.onProgress = [&](const Progress& progress) {
            if (progress.preview)
                seen.append(progress.preview);
        };
        const Job job = sampleJob({300, 300});
        QVERIFY(finished(provider.edit(job, context)).has_value());
        QTRY_VERIFY(!seen.isEmpty());
        const cv::Rect where(seen.first()->topLeft, seen.first()->pixels.size());
        QCOMPARE(seen.first()->pixels.type(), CV_8UC3);
        QCOMPARE(where & cv::Rect({}, job.picture.pixels.size()), where);
        cv::Mat beyond = job.mask.pixels.clone();
        beyond(where).setTo(0);
        QCOMPARE(cv::countNonZero(beyond), 0); // it covers the selection
    }

    void keepsDepth() {
        WorkerPool pool(1);
        LocalProvider provider(pool);
        QCOMPARE(finished(provider.edit(sampleJob({64, 48}, CV_16UC4), {}))->picture.pixels.type(), CV_16UC4);
    }

    void cancellingIsAtOnceEvenWhileThePoolIsBusy() {
        WorkerPool pool(1);
        LocalProvider provider(pool);
        QSemaphore release;
        const auto blocker = pool.run([&]() -> Result<> {
            release.acquire();
            return {};
        });
        std::stop_source source;
        Context context;
        context.cancel = source.get_token();
        const auto future = provider.edit(sampleJob(), context);
        QVERIFY(!future.isFinished());
        source.request_stop();
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::Cancelled);
        release.release();
    }

    void cancelledBeforeItBegan() {
        WorkerPool pool(1);
        LocalProvider provider(pool);
        std::stop_source source;
        source.request_stop();
        Context context;
        context.cancel = source.get_token();
        QCOMPARE(finished(provider.edit(sampleJob(), context)).error().code, ErrorCode::Cancelled);
    }

    void theDeadlineIsKeptWhileThePoolIsBusy() {
        WorkerPool pool(1);
        LocalProvider provider(pool);
        QSemaphore release;
        const auto blocker = pool.run([&]() -> Result<> {
            release.acquire();
            return {};
        });
        Context context;
        context.deadline = QDeadlineTimer(50);
        QCOMPARE(finished(provider.edit(sampleJob(), context)).error().code, ErrorCode::DeadlineExceeded);
        context.deadline = QDeadlineTimer(0);
        QCOMPARE(provider.edit(sampleJob(), context).result().error().code, ErrorCode::DeadlineExceeded);
        release.release();
    }

    void errorsOfTheFillComeThrough() {
        WorkerPool pool(1);
        LocalProvider provider(pool);
        Job job = sampleJob();
        job.mask.pixels.setTo(255);
        QCOMPARE(finished(provider.edit(job, {})).error().code, ErrorCode::InvalidArgument);
    }

    void saysWhatItCan() {
        WorkerPool pool(1);
        LocalProvider provider(pool);
        QCOMPARE(provider.name(), QStringLiteral("local"));
        QVERIFY(provider.healthy());
        QVERIFY(!provider.capabilities().readsPrompt);
        QCOMPARE(provider.capabilities().priceHintUsd, std::optional(0.0));
    }
};

NB_TEST(TestLocal)
#include "tst_local.moc"
