#pragma once
// A peer that answers as a test tells it to, on the test's own event loop: Redis as it should not be.

#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>

namespace nb::test {

class FakeRedis {
public:
    // What it answers to bytes that came; empty = nothing.
    using Answer = std::function<QByteArray(const QByteArray& received)>;

    explicit FakeRedis(Answer answer) : m_answer(std::move(answer)) {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
        m_server.listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] QByteArray received() const { return m_received; }
    void setAnswer(Answer answer) { m_answer = std::move(answer); }
    // To the newest connection.
    void send(const QByteArray& bytes) { m_socket->write(bytes); }

    // "+PONG" to a PING that stands in what came, else nothing.
    static QByteArray pong(const QByteArray& received) {
        return received.contains("PING") ? "+PONG\r\n" : "";
    }

private:
    void accept() {
        while (QTcpSocket* socket = m_server.nextPendingConnection()) {
            m_socket = socket;
            ++m_connections;
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                const QByteArray bytes = socket->readAll();
                m_received += bytes;
                const QByteArray answer = m_answer(bytes);
                if (!answer.isEmpty())
                    socket->write(answer);
            });
        }
    }

    Answer m_answer;
    QTcpServer m_server;
    QPointer<QTcpSocket> m_socket;
    int m_connections = 0;
    QByteArray m_received;
};

} // namespace nb::test
