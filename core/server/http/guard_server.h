#pragma once
// Accepts connections, counts them, and refuses those above the caps.

#include "core/server/http/guard_connection.h"
#include <QHash>
#include <QList>
#include <QTcpServer>

namespace nb::server {

class GuardServer : public QTcpServer {
    Q_OBJECT

public:
    // uncapped: which addresses the cap per address does not count for (trusted proxies); loopback never is.
    GuardServer(const GuardLimits& limits, std::shared_ptr<const GuardHooks> hooks,
                std::function<bool(const QHostAddress&)> uncapped, QObject* parent = nullptr);
    ~GuardServer() override; // closes every connection

    [[nodiscard]] int openConnections() const { return int(m_open.size()); }

    // Stops accepting; every connection ends after the response that it waits for.
    void drain();

Q_SIGNALS:
    void connectionOpened();
    void connectionClosed();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void refuseConnection(GuardConnection& connection, const char* reason, const QString& message);
    void onAcceptError();

    const GuardLimits m_limits;
    const std::shared_ptr<const GuardHooks> m_hooks;
    const std::function<bool(const QHostAddress&)> m_uncapped;
    QList<GuardConnection*> m_open; // children
    int m_refusedOpen = 0;
    QHash<QHostAddress, int> m_perAddress;
};

} // namespace nb::server
