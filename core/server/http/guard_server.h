#pragma once
// Accepts connections, counts them, and refuses those above the caps.

#include "core/server/http/acceptor.h"
#include "core/server/http/guard_connection.h"
#include <QHash>
#include <QList>
#include <QSslConfiguration>
#include <optional>

namespace nb::server {

class GuardServer : public QObject {
    Q_OBJECT

public:
    // uncapped: which addresses the cap per address does not count for (trusted proxies); loopback never is.
    GuardServer(const GuardLimits& limits, std::shared_ptr<const GuardHooks> hooks,
                std::function<bool(const QHostAddress&)> uncapped, QObject* parent = nullptr);
    ~GuardServer() override; // closes every connection

    // From now on new connections are encrypted.
    void setTls(const QSslConfiguration& tls) { m_tls = tls; }
    [[nodiscard]] bool usesTls() const { return m_tls.has_value(); }

    // As Acceptor has them.
    [[nodiscard]] bool listen(const QHostAddress& address, quint16 port = 0) {
        return m_acceptor.listen(address, port);
    }
    [[nodiscard]] quint16 serverPort() const { return m_acceptor.port(); }
    [[nodiscard]] QString errorString() const { return m_acceptor.errorString(); }

    [[nodiscard]] int openConnections() const { return int(m_open.size()); }

    // Stops accepting; every connection ends after the response that it waits for.
    void drain();

Q_SIGNALS:
    void connectionOpened();
    void connectionClosed();

private:
    void accept(int descriptor);
    [[nodiscard]] std::unique_ptr<QTcpSocket> makeSocket() const;
    void refuseConnection(GuardConnection& connection, const char* reason, const QString& message);
    void refuseDescriptor(int descriptor);

    const GuardLimits m_limits;
    const std::shared_ptr<const GuardHooks> m_hooks;
    const std::function<bool(const QHostAddress&)> m_uncapped;
    QList<GuardConnection*> m_open; // children
    std::optional<QSslConfiguration> m_tls;
    int m_refusedOpen = 0;
    QHash<QHostAddress, int> m_perAddress;
    Acceptor m_acceptor;
};

} // namespace nb::server
