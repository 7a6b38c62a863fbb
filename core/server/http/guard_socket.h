#pragma once
// One client connection: lets QHttpServer see only what the framing accepts, enforces the time limits, and is
// the one place where a response's bytes are written. The guard's slot on readyRead is connected before
// QHttpServer's and peeks at the same bytes; a refusal disconnects both. It knows no routes: its hooks make
// the response to a refused request.

#include "core/server/http/framing.h"
#include "core/server/http/response.h"
#include <QTcpSocket>
#include <QTimer>
#include <functional>
#include <memory>

namespace nb::server {

class GuardSocket;

// What the guard calls in the rest of the server. Called on the event loop; all are set.
struct GuardHooks {
    // A request is refused by its form: counts and logs it, returns the whole response.
    std::function<Response(GuardSocket&, const Rejection&)> onRejected;
    // The head is there and the client waits with the body (Expect: 100-continue): the whole final response,
    // or nothing for "continue".
    std::function<std::optional<Response>(GuardSocket&)> onPreflight;
    // A connection is closed without a response, for one of telemetry::labels::kGuardReasons.
    std::function<void(GuardSocket&, const char* reason)> onDropped;
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
    // The preflight hook was called for this request and let it continue.
    [[nodiscard]] bool passedPreflight() const { return m_passedPreflight; }

    // Answers the pending request. Keeps the connection open if both sides want that.
    void respond(const Response& response);

    // Writes a last response, whatever the state, and closes.
    void refuse(const Response& response);

    // From now on the connection ends after its response; at once if it is idle.
    void closeWhenIdle();

Q_SIGNALS:
    // Nobody waits for the response to the pending request any more: the client left or broke the protocol.
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
    void detachHttpServer();
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
    bool m_closeAfterResponse = false;
    bool m_passedPreflight = false;
    std::chrono::steady_clock::time_point m_requestBegan;
};

} // namespace nb::server
