#pragma once
// A client for server tests that sends exactly the bytes it is told to, on the test's own event loop, and
// reads answers with the least of HTTP: status, headers, Content-Length.

#include "tests/support/hang_limit.h"
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QTcpSocket>
#include <QTest>

namespace nb::test {

struct RawAnswer {
    int status = 0; // 0: none came
    QByteArray head;
    QByteArray body;

    // Empty if it is not there.
    [[nodiscard]] QByteArray header(const QByteArray& name) const {
        for (const QByteArray& line : head.split('\n'))
            if (line.toLower().startsWith(name.toLower() + ":"))
                return line.mid(name.size() + 1).trimmed();
        return {};
    }
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

class RawClient {
public:
    explicit RawClient(quint16 port) {
        socket.connectToHost(QStringLiteral("127.0.0.1"), port);
        [[maybe_unused]] const bool settled = QTest::qWaitFor(
            [this] { return isOpen() || socket.error() != QTcpSocket::UnknownSocketError; }, kHangLimitMs);
    }

    void send(const QByteArray& bytes) { socket.write(bytes); }

    // In pieces, each its own packet as far as the kernel allows.
    void sendSlowly(const QByteArray& bytes, qsizetype step) {
        for (qsizetype at = 0; at < bytes.size(); at += step) {
            socket.write(bytes.mid(at, step));
            socket.flush();
            QTest::qWait(1);
        }
    }

    bool isOpen() const { return socket.state() == QTcpSocket::ConnectedState; }
    bool waitForClose() {
        return QTest::qWaitFor([this] { return !isOpen(); }, kHangLimitMs);
    }

    // The next final answer; status 0 if the connection ends or nothing comes.
    RawAnswer answer(const QByteArray& method = "GET") {
        RawAnswer answer;
        for (;;) {
            if (!waitFor([this] { return buffered().contains("\r\n\r\n"); }))
                return answer;
            const qsizetype end = m_buffer.indexOf("\r\n\r\n") + 4;
            answer.head = m_buffer.left(end);
            m_buffer.remove(0, end);
            answer.status = answer.head.mid(9, 3).toInt();
            if (answer.status != 100)
                break;
            ++continues;
        }
        const qsizetype length = method == "HEAD" ? 0 : answer.header("Content-Length").toInt();
        if (!waitFor([&] { return buffered().size() >= length; }))
            return {};
        answer.body = m_buffer.left(length);
        m_buffer.remove(0, length);
        return answer;
    }

    // What came and was not asked for with answer().
    QByteArray& buffered() {
        m_buffer += socket.readAll();
        return m_buffer;
    }

    QTcpSocket socket;
    int continues = 0; // interim answers with status 100

private:
    template <class Condition>
    bool waitFor(Condition condition) {
        return QTest::qWaitFor([&] { return condition() || (!isOpen() && socket.bytesAvailable() == 0); },
                               kHangLimitMs) &&
               condition();
    }

    QByteArray m_buffer;
};

} // namespace nb::test
