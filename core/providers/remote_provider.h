#pragma once
// A provider that is a remote API: holds what its edits share (breaker, retry budget) and runs each one as an
// Exchange. What the API's requests and answers look like is its Wire's business.

#include "core/providers/public_fetch.h"
#include "core/providers/retry_loop.h"
#include "core/providers/wire.h"
#include <memory>
#include <vector>

namespace nb {
class WorkerPool;
}

namespace nb::providers {

class Exchange;

class RemoteProvider : public Provider {
public:
    struct Options {
        Timing timing = Timing::real();
        RetryLimits limits = {};
        FetchRule fetchRule = FetchRule::PublicOnly;
    };

    // The pool must outlive the provider.
    RemoteProvider(std::shared_ptr<const Wire> wire, WorkerPool& pool, Options options);
    RemoteProvider(std::shared_ptr<const Wire> wire, WorkerPool& pool);
    ~RemoteProvider() override; // ends what is under way with Cancelled

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString model() const override;
    [[nodiscard]] bool healthy() const override;
    [[nodiscard]] BreakerState breakerState() const override;
    [[nodiscard]] ProviderCapabilities capabilities() const override;
    [[nodiscard]] QFuture<Result<Answer>> edit(Job job, Context context) override;

private:
    std::shared_ptr<const Wire> m_wire;
    WorkerPool& m_pool;
    FetchRule m_fetchRule;
    Upstream m_upstream;
    std::vector<std::shared_ptr<Exchange>> m_open;
};

} // namespace nb::providers
