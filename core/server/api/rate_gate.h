#pragma once
// The rate limit as HTTP shows it: who is exempt, the three headers, the 429. Counting is the rate limiter's.

#include "core/config/cidr.h"
#include "core/server/api/rate_limiter.h"
#include "core/server/api/request_record.h"
#include "core/server/http/error_body.h"

namespace nb::telemetry {
class Metrics;
}

namespace nb::server {

class RateGate {
public:
    // The metrics must outlive it.
    RateGate(const config::ServerSettings& settings, config::SubnetList allowlist,
             telemetry::Metrics& metrics);

    // Takes a token. Sets record.rateLimit where the limit applies; counts and logs a refusal.
    [[nodiscard]] std::optional<Problem> pass(RequestRecord& record);
    // Sets record.rateLimit without taking a token, for a request that passed before its body came.
    void describe(RequestRecord& record);

private:
    [[nodiscard]] bool applies(const RequestRecord& record) const;
    void setHeaders(RequestRecord& record, const RateLimiter::Decision& decision) const;

    bool m_enabled;
    config::SubnetList m_allowlist;
    RateLimiter m_limiter;
    telemetry::Metrics& m_metrics;
};

} // namespace nb::server
