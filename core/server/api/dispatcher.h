#pragma once
// From what the guard lets through, or refuses, to the response or the route's handler: who the request is
// from, the preflight, OPTIONS. It reads no body and knows no handler's work.

#include "core/server/api/exchange.h"
#include "core/server/api/preflight.h"

namespace nb::server {

class Dispatcher {
public:
    // All must outlive it.
    Dispatcher(const RouteTable& routes, const config::Settings& settings,
               const config::SubnetList& trustedProxies, Preflight& preflight, Finisher& finisher)
        : m_routes(routes), m_settings(settings), m_trustedProxies(trustedProxies), m_preflight(preflight),
          m_finisher(finisher) {}

    // What is known of the request on that socket.
    [[nodiscard]] RequestRecord recordOf(const GuardSocket& socket) const;

    // The two hooks of the guard that end in a response, which is counted and logged.
    [[nodiscard]] Response refuseRejected(const GuardSocket& socket, const Rejection& rejection);
    [[nodiscard]] std::optional<Response> refuseBeforeBody(const GuardSocket& socket);

    // Answers the exchange, or hands it to the route that will.
    void dispatch(Exchange& exchange);

private:
    [[nodiscard]] Response optionsResponse(const RequestHead& head) const;

    const RouteTable& m_routes;
    const config::Settings& m_settings;
    const config::SubnetList& m_trustedProxies;
    Preflight& m_preflight;
    Finisher& m_finisher;
};

} // namespace nb::server
