#pragma once
// A real HTTP/1.1 server for tests, in the test's own process and on its event loop, that answers as it is
// told and can be told to misbehave. It records what it received. It is no web server: one request for each
// connection, no keep-alive, no chunked requests.

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QTcpServer>
#include <QUrl>
#include <chrono>
#include <functional>

class QTcpSocket;

namespace nb::test {

using HeaderList = QList<QPair<QByteArray, QByteArray>>;

struct Received {
    QByteArray method;
    QByteArray target; // path and query
    HeaderList headers;
    QByteArray body;

    // Empty if it is not there; names compare without case.
    [[nodiscard]] QByteArray header(const QByteArray& name) const;
};

enum class Fault {
    None,
    ResetBeforeBody,    // TCP reset as soon as the headers are read
    ResetAfterBody,     // TCP reset instead of an answer
    CloseWithoutAnswer, // an orderly close instead of an answer
    HalfAnswer,         // the whole length announced, half of the body sent, then an orderly close
    Garbage,            // bytes that are not HTTP
    Drip,               // one byte of the body every dripInterval
    Silent,             // nothing at all, connection open
};

struct Reply {
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body = {};
    HeaderList headers = {};
    std::chrono::milliseconds delay{0}; // between the end of the request and the first byte
    Fault fault = Fault::None;
    std::chrono::milliseconds dripInterval{20};
};

class FakeServer : public QTcpServer {
    Q_OBJECT

public:
    using Handler = std::function<Reply(const Received&)>;

    // Listens on a free port of the loopback interface.
    explicit FakeServer(QObject* parent = nullptr);

    // "http://127.0.0.1:<port><path>"
    [[nodiscard]] QUrl url(const QString& path = {}) const;

    // Answers to the next requests, first in, first out; when there is none the handler is asked, and without
    // a handler the answer is 500.
    void enqueue(Reply reply) { m_script.append(std::move(reply)); }
    void setHandler(Handler handler) { m_handler = std::move(handler); }

    [[nodiscard]] int connections() const { return m_connections; }
    // Complete requests, in the order in which they ended.
    [[nodiscard]] const QList<Received>& received() const { return m_received; }
    // Connections that the client closed before it had the whole answer.
    [[nodiscard]] int abandoned() const { return m_abandoned; }

    // The condition for "and no other request was sent": returns once every connection that was made before
    // the call is accepted and what has arrived on it is read. It makes a connection of its own, which is not
    // counted, and waits until that is accepted: the kernel hands connections over in the order in which they
    // were made. False if that takes over a minute.
    [[nodiscard]] bool receivePending();

Q_SIGNALS:
    void requestReceived();

private:
    struct Connection;
    void accept();
    void read(QTcpSocket* socket, Connection& connection);
    void answer(QTcpSocket* socket, Connection& connection);
    void drip(QTcpSocket* socket, Connection& connection, const QByteArray& rest);

    Handler m_handler;
    QList<Reply> m_script;
    QList<Received> m_received;
    int m_connections = 0;
    int m_abandoned = 0;
    quint16 m_probePort = 0; // of the connection that receivePending() waits for; 0 = none
};

} // namespace nb::test
