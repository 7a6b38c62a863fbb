#include "core/server/http/socket_io.h"

#include <QSslSocket>
#include <sys/socket.h>

namespace nb::server {

namespace {

constexpr qint64 kStep = 16 * 1024;
constexpr int kUnreadSteps = 16;

int descriptorOf(const QTcpSocket& socket) {
    return static_cast<int>(socket.socketDescriptor());
}

} // namespace

void whenWritten(QTcpSocket& socket, QObject& context, const std::function<void()>& written) {
    const auto* tls = qobject_cast<const QSslSocket*>(&socket);
    if (!tls) {
        QObject::connect(&socket, &QTcpSocket::bytesWritten, &context, written);
        return;
    }
    // Later: a QSslSocket says it in between, when it has encrypted bytes and not handed them on yet.
    QObject::connect(tls, &QSslSocket::bytesWritten, &context, written, Qt::QueuedConnection);
    QObject::connect(tls, &QSslSocket::encryptedBytesWritten, &context, written, Qt::QueuedConnection);
}

qint64 unwrittenBytes(const QTcpSocket& socket) {
    const auto* tls = qobject_cast<const QSslSocket*>(&socket);
    return socket.bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
}

void shutDownWriting(const QTcpSocket& socket) {
    ::shutdown(descriptorOf(socket), SHUT_WR);
}

qint64 discardAvailable(QTcpSocket& socket) {
    char buffer[kStep];
    qint64 discarded = 0;
    for (qint64 count = 0; (count = socket.read(buffer, sizeof buffer)) > 0;)
        discarded += count;
    return discarded;
}

void discardUnread(const QTcpSocket& socket) {
    char buffer[kStep];
    for (int i = 0; i < kUnreadSteps; ++i)
        if (::recv(descriptorOf(socket), buffer, sizeof buffer, MSG_DONTWAIT) <= 0)
            return;
}

} // namespace nb::server
