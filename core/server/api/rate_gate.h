#pragma once
// The rate limit as HTTP shows it: who is exempt, the three headers, the refusal. The rate limiter counts.

#include "core/base/result.h"
#include "core/config/cidr.h"
#include "core/server/api/rate_limiter.h"
#include "core/server/api/request_record.h"

namespace nb::telemetry {
class Metrics;
}

namespace nb::server {

// Whether a request takes a token from its client's bucket, or has taken it before.
enum class RateCount { Take, Look };

class RateGate {
public:
    // The metrics must outlive it.
    RateGate(const config::ServerSettings& settings, config::SubnetList allowlist,
             telemetry::Metrics& metrics);

    // Sets record.rateLimit where the limit applies. Error: RateLimited, which is counted and logged, only
    // with Take.
    [[nodiscard]] Result<> check(RequestRecord& record, RateCount count);

private:
    [[nodiscard]] bool applies(const RequestRecord& record) const;
    void setHeaders(RequestRecord& record, const RateLimiter::Decision& decision) const;

    bool m_enabled;
    config::SubnetList m_allowlist;
    RateLimiter m_limiter;
    telemetry::Metrics& m_metrics;
};

} // namespace nb::server
