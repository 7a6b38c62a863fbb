#include "core/providers/remote_provider.h"

#include "core/providers/connection_check.h"
#include "core/providers/provider_call.h"

namespace nb::providers {

RemoteProvider::RemoteProvider(std::shared_ptr<const Wire> wire, WorkerPool& pool, Options options)
    : m_wire(std::move(wire)), m_hiddenKey({QString::fromLatin1(m_wire->key())}), m_pool(pool),
      m_fetchRule(options.fetchRule),
      m_upstream(m_wire->service(), m_wire->key(), std::move(options.timing), options.limits) {}

RemoteProvider::RemoteProvider(std::shared_ptr<const Wire> wire, WorkerPool& pool)
    : RemoteProvider(std::move(wire), pool, Options{}) {}

RemoteProvider::~RemoteProvider() {
    for (const auto& call : std::vector(m_open))
        call->finish(Error{ErrorCode::Cancelled, QStringLiteral("The edit was cancelled")});
}

QString RemoteProvider::name() const {
    return m_wire->name();
}

QString RemoteProvider::model() const {
    return m_wire->model();
}

bool RemoteProvider::healthy() const {
    return breakerState() == BreakerState::Closed;
}

BreakerState RemoteProvider::breakerState() const {
    return m_upstream.breaker.state();
}

int RemoteProvider::retryTokens() const {
    return m_upstream.budget.tokens();
}

ProviderCapabilities RemoteProvider::capabilities() const {
    return m_wire->capabilities();
}

QFuture<Result<CheckResult>> RemoteProvider::check() {
    return (new ConnectionCheck(m_wire, ConnectionCheck::kTimeout, &m_checks))->start();
}

QFuture<Result<Answer>> RemoteProvider::edit(Job job, Context context) {
    auto call = ProviderCall::create(m_wire, m_pool, m_upstream, m_fetchRule, std::move(context));
    m_open.push_back(call);
    QObject::connect(call.get(), &ProviderCall::ended, call.get(), [this, raw = call.get()] {
        std::erase_if(m_open, [raw](const auto& open) { return open.get() == raw; });
    });
    return call->start(std::move(job));
}

} // namespace nb::providers
