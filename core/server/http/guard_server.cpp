#include "core/server/http/guard_server.h"
#include <QSslSocket>
#include <unistd.h>

namespace nb::server {

namespace {

constexpr int kMaxRefusedOpen = 64;

Rejection tooManyConnections(const char* reason, const QString& message) {
    return {{ErrorCode::Overloaded, message}, reason};
}

} // namespace

GuardServer::GuardServer(const GuardLimits& limits, std::shared_ptr<const GuardHooks> hooks,
                         std::function<bool(const QHostAddress&)> uncapped, QObject* parent)
    : QObject(parent), m_limits(limits), m_hooks(std::move(hooks)), m_uncapped(std::move(uncapped)),
      m_acceptor({[this](int descriptor) { accept(descriptor); },
                  [this](int descriptor) { refuseDescriptor(descriptor); }}) {}

GuardServer::~GuardServer() {
    // While this can still be told of it.
    qDeleteAll(findChildren<GuardConnection*>(QString(), Qt::FindDirectChildrenOnly));
}

std::unique_ptr<QTcpSocket> GuardServer::makeSocket() const {
    if (!m_tls)
        return std::make_unique<QTcpSocket>();
    auto socket = std::make_unique<QSslSocket>();
    socket->setSslConfiguration(*m_tls);
    return socket;
}

void GuardServer::accept(int descriptor) {
    std::unique_ptr<QTcpSocket> socket = makeSocket();
    if (m_refusedOpen >= kMaxRefusedOpen || !socket->setSocketDescriptor(descriptor)) {
        ::close(descriptor);
        return;
    }
    const QHostAddress address = socket->peerAddress();
    auto* connection = new GuardConnection(std::move(socket), m_limits, m_hooks, this);
    const bool countsPerAddress = !address.isLoopback() && !m_uncapped(address);
    if (openConnections() >= m_limits.maxConnections) {
        refuseConnection(*connection, "limit", QStringLiteral("The server has too many connections"));
        return;
    }
    if (countsPerAddress && m_perAddress.value(address) >= m_limits.maxConnectionsPerAddress) {
        refuseConnection(*connection, "per_ip",
                         QStringLiteral("There are too many connections from this address"));
        return;
    }
    m_open.append(connection);
    if (countsPerAddress)
        ++m_perAddress[address];
    connect(connection, &QObject::destroyed, this, [this, connection, address, countsPerAddress] {
        m_open.removeOne(connection);
        if (countsPerAddress && --m_perAddress[address] == 0)
            m_perAddress.remove(address);
        Q_EMIT connectionClosed();
    });
    Q_EMIT connectionOpened();
}

void GuardServer::refuseConnection(GuardConnection& connection, const char* reason, const QString& message) {
    ++m_refusedOpen;
    connect(&connection, &QObject::destroyed, this, [this] { --m_refusedOpen; });
    connection.refuse(m_hooks->onRejected(connection, tooManyConnections(reason, message)));
}

// The next client who is refused needs this one's descriptor, so nobody waits for the client to read.
void GuardServer::refuseDescriptor(int descriptor) {
    auto socket = std::make_unique<QTcpSocket>();
    if (m_tls || !socket->setSocketDescriptor(descriptor)) { // a handshake takes too long
        ::close(descriptor);
        return;
    }
    GuardConnection connection(std::move(socket), m_limits, m_hooks, nullptr);
    connection.refuseAtOnce(m_hooks->onRejected(
        connection,
        tooManyConnections("descriptors", QStringLiteral("The server has too many connections"))));
}

void GuardServer::drain() {
    m_acceptor.close();
    // A copy: closing may destroy one.
    for (GuardConnection* connection : QList<GuardConnection*>(m_open))
        connection->closeWhenIdle();
}

} // namespace nb::server
