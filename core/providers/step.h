#pragma once
// One step of an edit with its times, as whoever runs the edit hears of it when the step is over: for metrics
// and traces, which the steps themselves know nothing of.

#include <QString>
#include <chrono>

namespace nb::providers {

struct Step {
    using Clock = std::chrono::steady_clock;

    // "plan", "crop", "provider_request" (the request is built), kProviderStep, "provider_answer" (the answer
    // is read), "align", "composite".
    QString name;
    Clock::time_point began = {};
    Clock::time_point ended = {};

    [[nodiscard]] std::chrono::nanoseconds duration() const { return ended - began; }
};

// The provider's time alone: from handing the request's bytes to the network to the last byte of the answer,
// retries and the waits between them included, base64, JSON and pixels not; of the local engine, the fill.
inline constexpr QLatin1String kProviderStep("provider");

// Times the scope that it lives in.
class StepClock {
public:
    explicit StepClock(Step& step) : m_step(step) { m_step.began = Step::Clock::now(); }
    ~StepClock() { m_step.ended = Step::Clock::now(); }
    StepClock(const StepClock&) = delete;
    StepClock& operator=(const StepClock&) = delete;

private:
    Step& m_step;
};

} // namespace nb::providers
