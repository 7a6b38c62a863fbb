#include "core/providers/variants.h"

#include "core/base/worker_pool.h"
#include <QObject>
#include <QPromise>
#include <QRandomGenerator>
#include <limits>
#include <memory>
#include <optional>

namespace nb::providers {
namespace {

constexpr int kMaxVariants = 8;

class Variants : public QObject, public std::enable_shared_from_this<Variants> {
public:
    Variants(Provider& provider, Job job, Context context, const VariantOptions& options,
             VariantCallbacks callbacks)
        : m_provider(provider), m_job(std::move(job)), m_context(std::move(context)), m_options(options),
          m_callbacks(std::move(callbacks)),
          m_firstSeed(m_job.seed ? *m_job.seed
                                 : QRandomGenerator::global()->bounded(std::numeric_limits<int>::max())),
          m_results(static_cast<size_t>(options.count)) {
        m_promise.start();
    }

    QFuture<Result<std::vector<Variant>>> start() {
        auto future = m_promise.future();
        for (int i = 0; i < std::min(m_options.concurrent, m_options.count); ++i)
            startNext();
        return future;
    }

private:
    void startNext() {
        if (m_next >= m_options.count)
            return;
        const int index = m_next++;
        Job job = m_job;
        job.seed = variantSeed(m_firstSeed, index);
        Context context = m_context;
        context.onProgress = [this, index](const Progress& progress) {
            if (m_callbacks.onProgress)
                m_callbacks.onProgress(index, progress);
        };
        context.onAttempt = [this, index](const Attempt& attempt) {
            if (m_callbacks.onAttempt)
                m_callbacks.onAttempt(index, attempt);
        };
        // The continuation owns this object until the last variant is in.
        m_provider.edit(std::move(job), std::move(context))
            .then(this, [self = shared_from_this(), index](Result<Answer> result) {
                self->arrived(index, std::move(result));
            });
    }

    void arrived(int index, Result<Answer> result) {
        auto& slot = m_results[static_cast<size_t>(index)];
        slot = Variant{index, variantSeed(m_firstSeed, index), std::move(result)};
        if (m_callbacks.onVariant)
            m_callbacks.onVariant(*slot);
        startNext();
        if (++m_ready < m_options.count)
            return;
        std::vector<Variant> all;
        for (auto& variant : m_results)
            all.push_back(std::move(*variant));
        m_promise.addResult(std::move(all));
        m_promise.finish();
    }

    Provider& m_provider;
    Job m_job;
    Context m_context;
    VariantOptions m_options;
    VariantCallbacks m_callbacks;
    int m_firstSeed;
    std::vector<std::optional<Variant>> m_results;
    QPromise<Result<std::vector<Variant>>> m_promise;
    int m_next = 0;
    int m_ready = 0;
};

} // namespace

int variantSeed(int first, int index) {
    return static_cast<int>((qint64(first) + index) & std::numeric_limits<int>::max());
}

QFuture<Result<std::vector<Variant>>> editVariants(Provider& provider, Job job, Context context,
                                                   const VariantOptions& options,
                                                   VariantCallbacks callbacks) {
    if (options.count < 1 || options.count > kMaxVariants || options.concurrent < 1)
        return readyFuture<Result<std::vector<Variant>>>(
            Error{ErrorCode::InvalidArgument,
                  QStringLiteral("The number of variants must be from 1 to %1").arg(kMaxVariants),
                  {},
                  QStringLiteral("variants")});
    const std::shared_ptr<Variants> variants(
        new Variants(provider, std::move(job), std::move(context), options, std::move(callbacks)),
        [](Variants* done) { done->deleteLater(); });
    return variants->start();
}

} // namespace nb::providers
