#pragma once
// What is measured of one edit while it runs: its steps and attempts as metrics and as spans of the request
// that began it.

#include "core/providers/provider.h"
#include "core/telemetry/tracer.h"
#include <memory>

namespace nb::telemetry {
class Metrics;
}

namespace nb::server {

// Shows the state of the provider's circuit breaker and retry budget.
void publishProviderState(telemetry::Metrics& metrics, const providers::Provider& provider);

class EditObserver {
public:
    // All must outlive it.
    EditObserver(telemetry::Metrics& metrics, const telemetry::Tracer& tracer,
                 const providers::Provider& provider, telemetry::RequestTrace trace)
        : m_metrics(metrics), m_tracer(tracer), m_provider(provider), m_trace(std::move(trace)) {}

    // Sets the callbacks of a context, which do nothing once the observer is gone: a provider may outlive the
    // server.
    static void watch(const std::shared_ptr<EditObserver>& observer, providers::Context& context);

    void onStep(const providers::Step& step);
    void onAttempt(const providers::Attempt& attempt);
    // The provider is done with the edit. status: 200, or that of the error's response. wasted: a result that
    // nobody waits for any more.
    void onEdited(const QString& endpoint, int status, bool wasted);

    // Of all steps of the provider so far.
    [[nodiscard]] std::chrono::nanoseconds providerTime() const { return m_providerTime; }
    // Requests made to a service so far; 0 for the local engine.
    [[nodiscard]] int attempts() const { return m_attempts; }
    // For exemplars; empty = none.
    [[nodiscard]] QByteArray exemplar() const { return m_tracer.exemplarOf(m_trace); }

private:
    [[nodiscard]] bool isRemote() const;
    void recordProvider(const providers::Step& step);

    telemetry::Metrics& m_metrics;
    const telemetry::Tracer& m_tracer;
    const providers::Provider& m_provider;
    const telemetry::RequestTrace m_trace;
    std::chrono::nanoseconds m_providerTime{};
    int m_attempts = 0;
    QByteArray m_providerSpan; // its id, from its first attempt until it is recorded itself
};

} // namespace nb::server
