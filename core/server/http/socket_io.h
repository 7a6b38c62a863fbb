#pragma once
// What a connection needs of its socket beyond QTcpSocket: the same for plain sockets and TLS, and what Qt
// does not offer. It knows no HTTP.

#include <QTcpSocket>
#include <functional>

namespace nb::server {

// Calls `written` whenever bytes were handed to the kernel, as long as `context` lives: at once for a plain
// socket, later for TLS.
void whenWritten(QTcpSocket& socket, QObject& context, const std::function<void()>& written);

// What the kernel has not taken yet.
[[nodiscard]] qint64 unwrittenBytes(const QTcpSocket& socket);

// Says to the client that nothing more comes; what it sends can still be read.
void shutDownWriting(const QTcpSocket& socket);

// Reads what is here and throws it away; how much that was.
qint64 discardAvailable(QTcpSocket& socket);

// The same for what the kernel holds and Qt has not read, up to a limit: left there, it would turn the end of
// the connection into a reset.
void discardUnread(const QTcpSocket& socket);

} // namespace nb::server
