#pragma once
// What is decided about a request from its head alone: route, method, rate, length, sender, type of the body,
// and whether there is room for an edit. There is one such decision for both times at which it is asked for:
// when the head is there and the client waits with its body, and when the whole request is there. It reads no
// body and writes no response.

#include "core/base/result.h"
#include "core/server/api/rate_gate.h"
#include "core/server/api/route_table.h"

namespace nb::server {

class Admission;

class Preflight {
public:
    // All must outlive it.
    Preflight(const RouteTable& routes, const config::ServerSettings& settings, RateGate& rateGate,
              const Admission& admission)
        : m_routes(routes), m_settings(settings), m_rateGate(rateGate), m_admission(admission) {}

    // Success: record.route may handle the request, or it is OPTIONS for a path that exists. Sets
    // record.rateLimit and record.boundary. errorResponse() turns the error into the refusal. `count`: Look
    // for a request that has passed before its body came.
    [[nodiscard]] Result<> check(RequestRecord& record, RateCount count);

private:
    [[nodiscard]] Result<> checkEdit(RequestRecord& record) const;
    [[nodiscard]] Result<> checkRoom() const;

    const RouteTable& m_routes;
    const config::ServerSettings& m_settings;
    RateGate& m_rateGate;
    const Admission& m_admission;
};

} // namespace nb::server
