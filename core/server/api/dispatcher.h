#pragma once
// From the head of a request that the guard has read, or what the guard refuses, to the response or the
// route's handler: who the request is from, the preflight, OPTIONS. It reads no body and knows no handler's
// work.

#include "core/server/api/exchange.h"
#include "core/server/api/preflight.h"

namespace nb::server {

class Dispatcher {
public:
    // All must outlive it.
    Dispatcher(const config::Settings& settings, const config::SubnetList& trustedProxies,
               Preflight& preflight, Finisher& finisher, const telemetry::Tracer& tracer)
        : m_settings(settings), m_trustedProxies(trustedProxies), m_preflight(preflight),
          m_finisher(finisher), m_tracer(tracer) {}

    // What is known of the request on that connection. routes: of its port; outlive the record.
    [[nodiscard]] RequestRecord recordOf(const GuardConnection& connection, const RouteTable& routes) const;

    // What never became a request, or belongs to none: the response, which is counted and logged.
    [[nodiscard]] Response refuseRejected(const GuardConnection& connection, const Rejection& rejection,
                                          const RouteTable& routes);

    // Decides from the head: answers the exchange, or hands it to the route that will, at once or later. Only
    // an edit's body is read; a page has no use for one.
    void dispatch(Exchange& exchange);

private:
    void decided(Exchange& exchange, const Preflight::Verdict& verdict);
    [[nodiscard]] Response optionsResponse(const RequestRecord& record) const;

    const config::Settings& m_settings;
    const config::SubnetList& m_trustedProxies;
    Preflight& m_preflight;
    Finisher& m_finisher;
    const telemetry::Tracer& m_tracer;
};

} // namespace nb::server
