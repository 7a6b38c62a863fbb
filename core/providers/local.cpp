#include "core/providers/local.h"

#include "core/base/worker_pool.h"
#include "core/fill/fill.h"
#include "core/fill/telea.h"
#include <QFutureWatcher>
#include <QPromise>
#include <QScopeGuard>
#include <QTimer>
#include <atomic>
#include <mutex>
#include <utility>

namespace nb::providers {
namespace {

constexpr int kProgressSteps = 1000;

// A promise that the pool, the cancel token and the deadline race for; the first one keeps it and stops the
// work.
class Race {
public:
    Race() {
        m_promise.setProgressRange(0, kProgressSteps);
        m_promise.start();
    }
    [[nodiscard]] std::stop_token stopped() const { return m_stop.get_token(); }
    // The next one to report, in place of an older one that was not yet.
    void show(std::shared_ptr<const image::Preview> preview) {
        const std::lock_guard lock(m_previewLock);
        m_preview = std::move(preview);
    }
    [[nodiscard]] std::shared_ptr<const image::Preview> takePreview() {
        const std::lock_guard lock(m_previewLock);
        return std::exchange(m_preview, nullptr);
    }
    void advance(double fraction) { m_promise.setProgressValue(static_cast<int>(fraction * kProgressSteps)); }
    [[nodiscard]] QFuture<Result<Answer>> future() const { return m_promise.future(); }
    // The fill begins, or is over.
    void mark(std::atomic<Step::Clock::rep>& moment) {
        moment = Step::Clock::now().time_since_epoch().count();
    }
    void begin() { mark(m_began); }
    void end() { mark(m_ended); }
    // onStep is called on the thread of `here`.
    void reportTo(QObject& here, std::function<void(const Step&)> onStep) {
        m_here = &here;
        m_onStep = std::move(onStep);
    }
    void finish(Result<Answer> result) {
        if (m_finished.exchange(true))
            return;
        reportFill();
        m_stop.request_stop();
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

private:
    void reportFill() {
        if (m_began == 0 || !m_onStep)
            return;
        if (m_ended == 0) // given up before it was done
            end();
        const auto at = [](Step::Clock::rep ticks) {
            return Step::Clock::time_point(Step::Clock::duration(ticks));
        };
        // At once where this is the thread of `here` already, as it nearly always is.
        QMetaObject::invokeMethod(m_here, [onStep = m_onStep, step = Step{kProviderStep, at(m_began),
                                                                          at(m_ended)}] { onStep(step); });
    }

    QObject* m_here = nullptr;
    std::function<void(const Step&)> m_onStep;
    std::atomic<Step::Clock::rep> m_began = 0; // ticks of the clock; 0 = not yet
    std::atomic<Step::Clock::rep> m_ended = 0;
    std::stop_source m_stop;
    QPromise<Result<Answer>> m_promise;
    std::atomic<bool> m_finished = false;
    std::mutex m_previewLock;
    std::shared_ptr<const image::Preview> m_preview;
};

Error deadlinePassed() {
    return {ErrorCode::DeadlineExceeded, QStringLiteral("The edit took longer than its time limit")};
}

// The fill by patches, as a picture with the metadata of the one it was made from.
Result<Answer> filledWithPatches(const Job& job, const fill::Options& options) {
    Result<cv::Mat> pixels = fill::fill(job.picture.pixels, job.mask.pixels, options);
    if (!pixels)
        return pixels.error();
    image::Picture picture;
    picture.pixels = std::move(*pixels);
    picture.metadata = job.picture.metadata;
    return Answer{std::move(picture), 1};
}

Result<Answer> filledWithTelea(const Job& job, const std::stop_token& cancel) {
    Result<image::Picture> picture = fill::fillTelea(job.picture, job.mask, cancel);
    if (!picture)
        return picture.error();
    return Answer{std::move(*picture), 1};
}

// Brings the progress of a race to the thread of `here`.
void forwardProgress(QObject& here, const std::shared_ptr<Race>& race,
                     std::function<void(const Progress&)> onProgress) {
    using Watcher = QFutureWatcher<Result<Answer>>;
    auto* watcher = new Watcher(&here);
    QObject::connect(
        watcher, &Watcher::progressValueChanged, watcher,
        [race, onProgress = std::move(onProgress)](int steps) {
            onProgress({Progress::Phase::Processing, double(steps) / kProgressSteps, race->takePreview()});
        });
    QObject::connect(watcher, &Watcher::finished, watcher, &QObject::deleteLater);
    watcher->setFuture(race->future());
}

} // namespace

ProviderCapabilities LocalProvider::capabilities() const {
    ProviderCapabilities can;
    can.readsPrompt = false;
    can.honoursSeed = m_method == Method::Patch;
    can.repeatsWithoutSeed = true;
    can.honoursStrength = m_method == Method::Patch;
    can.priceHintUsd = 0;
    return can;
}

QFuture<Result<Answer>> LocalProvider::edit(Job job, Context context) {
    auto race = std::make_shared<Race>();
    race->reportTo(m_here, std::move(context.onStep));
    QFuture<Result<Answer>> future = race->future();
    if (context.deadline.hasExpired()) {
        race->finish(deadlinePassed());
        return future;
    }
    // Alive until the fill ends, and harmless from then on.
    using OnCancel = std::stop_callback<std::function<void()>>;
    auto onCancel = std::make_shared<OnCancel>(context.cancel, [race] {
        race->finish(Error{ErrorCode::Cancelled, QStringLiteral("The edit was cancelled")});
    });
    if (!context.deadline.isForever())
        QTimer::singleShot(std::chrono::milliseconds(context.deadline.remainingTime()),
                           [weak = std::weak_ptr(race)] {
                               if (const auto running = weak.lock())
                                   running->finish(deadlinePassed());
                           });
    const bool watched = static_cast<bool>(context.onProgress);
    if (watched)
        forwardProgress(m_here, race, std::move(context.onProgress));
    m_pool
        .run([race, job = std::move(job), method = m_method, threads = m_pool.threads(),
              watched]() -> Result<Answer> {
            race->begin();
            const auto end = qScopeGuard([&race] { race->end(); });
            if (method == Method::Telea)
                return filledWithTelea(job, race->stopped());
            fill::Options options;
            options.seed = job.seed.value_or(0);
            options.strength = job.strength;
            options.cancel = race->stopped();
            options.onProgress = [race](double fraction) { race->advance(fraction); };
            if (watched)
                options.onPreview = [race](const image::Preview& preview) {
                    race->show(std::make_shared<const image::Preview>(preview));
                };
            options.threads = threads;
            return filledWithPatches(job, options);
        })
        .then(QtFuture::Launch::Sync,
              [race, onCancel](Result<Answer> answer) { race->finish(std::move(answer)); });
    return future;
}

} // namespace nb::providers
