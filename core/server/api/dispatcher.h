#pragma once
// From a request that the guard let through to its route's handler: who it is from, the rate limit, OPTIONS,
// and what to say when there is no route. It reads no body.

#include "core/server/api/exchange.h"
#include "core/server/api/rate_gate.h"
#include "core/server/api/route_table.h"

namespace nb::server {

class Dispatcher {
public:
    // All must outlive it.
    Dispatcher(const RouteTable& routes, const config::Settings& settings,
               const config::SubnetList& trustedProxies, RateGate& rateGate)
        : m_routes(routes), m_settings(settings), m_trustedProxies(trustedProxies), m_rateGate(rateGate) {}

    // What is known of the request on that socket.
    [[nodiscard]] RequestRecord recordOf(const GuardSocket& socket) const;

    // Answers the exchange, or hands it to the route that will.
    void dispatch(Exchange& exchange);

private:
    void answerOptions(Exchange& exchange) const;
    void answerMissing(Exchange& exchange) const;

    const RouteTable& m_routes;
    const config::Settings& m_settings;
    const config::SubnetList& m_trustedProxies;
    RateGate& m_rateGate;
};

} // namespace nb::server
