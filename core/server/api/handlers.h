#pragma once
// What each route does with its exchange: answer it with a page, or start the edit job that will. What may be
// handled at all is decided before, in the preflight.

#include "core/server/api/edit_job.h"
#include "core/server/api/routes.h"

namespace nb::server {

class Handlers {
public:
    // The services must outlive it.
    explicit Handlers(EditServices& services) : m_services(services) {}

    // For the route table; must not outlive this.
    [[nodiscard]] RouteHandlers routeHandlers();

    // Ends every edit that runs or waits, with a 503.
    void shutDownEdits();

private:
    void startEdit(Exchange& exchange);
    void showMetrics(Exchange& exchange);

    EditServices& m_services;
    const std::chrono::steady_clock::time_point m_began = std::chrono::steady_clock::now();
    EditCalls m_calls{m_services};
    QObject m_jobs; // parent of them; they use the calls
};

} // namespace nb::server
