#pragma once
// A provider that is a remote API: holds what its edits share (breaker, retry budget) and runs each one as a
// ProviderCall. The wire format is in its Wire. Its key is kept out of the log for as long as it lives.

#include "core/providers/public_fetch.h"
#include "core/providers/retry_loop.h"
#include "core/providers/wire.h"
#include "core/telemetry/log.h"
#include <memory>
#include <vector>

namespace nb {
class WorkerPool;
}

namespace nb::providers {

class ProviderCall;

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
    [[nodiscard]] int retryTokens() const override;
    [[nodiscard]] ProviderCapabilities capabilities() const override;
    [[nodiscard]] QFuture<Result<CheckResult>> check() override;
    [[nodiscard]] QFuture<Result<Answer>> edit(Job job, Context context) override;

private:
    std::shared_ptr<const Wire> m_wire;
    log::HiddenSecrets m_hiddenKey;
    WorkerPool& m_pool;
    FetchRule m_fetchRule;
    Upstream m_upstream;
    std::vector<std::shared_ptr<ProviderCall>> m_open;
    QObject m_checks; // parent of those under way
};

} // namespace nb::providers
