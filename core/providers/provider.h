#pragma once
// The interface of everything that can regenerate the selected part of a picture: remote APIs and the local
// fill. Retries, deadline and cancelling are handled in the provider, and nowhere else.

#include "core/base/worker_pool.h"
#include "core/image/picture.h"
#include "core/image/preview.h"
#include "core/mask/mask.h"
#include "core/providers/capabilities.h"
#include "core/providers/step.h"
#include <QDeadlineTimer>
#include <QFuture>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace nb::providers {

// What to make. Prompt and numbers have been checked against the ranges given here.
struct Job {
    image::Picture picture;
    mask::Mask mask;              // same size as the picture; selects something
    QString prompt;               // trimmed, 1 to 500 code points
    std::optional<int> seed = {}; // 0 to 2147483647
    double strength = 0.8;        // 0 to 1
    double guidanceScale = 7.5;   // 1 to 20
};

// One request to a remote service, reported as it ends.
struct Attempt {
    int number = 1;  // from 1
    QString outcome; // "ok", "http_4xx", "http_429", "http_5xx", "timeout", "connect", "invalid", "aborted"
    std::chrono::milliseconds duration{};
    std::chrono::milliseconds waitBeforeNext{}; // 0 if this was the last one
    int status = 0;                             // HTTP; 0 = no response came
    Step::Clock::time_point began = {};
    QString host = {}; // that was asked
    int port = 0;
};

struct Progress {
    enum class Phase { Uploading, Processing, Downloading };
    Phase phase = Phase::Processing;
    double fraction = -1; // 0 to 1 within the phase; negative = unknown
    // Set when there is a new one, a few times a second at most; only the local engine has any.
    std::shared_ptr<const image::Preview> preview = {};
};

// Whether calls get through: Open = not asked for a while, HalfOpen = the next call is a probe.
enum class BreakerState { Closed, HalfOpen, Open };

// How to run it. The callbacks are called on the thread that owns the provider; empty ones are skipped.
struct Context {
    std::stop_token cancel = {};
    QDeadlineTimer deadline = QDeadlineTimer::Forever; // for the whole edit, all attempts together
    std::function<void(const Progress&)> onProgress = {};
    std::function<void(const Attempt&)> onAttempt = {};
    // With each step of the edit as it ends; that of the provider comes after its attempts.
    std::function<void(const Step&)> onStep = {};
    QString requestId = {}; // on log lines about the edit; empty = it has none
    QString traceId = {};   // likewise
};

struct Answer {
    // Any size, depth and profile (none = sRGB): the edit converts its colours and aligns it with its region.
    image::Picture picture;
    int attempts = 1; // requests made; 1 for the local engine
};

// What Provider::check() found out. No text for people: the user interface makes it.
struct CheckResult {
    enum class Verdict {
        Local,   // nothing to ask: the local engine does the edits
        Works,   // reached, and the key was accepted
        Reached, // reached; whether the key is accepted will only be known at the first edit
        KeyRefused,
        Unreachable,
    };
    Verdict verdict = Verdict::Local;
    QString host = {};   // that was asked; empty with Local
    QString reason = {}; // with Unreachable: "connection refused"; empty = it did not answer
    int status = 0;      // HTTP; 0 = no response came
};

// Lives on one thread with an event loop and is called only from there; it must outlive its futures. Several
// edits may run at once.
class Provider {
public:
    Provider() = default;
    virtual ~Provider() = default;
    Provider(const Provider&) = delete;
    Provider& operator=(const Provider&) = delete;

    // For people and the X-Engine header: "nanobanana", "gemini", "openai" or "local".
    [[nodiscard]] virtual QString name() const = 0;

    // The model that does the work, as its service calls it; empty = there is nothing to choose.
    [[nodiscard]] virtual QString model() const { return {}; }

    // False while it is known to be failing: breaker open or key refused. Never waits.
    [[nodiscard]] virtual bool healthy() const { return true; }

    // For metrics; Closed for an engine that has none. Never waits.
    [[nodiscard]] virtual BreakerState breakerState() const { return BreakerState::Closed; }

    // What is left of the retry budget, of 100, for metrics. Never waits.
    [[nodiscard]] virtual int retryTokens() const { return 100; }

    // Constant over the provider's life.
    [[nodiscard]] virtual ProviderCapabilities capabilities() const { return {}; }

    // Asks whether the service can be reached and accepts the key, by one request that costs nothing. The
    // future always finishes with a value, within 15 s. Error: Cancelled when the provider is destroyed
    // before.
    [[nodiscard]] virtual QFuture<Result<CheckResult>> check() {
        return readyFuture(Result<CheckResult>(CheckResult{}));
    }

    // The future always finishes with a value, on any thread; cancelling ends it with Cancelled at once.
    // Errors: the Provider… codes, DeadlineExceeded, Cancelled, OutOfMemory, Internal.
    [[nodiscard]] virtual QFuture<Result<Answer>> edit(Job job, Context context) = 0;
};

} // namespace nb::providers
