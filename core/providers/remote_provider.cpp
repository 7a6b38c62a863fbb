#include "core/providers/remote_provider.h"

#include "core/providers/exchange.h"

namespace nb::providers {

RemoteProvider::RemoteProvider(std::shared_ptr<const Wire> wire, WorkerPool& pool, Options options)
    : m_wire(std::move(wire)), m_pool(pool), m_fetchRule(options.fetchRule),
      m_upstream(m_wire->service(), m_wire->key(), std::move(options.timing), options.limits) {}

RemoteProvider::RemoteProvider(std::shared_ptr<const Wire> wire, WorkerPool& pool)
    : RemoteProvider(std::move(wire), pool, Options{}) {}

RemoteProvider::~RemoteProvider() {
    for (const auto& exchange : std::vector(m_open))
        exchange->finish(Error{ErrorCode::Cancelled, QStringLiteral("The edit was cancelled")});
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

ProviderCapabilities RemoteProvider::capabilities() const {
    return m_wire->capabilities();
}

QFuture<Result<Answer>> RemoteProvider::edit(Job job, Context context) {
    auto exchange = Exchange::create(m_wire, m_pool, m_upstream, m_fetchRule, std::move(context));
    m_open.push_back(exchange);
    QObject::connect(exchange.get(), &Exchange::ended, exchange.get(), [this, raw = exchange.get()] {
        std::erase_if(m_open, [raw](const auto& open) { return open.get() == raw; });
    });
    return exchange->start(std::move(job));
}

} // namespace nb::providers
