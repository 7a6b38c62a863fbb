#pragma once
// Asks a service whether it can be reached and accepts the key: one GET that carries the key and no picture,
// which costs nothing. It is not part of an edit: it is not repeated, and the circuit breaker neither stops
// it nor learns from it.

#include "core/providers/http_call.h"
#include "core/providers/wire.h"
#include <QPromise>

namespace nb::providers {

class ConnectionCheck : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds kTimeout{15'000};

    ConnectionCheck(std::shared_ptr<const Wire> wire, std::chrono::milliseconds timeout, QObject* parent);
    ~ConnectionCheck() override; // one that has not ended ends with Cancelled

    // Once. The object deletes itself after the end.
    [[nodiscard]] QFuture<Result<CheckResult>> start();

private:
    void finish(Result<CheckResult> result);

    std::shared_ptr<const Wire> m_wire;
    std::chrono::milliseconds m_timeout;
    std::unique_ptr<HttpCall> m_call;
    QPromise<Result<CheckResult>> m_promise;
    bool m_finished = false;
};

// What the outcome of wire.checkRequest() means.
[[nodiscard]] CheckResult checkResult(const HttpOutcome& outcome, const Wire& wire);

} // namespace nb::providers
