#include "core/providers/local.h"

#include "core/base/worker_pool.h"
#include "core/fill/telea.h"
#include <QPromise>
#include <QTimer>
#include <atomic>

namespace nb::providers {
namespace {

// A promise that the pool, the cancel token and the deadline race for; the first one keeps it.
class Race {
public:
    Race() { m_promise.start(); }
    [[nodiscard]] QFuture<Result<Answer>> future() const { return m_promise.future(); }
    void finish(Result<Answer> result) {
        if (m_finished.exchange(true))
            return;
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

private:
    QPromise<Result<Answer>> m_promise;
    std::atomic<bool> m_finished = false;
};

Error deadlinePassed() {
    return {ErrorCode::DeadlineExceeded, QStringLiteral("The edit took longer than its time limit")};
}

} // namespace

ProviderCapabilities LocalProvider::capabilities() const {
    ProviderCapabilities can;
    can.readsPrompt = false;
    can.priceHintUsd = 0;
    return can;
}

QFuture<Result<Answer>> LocalProvider::edit(Job job, Context context) {
    auto race = std::make_shared<Race>();
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
    m_pool
        .run([job = std::move(job), token = context.cancel]() -> Result<Answer> {
            Result<image::Picture> filled = fill::fillTelea(job.picture, job.mask, token);
            if (!filled)
                return filled.error();
            return Answer{std::move(*filled), 1};
        })
        .then(QtFuture::Launch::Sync,
              [race, onCancel](Result<Answer> answer) { race->finish(std::move(answer)); });
    return future;
}

} // namespace nb::providers
