#include "core/server/api/handlers.h"

#include "core/base/worker_pool.h"
#include "core/providers/provider.h"
#include "core/server/api/edit_observer.h"
#include "core/server/api/metrics_format.h"
#include "core/server/api/page_response.h"
#include "core/server/api/pages.h"
#include "core/telemetry/metrics.h"

namespace nb::server {

RouteHandlers Handlers::routeHandlers() {
    RouteHandlers handlers;
    handlers.edit = [this](Exchange& exchange) { startEdit(exchange); };
    handlers.health = [this](Exchange& exchange) {
        exchange.finish(healthPage(m_services.settings, m_services.provider, m_services.admission, m_began));
    };
    handlers.limits = [this](Exchange& exchange) {
        exchange.finish(limitsPage(m_services.settings, m_services.provider));
    };
    handlers.livez = [](Exchange& exchange) { exchange.finish(Response{200, "text/plain", "ok\n", {}}); };
    handlers.readyz = [this](Exchange& exchange) { exchange.finish(readinessPage(m_services.admission)); };
    handlers.metrics = [this](Exchange& exchange) { showMetrics(exchange); };
    handlers.index = [](Exchange& exchange) { exchange.finish(indexPage()); };
    handlers.openapi = [](Exchange& exchange) { exchange.finish(openapiPage()); };
    handlers.docs = [](Exchange& exchange) { exchange.finish(docsPage()); };
    handlers.webHealth = [](Exchange& exchange) {
        exchange.finish(Response{200, "text/plain", "healthy", {}});
    };
    handlers.pageFile = [](Exchange& exchange, const PageFile& file) {
        exchange.finish(pageResponse(file, exchange.head()));
    };
    handlers.noPage = [](Exchange& exchange) { exchange.finish(noPageResponse()); };
    return handlers;
}

void Handlers::startEdit(Exchange& exchange) {
    auto* job = new EditJob(exchange, m_services, m_calls, &m_jobs);
    job->submit();
}

void Handlers::showMetrics(Exchange& exchange) {
    telemetry::Metrics& metrics = m_services.metrics;
    metrics.setWorkers(m_services.pool.busy(), m_services.pool.threads());
    publishProviderState(metrics, m_services.provider);
    if (prefersOpenMetrics(exchange.head().value("Accept")))
        exchange.finish(Response{200, telemetry::Metrics::kOpenMetricsType, metrics.openMetricsText(), {}});
    else
        exchange.finish(Response{200, telemetry::Metrics::kContentType, metrics.text(), {}});
}

void Handlers::shutDownEdits() {
    for (auto* job : m_jobs.findChildren<EditJob*>(QString(), Qt::FindDirectChildrenOnly))
        job->shutDown();
    m_calls.stopAll(); // those that nobody waits for
}

} // namespace nb::server
