#pragma once
// Decides which edits run, which wait and which are refused, so that memory and the provider are bounded by
// settings and not by the number of connections, and so that clients share both fairly:
// - Of the clients that wait, the one with the fewest running edits is next, then the one that was served
//   longest ago. Within a client it is first come, first served.
// - In a full queue a newcomer takes the place of the last edit of the client with the most waiting ones, as
//   long as the newcomer's client then has no more of them than that one.
// - Nobody waits for longer than the limit.
// Who a client is, is the caller's business (core/server/api/client_key.h). It knows nothing of HTTP. Used
// from one thread, which has an event loop.

#include "core/base/result.h"
#include "core/server/api/wait_estimate.h"
#include <QByteArray>
#include <QTimer>
#include <deque>
#include <functional>
#include <map>
#include <memory>

namespace nb::telemetry {
class Metrics;
}

namespace nb::server {

class Admission {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Clock = std::function<Time()>;

    struct Limits {
        int maxRunning = 16; // 1 or more
        int maxWaiting = 32; // 0 or more
        std::chrono::milliseconds maxWait{10'000};
    };

    // Holds a place among the running; destroying it lets the next one run. It must not outlive the
    // Admission.
    class Slot {
    public:
        ~Slot() { m_admission.release(*this); }
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;

        // An edit is made in it, so that its time says how long edits take. Without this it may have been a
        // faulty form, which is refused within milliseconds.
        void setIsEdit() { m_isEdit = true; }

    private:
        friend class Admission;
        Slot(Admission& admission, QByteArray client, Time began)
            : m_admission(admission), m_client(std::move(client)), m_began(began) {}
        Admission& m_admission;
        QByteArray m_client;
        Time m_began;
        bool m_isEdit = false;
    };

    struct Request {
        const void* owner = nullptr; // names it for withdraw()
        QByteArray client;           // whose it is
        std::function<void(std::unique_ptr<Slot>)> start;
        std::function<void(const Error&)> refuse;
    };

    // The metrics must outlive it.
    Admission(const Limits& limits, telemetry::Metrics& metrics,
              Clock clock = std::chrono::steady_clock::now);

    [[nodiscard]] const Limits& limits() const { return m_limits; }
    [[nodiscard]] int running() const { return m_running; }
    [[nodiscard]] int waiting() const { return m_waiting; }
    // No room for a client that has waiting edits already.
    [[nodiscard]] bool isFull() const;
    // From now on new edits are refused; those that run or wait go on.
    void close() { m_closed = true; }
    [[nodiscard]] bool isClosed() const { return m_closed; }
    [[nodiscard]] bool isIdle() const { return m_running == 0 && m_waiting == 0; }

    // How long a newcomer would wait, from how long the last edits took; 0 while there is a free slot.
    [[nodiscard]] std::chrono::nanoseconds estimatedWait() const;
    [[nodiscard]] std::chrono::nanoseconds typicalEdit() const { return m_estimate.typicalEdit(); }

    // Overloaded, with a retryAfter that follows from how long edits take and how many wait.
    [[nodiscard]] Error overloaded(const QString& message) const;
    // Whether submit() would take an edit of this client now. Error: Overloaded, with retryAfter; it is
    // counted as refused.
    [[nodiscard]] Result<> checkRoom(const QByteArray& client) const;
    // Calls `start` with a slot, at once if there is one, else when its turn comes; or `refuse`, with
    // Overloaded and retryAfter, when it has lost its place or has waited too long. At most one of them is
    // called, once. The error of checkRoom() if there is no room; then neither is called.
    [[nodiscard]] Result<> submit(Request request);
    // Takes it out of the queue, if it waits there; then neither of its functions is called any more.
    void withdraw(const void* owner);

    // Refuses those that have waited too long. Called by a timer.
    void refuseOverdue();

private:
    struct Waiting {
        Request request;
        Time since;
    };
    struct Client {
        std::deque<Waiting> waiting;
        int running = 0;
        qint64 turn = 0; // m_turns when it was last served; when it is new, as if that had just been
    };
    using Clients = std::map<QByteArray, Client>;

    [[nodiscard]] int waitingOf(const QByteArray& client) const;
    [[nodiscard]] Clients::const_iterator mostWaiting() const; // the end if nobody waits
    [[nodiscard]] bool canDisplaceFor(const QByteArray& client) const;
    void displaceLast();
    void release(const Slot& slot);
    void startNext();
    Clients::iterator nextClient(); // the end if nobody waits
    void forgetIfIdle(Clients::iterator client);
    void refuse(const Waiting& waiting, const char* reason, const QString& message);
    void onChange(); // reports, and sets the timer

    Limits m_limits;
    telemetry::Metrics& m_metrics;
    Clock m_clock;
    WaitEstimate m_estimate;
    Clients m_clients; // those with edits that run or wait
    int m_running = 0;
    int m_waiting = 0;
    qint64 m_turns = 0;
    bool m_closed = false;
    QTimer m_overdue;
};

} // namespace nb::server
