#pragma once
// One client connection: lets QHttpServer see only what the framing accepts, keeps time, and is the one place
// where an answer's bytes are written. The guard's slot on readyRead is connected before QHttpServer's and
// peeks at the same bytes; a refusal disconnects both. It knows no routes: what a refusal looks like is the
// business of its hooks.

#include "core/server/http/framing.h"
#include "core/server/http/response.h"
#include <QTcpSocket>
#include <QTimer>
#include <functional>
#include <memory>

namespace nb::server {

class GuardSocket;

// How the guard talks to the rest of the server. Called on the event loop; all are set.
struct GuardHooks {
    // A request that is refused by its form: counts and logs it, returns the whole answer.
    std::function<Response(GuardSocket&, const Rejection&)> refused;
    // A client that asks whether it may send its body: the whole final answer, or nothing for "go on".
    std::function<std::optional<Response>(GuardSocket&)> early;
    // A connection that is closed without an answer, with a reason of telemetry::labels::kGuardReasons.
    std::function<void(GuardSocket&, const char* reason)> dropped;
};

class GuardSocket : public QTcpSocket {
    Q_OBJECT

public:
    GuardSocket(const GuardLimits& limits, std::shared_ptr<const GuardHooks> hooks, QObject* parent);
    ~GuardSocket() override; // closes; a pending request is abandoned

    // Of the request that is being read or answered.
    [[nodiscard]] const RequestHead& head() const { return m_framing.head(); }
    [[nodiscard]] std::chrono::steady_clock::time_point requestBegan() const { return m_requestBegan; }
    [[nodiscard]] qint64 bodyBytes() const { return m_framing.bodyBytes(); }
    // The early hook was asked about this request and said "go on".
    [[nodiscard]] bool wasCheckedEarly() const { return m_checkedEarly; }
    // A whole request came and its answer has not been written.
    [[nodiscard]] bool isPending() const { return m_state == State::Pending; }

    // Answers the pending request. Keeps the connection open if both sides want that.
    void answer(const Response& response);

    // Writes a last answer, whatever the state, and closes.
    void refuse(const Response& response);

    // From now on the connection ends after its answer; at once if it is idle.
    void closeWhenIdle();

Q_SIGNALS:
    // Nobody waits for the pending request's answer any more: the client left or broke the protocol.
    void abandoned();

private:
    enum class State { Fresh, Idle, Head, Body, Pending, Closing, Lingering };

    void onReadyRead();
    void onBytesWritten();
    void onTimeout();
    bool feed(QByteArrayView bytes);
    bool headComplete(bool bodyHasCome);
    void reject(const Rejection& rejection);
    void drop(const char* reason);
    void enter(State state);
    void send(const Response& response, Connection connection);
    void takeOver();
    void linger();
    void discard();

    const GuardLimits m_limits;
    const std::shared_ptr<const GuardHooks> m_hooks;
    Framing m_framing;
    State m_state = State::Fresh;
    QTimer m_timer;      // what it means depends on the state
    QTimer m_stallTimer; // runs while there are bytes to write
    qint64 m_bodyBytesAtWindow = 0;
    qint64 m_discarded = 0;
    bool m_closeAfterAnswer = false;
    bool m_checkedEarly = false;
    std::chrono::steady_clock::time_point m_requestBegan;
};

} // namespace nb::server
