#include "tests/support/fake_server.h"

#include <QCoreApplication>
#include <QTcpSocket>
#include <QTimer>
#include <memory>
#include <optional>
#include <qtestsupport_core.h>
#include <sys/socket.h>

namespace nb::test {
namespace {

constexpr int kHangLimitMs = 60'000;

// An abortive close: with the linger time zero the kernel sends RST instead of FIN.
void reset(QTcpSocket* socket) {
    const linger abortive{1, 0};
    setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &abortive,
               sizeof abortive);
    socket->abort();
}

QByteArray head(const Reply& reply) {
    QByteArray text = "HTTP/1.1 " + QByteArray::number(reply.status) + " Status\r\n";
    if (!reply.contentType.isEmpty())
        text += "Content-Type: " + reply.contentType + "\r\n";
    for (const auto& [name, value] : reply.headers)
        text += name + ": " + value + "\r\n";
    text += "Content-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    return text + "Connection: close\r\n\r\n";
}

} // namespace

struct FakeServer::Connection {
    QByteArray buffer;
    Received request;
    qsizetype length = -1; // of the body, once the headers are read
    std::optional<Reply> reply;
    bool answered = false; // the request is complete and an answer was begun
    bool over = false;     // we are done with it: what the client does now is its own affair
};

QByteArray Received::header(const QByteArray& name) const {
    for (const auto& [key, value] : headers)
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    return {};
}

FakeServer::FakeServer(QObject* parent) : QTcpServer(parent) {
    connect(this, &QTcpServer::newConnection, this, &FakeServer::accept);
    if (!listen(QHostAddress::LocalHost, 0))
        qFatal("the fake server cannot listen: %s", qPrintable(errorString()));
}

QUrl FakeServer::url(const QString& path) const {
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(QString::number(serverPort()), path));
}

bool FakeServer::receivePending() {
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // clients that are over
    QTcpSocket probe;
    probe.connectToHost(QHostAddress::LocalHost, serverPort());
    if (!probe.waitForConnected(kHangLimitMs))
        return false;
    m_probePort = probe.localPort();
    if (!QTest::qWaitFor([this] { return m_probePort == 0; }, kHangLimitMs))
        return false;
    constexpr int kRounds = 5; // the accepted sockets are read, and what that posts is handled
    for (int round = 0; round < kRounds; ++round)
        QCoreApplication::processEvents();
    return true;
}

void FakeServer::accept() {
    while (QTcpSocket* socket = nextPendingConnection()) {
        if (m_probePort != 0 && socket->peerPort() == m_probePort) {
            m_probePort = 0;
            socket->deleteLater();
            continue;
        }
        ++m_connections;
        auto connection = std::make_shared<Connection>();
        connect(socket, &QTcpSocket::readyRead, this,
                [this, socket, connection] { read(socket, *connection); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket, connection] {
            if (!connection->over)
                ++m_abandoned;
            socket->deleteLater();
        });
    }
}

void FakeServer::read(QTcpSocket* socket, Connection& connection) {
    connection.buffer += socket->readAll();
    if (connection.answered)
        return;
    if (connection.length < 0) {
        const qsizetype end = connection.buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QList<QByteArray> lines = connection.buffer.first(end).replace("\r\n", "\n").split('\n');
        connection.request.method = lines.first().split(' ').value(0);
        connection.request.target = lines.first().split(' ').value(1);
        for (const QByteArray& line : lines.sliced(1)) {
            const qsizetype colon = line.indexOf(':');
            connection.request.headers.append({line.first(colon), line.sliced(colon + 1).trimmed()});
        }
        connection.length = connection.request.header("Content-Length").toLongLong();
        connection.buffer.remove(0, end + 4);
        if (!m_script.isEmpty())
            connection.reply = m_script.takeFirst();
        if (connection.reply && connection.reply->fault == Fault::ResetBeforeBody) {
            connection.over = true;
            reset(socket);
            return;
        }
    }
    if (connection.buffer.size() < connection.length)
        return;
    connection.answered = true;
    connection.request.body = connection.buffer;
    m_received.append(connection.request);
    Q_EMIT requestReceived();
    if (!connection.reply)
        connection.reply = m_handler ? m_handler(connection.request) : Reply{500, "text/plain", "no script"};
    if (connection.reply->delay.count() > 0)
        QTimer::singleShot(connection.reply->delay, socket,
                           [this, socket, &connection] { answer(socket, connection); });
    else
        answer(socket, connection);
}

void FakeServer::answer(QTcpSocket* socket, Connection& connection) {
    const Reply& reply = *connection.reply;
    switch (reply.fault) {
    case Fault::Silent:
        return;
    case Fault::ResetBeforeBody:
    case Fault::ResetAfterBody:
        connection.over = true;
        reset(socket);
        return;
    case Fault::Drip:
        socket->write(head(reply));
        drip(socket, connection, reply.body);
        return;
    case Fault::CloseWithoutAnswer:
        break;
    case Fault::HalfAnswer:
        socket->write(head(reply) + reply.body.first(reply.body.size() / 2));
        break;
    case Fault::Garbage:
        socket->write("\x01\x02 this is no HTTP at all\r\n\r\n\xff\xfe");
        break;
    case Fault::None:
        socket->write(head(reply));
        socket->write(reply.body);
        break;
    }
    // With a large body the client may hang up in the middle: it counts as over only when all is written.
    connect(socket, &QTcpSocket::bytesWritten, this, [socket, &connection] {
        if (socket->bytesToWrite() == 0)
            connection.over = true;
    });
    if (socket->bytesToWrite() == 0)
        connection.over = true;
    socket->disconnectFromHost();
}

void FakeServer::drip(QTcpSocket* socket, Connection& connection, const QByteArray& rest) {
    if (rest.isEmpty()) {
        connection.over = true;
        socket->disconnectFromHost();
        return;
    }
    socket->write(rest.first(1));
    QTimer::singleShot(connection.reply->dripInterval, socket,
                       [this, socket, &connection, rest] { drip(socket, connection, rest.sliced(1)); });
}

} // namespace nb::test
