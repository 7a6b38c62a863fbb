#include "core/server/http/guard_server.h"
#include <QTimer>
#include <unistd.h>

namespace nb::server {

namespace {

constexpr int kBacklog = 256;
constexpr int kMaxRefusedOpen = 64;
// Out of file descriptors: the kernel would report it again at once and for ever.
constexpr std::chrono::milliseconds kAcceptPause{200};

} // namespace

GuardServer::GuardServer(const GuardLimits& limits, std::shared_ptr<const GuardHooks> hooks,
                         std::function<bool(const QHostAddress&)> uncapped, QObject* parent)
    : QTcpServer(parent), m_limits(limits), m_hooks(std::move(hooks)), m_uncapped(std::move(uncapped)) {
    setListenBacklogSize(kBacklog);
    connect(this, &QTcpServer::acceptError, this, &GuardServer::onAcceptError);
}

void GuardServer::incomingConnection(qintptr descriptor) {
    if (m_refusedOpen >= kMaxRefusedOpen) {
        ::close(static_cast<int>(descriptor));
        return;
    }
    auto* socket = new GuardSocket(m_limits, m_hooks, this);
    if (!socket->setSocketDescriptor(descriptor)) {
        delete socket;
        ::close(static_cast<int>(descriptor));
        return;
    }
    const QHostAddress address = socket->peerAddress();
    const bool countsPerAddress = !address.isLoopback() && !m_uncapped(address);
    if (openConnections() >= m_limits.maxConnections) {
        refuseConnection(*socket, "limit", QStringLiteral("The server has too many connections"));
        return;
    }
    if (countsPerAddress && m_perAddress.value(address) >= m_limits.maxConnectionsPerAddress) {
        refuseConnection(*socket, "per_ip",
                         QStringLiteral("There are too many connections from this address"));
        return;
    }
    m_open.append(socket);
    if (countsPerAddress)
        ++m_perAddress[address];
    connect(socket, &QObject::destroyed, this, [this, socket, address, countsPerAddress] {
        m_open.removeOne(socket);
        if (countsPerAddress && --m_perAddress[address] == 0)
            m_perAddress.remove(address);
        Q_EMIT connectionClosed();
    });
    Q_EMIT connectionOpened();
    addPendingConnection(socket);
}

void GuardServer::refuseConnection(GuardSocket& socket, const char* reason, const QString& message) {
    ++m_refusedOpen;
    connect(&socket, &QObject::destroyed, this, [this] { --m_refusedOpen; });
    connect(&socket, &QTcpSocket::disconnected, &socket, &QObject::deleteLater);
    socket.refuse(m_hooks->onRejected(socket, {{ErrorCode::Overloaded, message}, reason}));
}

void GuardServer::onAcceptError() {
    pauseAccepting();
    QTimer::singleShot(kAcceptPause, this, [this] { resumeAccepting(); });
}

GuardSocket* GuardServer::find(const QHostAddress& address, quint16 port) const {
    for (GuardSocket* socket : m_open)
        if (socket->peerPort() == port && socket->peerAddress() == address)
            return socket;
    return nullptr;
}

void GuardServer::drain() {
    close();
    // A copy: closing may destroy one.
    for (GuardSocket* socket : QList<GuardSocket*>(m_open))
        socket->closeWhenIdle();
}

} // namespace nb::server
