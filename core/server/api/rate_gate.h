#pragma once
// The rate limit as HTTP shows it: who is exempt, the three headers, the refusal. The rate limits count.

#include "core/base/result.h"
#include "core/config/cidr.h"
#include "core/server/api/rate_limits.h"
#include "core/server/api/request_record.h"

namespace nb::telemetry {
class Metrics;
}

namespace nb::server {

class RateGate {
public:
    struct Verdict {
        std::optional<Error> refusal = {}; // RateLimited
        QList<HeaderField> headers = {};   // X-RateLimit-*; empty where the limit does not apply
    };
    using Decided = std::function<void(const Verdict&)>;

    // Limits and metrics must outlive it.
    RateGate(const config::ServerSettings& settings, config::SubnetList allowlist, RateLimits& limits,
             telemetry::Metrics& metrics);

    // Takes a token for the request, if the limit applies to its client. A refusal is counted and logged.
    // `decided` is called as RateLimits::take() says; the record is not needed for that any more.
    void check(const RequestRecord& record, Decided decided);

private:
    [[nodiscard]] QList<HeaderField> headersOf(const RateDecision& decision) const;

    bool m_enabled;
    int m_perMinute;
    config::SubnetList m_allowlist;
    RateLimits& m_limits;
    telemetry::Metrics& m_metrics;
};

} // namespace nb::server
