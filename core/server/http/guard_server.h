#pragma once
// Accepts connections as GuardSockets, counts them, and refuses those above the caps. It is bound to a
// QHttpServer, which then owns it.

#include "core/server/http/guard_socket.h"
#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QTcpServer>

namespace nb::server {

class GuardServer : public QTcpServer {
    Q_OBJECT

public:
    // uncapped: which addresses the cap per address does not count for (trusted proxies); loopback never is.
    GuardServer(const GuardLimits& limits, std::shared_ptr<const GuardHooks> hooks,
                std::function<bool(const QHostAddress&)> uncapped, QObject* parent = nullptr);

    [[nodiscard]] int openConnections() const { return int(m_open.size()); }
    // The connection from that address and port; null if there is none.
    [[nodiscard]] GuardSocket* find(const QHostAddress& address, quint16 port) const;

    // Stops accepting; every connection ends after the response that it waits for.
    void drain();

Q_SIGNALS:
    void connectionOpened();
    void connectionClosed();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void refuseConnection(GuardSocket& socket, const char* reason, const QString& message);
    void onAcceptError();

    const GuardLimits m_limits;
    const std::shared_ptr<const GuardHooks> m_hooks;
    const std::function<bool(const QHostAddress&)> m_uncapped;
    QList<GuardSocket*> m_open; // QHttpServer of Qt 6.8 makes them children of its own
    int m_refusedOpen = 0;
    QHash<QHostAddress, int> m_perAddress;
};

} // namespace nb::server
