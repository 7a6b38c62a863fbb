#pragma once
// One client connection: reads requests off its socket through the framing, enforces the time limits, and is
// the one place where a response's bytes are written. It reads only what it has a use for: while a request is
// decided or answered the client's bytes stay in the kernel, and the client has to wait. It knows no routes:
// the server's hooks decide on every head before a byte of the body is stored, and a listener for each
// request gets its body.

#include "core/server/http/framing.h"
#include "core/server/http/response.h"
#include <QHostAddress>
#include <QTcpSocket>
#include <QTimer>
#include <functional>
#include <memory>

class QSslSocket;

namespace nb::server {

class GuardConnection;

// What the guard calls in the rest of the server. Called on the event loop; all are set.
struct GuardHooks {
    // Something that never became a request is refused by its form: counts and logs it, returns the whole
    // response.
    std::function<Response(GuardConnection&, const Rejection&)> onRejected;
    // A head is there. Sets the request's listener and calls proceed() or respond(), at once or later; until
    // then nothing more is read.
    std::function<void(GuardConnection&)> onHead;
    // A connection is closed without a response, for one of telemetry::labels::kGuardReasons.
    std::function<void(GuardConnection&, const char* reason)> onDropped;
    // Where the bodies' bytes are counted. Outlives the connections; null = nowhere.
    BodyMemory* bodyMemory = nullptr;
};

// Whoever answers one request, from its head on. After rejected() and clientLeft() it hears nothing more.
class RequestListener {
public:
    virtual ~RequestListener() = default;
    // The request is whole.
    virtual void bodyComplete(RequestBody body) = 0;
    // The form of the rest is wrong, or it comes too slowly: counts and logs it, returns the whole response.
    virtual Response rejected(const Rejection& rejection) = 0;
    // Nobody waits for the response any more: the client left, or broke the protocol.
    virtual void clientLeft() = 0;
};

class GuardConnection : public QObject {
    Q_OBJECT

public:
    // The socket is connected; a QSslSocket is to be encrypted, with the configuration that it has. The
    // connection deletes itself when it is closed.
    GuardConnection(std::unique_ptr<QTcpSocket> socket, const GuardLimits& limits,
                    std::shared_ptr<const GuardHooks> hooks, QObject* parent);
    ~GuardConnection() override; // closes; a pending request is abandoned

    // Of the request that is being read or answered.
    [[nodiscard]] const RequestHead& head() const { return m_framing.head(); }
    [[nodiscard]] std::chrono::steady_clock::time_point requestBegan() const { return m_requestBegan; }
    [[nodiscard]] qint64 bodyBytes() const { return m_framing.bodyBytes(); }
    [[nodiscard]] QHostAddress peerAddress() const { return m_socket->peerAddress(); }
    [[nodiscard]] bool usesTls() const;

    // Of that request; null = nobody listens any more. Not owned.
    void setListener(RequestListener* listener) { m_listener = listener; }

    // Reads the body of the request whose head is there. A client that waits for it gets "100 Continue".
    void proceed();

    // Answers the request. Keeps the connection open if both sides want that and the request's end is here:
    // an answer before the body's end is the last one, and what still comes of the body is thrown away.
    void respond(const Response& response);

    // Writes a last response, whatever the state, and closes.
    void refuse(const Response& response);

    // The same for a new connection, without waiting until the client has read it: when this returns, the
    // descriptor is free.
    void refuseAtOnce(const Response& response);

    // From now on the connection ends after its response; at once if it is idle.
    void closeWhenIdle();

private:
    // Deciding: the head is there, proceed() or respond() is awaited. Waiting: for memory for the body.
    // Pending: the request is whole. Closing: the last response is being written. Lingering: it is, and the
    // client may read it.
    enum class State { Handshake, Fresh, Idle, Head, Deciding, Waiting, Body, Pending, Closing, Lingering };

    void startHandshake(QSslSocket& socket);
    void onReadyRead();
    void onBytesWritten();
    void onDisconnected();
    void onTimeout();
    void read();
    Framing::Event feedOnce();
    bool handle(Framing::Event event);
    void headComplete();
    void messageComplete();
    bool skipRest();
    void startBody(BodyMemory::Share share);
    void leaveQueue();
    [[nodiscard]] qint64 leastPerWindow() const;
    void reject(const Rejection& rejection);
    void abandon();
    void drop(const char* reason);
    void enter(State state);
    [[nodiscard]] bool isReading() const;
    void send(const Response& response, Connection connection);
    void close(const Response& response);
    void flushSmall();
    void linger();
    void discard();

    const std::unique_ptr<QTcpSocket> m_socket;
    const GuardLimits m_limits;
    const std::shared_ptr<const GuardHooks> m_hooks;
    Framing m_framing;
    RequestBody m_body;
    RequestListener* m_listener = nullptr;
    State m_state = State::Fresh;
    QTimer m_timer;      // what it means depends on the state
    QTimer m_bodyTimer;  // for the whole body
    QTimer m_stallTimer; // runs while there are bytes to write
    qint64 m_bodyBytesAtWindow = 0;
    qint64 m_discarded = 0;
    bool m_isInRead = false;
    bool m_closeAfterResponse = false;
    std::chrono::steady_clock::time_point m_requestBegan;
};

} // namespace nb::server
