#pragma once
// What is decided about a request from its head alone, before any byte of its body is stored: route, method,
// type of the body, sender, rate, length, and whether there is room for an edit, in this order. It reads no
// body and writes no response.

#include "core/base/result.h"
#include "core/server/api/rate_gate.h"
#include "core/server/api/route_table.h"

namespace nb::server {

class Admission;

class Preflight {
public:
    struct Verdict {
        std::optional<Error> refusal = {}; // errorResponse() makes the response of it
        QList<HeaderField> rateLimit = {}; // for RequestRecord::rateLimit, of a refusal too
        QByteArray boundary = {};          // for RequestRecord::boundary
        QByteArray idempotencyKey = {};    // for RequestRecord::idempotencyKey
    };
    using Decided = std::function<void(const Verdict&)>;

    // All must outlive it. maxBodyBytes: a body that is known to be longer is refused.
    Preflight(const config::ServerSettings& settings, const config::SubnetList& operators,
              qint64 maxBodyBytes, RateGate& rateGate, const Admission& admission)
        : m_settings(settings), m_operators(operators), m_maxBodyBytes(maxBodyBytes), m_rateGate(rateGate),
          m_admission(admission) {}

    // Without a refusal record.route may handle the request, or it is OPTIONS for a path that exists.
    // `decided` is called once, at once or when the rate limit is known, as RateLimits::take() says; the
    // record is not needed for that any more.
    void check(const RequestRecord& record, Decided decided);

private:
    [[nodiscard]] static Result<> checkTarget(const RequestRecord& record);
    [[nodiscard]] Result<> checkLength(bool isChunked, std::optional<qint64> length) const;

    const config::ServerSettings& m_settings;
    const config::SubnetList& m_operators; // who may read operator pages; empty = everybody
    const qint64 m_maxBodyBytes;
    RateGate& m_rateGate;
    const Admission& m_admission;
};

} // namespace nb::server
