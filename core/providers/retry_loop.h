#pragma once
// The only retry loop of the project: sends one request until it succeeds, is refused, or a repetition would
// be useless, within the deadline of the edit. The decisions are in retry_policy.h; here they are carried
// out, and every attempt is reported.

#include "core/base/result.h"
#include "core/providers/circuit_breaker.h"
#include "core/providers/http_call.h"
#include "core/providers/retry_budget.h"
#include "core/providers/retry_policy.h"
#include "core/providers/timing.h"
#include <QObject>

namespace nb::providers {

// One remote service with all that its calls share. Belongs to the provider's thread.
struct Upstream {
    Upstream(QString serviceName, QByteArray secret, Timing how, const RetryLimits& retryLimits = {})
        : service(std::move(serviceName)), key(std::move(secret)), timing(std::move(how)),
          limits(retryLimits), breaker(timing.now) {}

    QString service; // as messages name it: "NanoBanana API"
    QByteArray key;  // for scrubbing only; requests carry it in their headers
    Timing timing;
    RetryLimits limits;
    RetryBudget budget = {};
    CircuitBreaker breaker;
};

struct HttpResponse {
    HttpOutcome outcome; // a success
    Attempt attempt;     // the one that brought it; its outcome is not known yet
};

class RetryLoop : public QObject {
    Q_OBJECT

public:
    // Reads the body of an answer that is no success; called on the event loop, so it must be quick.
    using ReadRefusal = std::function<Refusal(const HttpOutcome&)>;
    using OnDone = std::function<void(Result<HttpResponse>)>;

    // The upstream must outlive the loop. onDone is called once, from the event loop or from start(), unless
    // the loop is destroyed first, which breaks off what is under way. The last attempt of a success is not
    // reported here: only who reads the answer knows whether it was "ok" or "invalid".
    RetryLoop(Upstream& upstream, HttpRequest request, Context context, ReadRefusal readRefusal,
              OnDone onDone);
    ~RetryLoop() override;

    void start();

private:
    void attempt();
    void onOutcome(const HttpOutcome& outcome);
    void report(const HttpOutcome& outcome, std::chrono::milliseconds wait);
    [[nodiscard]] Attempt presentAttempt() const;
    void settle(CircuitBreaker::Outcome outcome);
    void fail(Error error);
    void done(Result<HttpResponse> result);
    [[nodiscard]] std::chrono::milliseconds remaining() const;

    Upstream& m_upstream;
    HttpRequest m_request;
    Context m_context;
    ReadRefusal m_readRefusal;
    OnDone m_onDone;
    HttpCall* m_call = nullptr; // deleted by the event loop: it may be the one that is calling us
    std::chrono::milliseconds m_deadline{};
    CircuitBreaker::Permit m_permit;
    int m_attempt = 0;
    Step::Clock::time_point m_attemptBegan;
    bool m_cutByDeadline = false;
};

} // namespace nb::providers
