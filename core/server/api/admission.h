#pragma once
// Decides which edits run, which wait and which are refused at once, so that memory and the provider are
// bounded by settings and not by the number of connections. It knows nothing of HTTP. Used from one thread.

#include <chrono>
#include <functional>
#include <list>
#include <memory>

namespace nb::telemetry {
class Metrics;
}

namespace nb::server {

class Admission {
public:
    // Holds a place among the running; destroying it lets the next one run. It must not outlive the
    // Admission.
    class Slot {
    public:
        ~Slot() { m_admission.release(); }
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;

    private:
        friend class Admission;
        explicit Slot(Admission& admission) : m_admission(admission) {}
        Admission& m_admission;
    };

    using Start = std::function<void(std::unique_ptr<Slot>)>;

    // maxRunning: 1 or more; maxWaiting: 0 or more. The metrics must outlive it.
    Admission(int maxRunning, int maxWaiting, telemetry::Metrics& metrics);

    [[nodiscard]] int running() const { return m_running; }
    [[nodiscard]] int waiting() const { return static_cast<int>(m_queue.size()); }
    [[nodiscard]] bool isFull() const;
    // From now on new edits are refused; those that run or wait go on.
    void close() { m_closed = true; }
    [[nodiscard]] bool isClosed() const { return m_closed; }
    [[nodiscard]] bool isIdle() const { return m_running == 0 && m_queue.empty(); }

    // Calls `start` with a slot, at once if there is one, else when its turn comes. False if it is closed or
    // full; then `start` is never called. `owner` names the request for withdraw().
    [[nodiscard]] bool submit(const void* owner, Start start);
    // Takes it out of the queue, if it waits there.
    void withdraw(const void* owner);

private:
    struct Waiting {
        const void* owner;
        Start start;
        std::chrono::steady_clock::time_point since;
    };

    void release();
    void startNext();
    void reportDepth();

    int m_maxRunning;
    int m_maxWaiting;
    telemetry::Metrics& m_metrics;
    int m_running = 0;
    bool m_closed = false;
    std::list<Waiting> m_queue;
};

} // namespace nb::server
