#include "core/providers/connection_check.h"

namespace nb::providers {
namespace {

constexpr qint64 kMaxResponseBytes = 4LL * 1024 * 1024; // lists of models are long

} // namespace

ConnectionCheck::ConnectionCheck(std::shared_ptr<const Wire> wire, std::chrono::milliseconds timeout,
                                 QObject* parent)
    : QObject(parent), m_wire(std::move(wire)), m_timeout(timeout) {
    m_promise.start();
}

ConnectionCheck::~ConnectionCheck() {
    finish(Error{ErrorCode::Cancelled, QStringLiteral("The connection test was cancelled")});
}

QFuture<Result<CheckResult>> ConnectionCheck::start() {
    m_call =
        std::make_unique<HttpCall>(m_wire->checkRequest(), HttpCall::Limits{m_timeout, kMaxResponseBytes},
                                   nullptr, [this](const HttpOutcome& outcome) {
                                       deleteLater();
                                       finish(checkResult(outcome, *m_wire));
                                   });
    return m_promise.future();
}

// A continuation may destroy this object.
void ConnectionCheck::finish(Result<CheckResult> result) {
    if (std::exchange(m_finished, true))
        return;
    QPromise<Result<CheckResult>> promise = std::move(m_promise);
    promise.addResult(std::move(result));
    promise.finish();
}

CheckResult checkResult(const HttpOutcome& outcome, const Wire& wire) {
    using Verdict = CheckResult::Verdict;
    CheckResult result;
    result.host = wire.checkRequest().url.host();
    result.status = outcome.status;
    if (outcome.kind != HttpOutcome::Kind::Answered) {
        result.verdict = Verdict::Unreachable;
        result.reason = outcome.reason;
    } else if (outcome.succeeded()) {
        result.verdict = Verdict::Works;
    } else {
        const bool refused =
            outcome.status == 401 || outcome.status == 403 || wire.refusal(outcome).keyRefused;
        result.verdict = refused ? Verdict::KeyRefused : Verdict::Reached;
    }
    return result;
}

} // namespace nb::providers
