#pragma once
// The ports that the server listens on: the API's and, if the settings have one, the page's, both with TLS if
// the settings have that, and one for what operators read if they want it apart. It knows what an address and
// a certificate are, not what is answered.

#include "core/base/result.h"
#include "core/config/cidr.h"
#include "core/config/settings.h"
#include "core/server/http/guard_server.h"

namespace nb::telemetry {
class Metrics;
}

namespace nb::server {

class Listeners {
public:
    // What answers the requests of each port.
    struct Hooks {
        std::shared_ptr<const GuardHooks> api;
        std::shared_ptr<const GuardHooks> operators;
        std::shared_ptr<const GuardHooks> web;
    };

    // The metrics and the proxies, whose connections count against no cap per address, must outlive it.
    Listeners(const GuardLimits& limits, const config::SubnetList& trustedProxies,
              telemetry::Metrics& metrics)
        : m_limits(limits), m_trustedProxies(trustedProxies), m_metrics(metrics) {}

    // Reads the TLS files, if there are any, and listens. The API's port. Errors: InvalidArgument that names
    // the setting.
    Result<quint16> listen(const config::ServerSettings& settings, const Hooks& hooks);

    // Reads the TLS files again: new connections get the new certificate, those that are open keep theirs.
    // Error: InvalidArgument; then nothing changes. Whether there is TLS at all cannot change.
    Result<> reloadTls(const config::ServerSettings& settings);

    // As GuardServer::drain().
    void drain();
    [[nodiscard]] int openConnections() const;

private:
    using Hooked = std::shared_ptr<const GuardHooks>;
    Result<std::unique_ptr<GuardServer>> open(const QString& host, quint16 port, const char* portName,
                                              Hooked hooks);
    void setTls(const QSslConfiguration& tls);

    const GuardLimits m_limits;
    const config::SubnetList& m_trustedProxies;
    telemetry::Metrics& m_metrics;
    std::unique_ptr<GuardServer> m_api;       // null until listen()
    std::unique_ptr<GuardServer> m_operators; // null if there is no such port
    std::unique_ptr<GuardServer> m_web;       // likewise
};

} // namespace nb::server
