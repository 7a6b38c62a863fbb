#include "core/server/api/listeners.h"
#include "core/server/http/tls_files.h"
#include "core/telemetry/log.h"
#include "core/telemetry/metrics.h"
#include <QDateTime>
#include <QSslCertificate>

namespace nb::server {

namespace {

bool usesTls(const config::ServerSettings& settings) {
    return !settings.tlsCertificateFile.isEmpty();
}

Result<QSslConfiguration> readTls(const config::ServerSettings& settings) {
    Result<QSslConfiguration> tls = readTlsFiles(settings.tlsCertificateFile, settings.tlsKeyFile);
    if (!tls)
        return tls.error();
    const QDateTime expires = tls->localCertificate().expiryDate();
    if (expires < QDateTime::currentDateTimeUtc())
        log::warning(QStringLiteral("The TLS certificate has expired; clients will refuse it"),
                     {{QStringLiteral("file"), settings.tlsCertificateFile},
                      {QStringLiteral("expired"), expires.toUTC().toString(Qt::ISODate)}});
    return tls;
}

} // namespace

Result<std::unique_ptr<GuardServer>> Listeners::open(const QString& host, quint16 port, const char* portName,
                                                     Hooked hooks) {
    const auto failure = [&](const QString& cause) {
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("Cannot listen on %1, %2 %3: %4")
                         .arg(host, QString::fromLatin1(portName), QString::number(port), cause)};
    };
    QHostAddress address;
    // A zone may stand behind an IPv6 address; "10" is 0.0.0.10 to QHostAddress.
    if (!config::parseAddress(host.section(QLatin1Char('%'), 0, 0)) || !address.setAddress(host))
        return failure(QStringLiteral("HOST must be an IPv4 or IPv6 address"));
    auto guard = std::make_unique<GuardServer>(m_limits, std::move(hooks), [this](const QHostAddress& peer) {
        return m_trustedProxies.contains(peer);
    });
    if (!guard->listen(address, port))
        return failure(guard->errorString());
    telemetry::Metrics& metrics = m_metrics;
    QObject::connect(guard.get(), &GuardServer::connectionOpened, guard.get(),
                     [&metrics] { metrics.connectionOpened(); });
    QObject::connect(guard.get(), &GuardServer::connectionClosed, guard.get(),
                     [&metrics] { metrics.connectionClosed(); });
    return guard;
}

Result<quint16> Listeners::listen(const config::ServerSettings& settings, const Hooks& hooks) {
    Result<QSslConfiguration> tls = usesTls(settings) ? readTls(settings) : QSslConfiguration();
    if (!tls)
        return tls.error();
    Result<std::unique_ptr<GuardServer>> api = open(settings.host, settings.port, "port", hooks.api);
    if (!api)
        return api.error();
    if (settings.metricsPort != 0) {
        Result<std::unique_ptr<GuardServer>> operators =
            open(settings.host, settings.metricsPort, "METRICS_PORT", hooks.operators);
        if (!operators)
            return operators.error();
        m_operators = *std::move(operators);
    }
    if (settings.webPort != 0) {
        Result<std::unique_ptr<GuardServer>> web =
            open(settings.host, settings.webPort, "WEB_PORT", hooks.web);
        if (!web)
            return web.error();
        m_web = *std::move(web);
    }
    m_api = *std::move(api);
    if (usesTls(settings))
        setTls(*tls);
    return m_api->serverPort();
}

Result<> Listeners::reloadTls(const config::ServerSettings& settings) {
    if (!m_api || m_api->usesTls() != usesTls(settings))
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("TLS_CERT_FILE: whether there is TLS changes only with a restart")};
    if (!usesTls(settings))
        return {};
    Result<QSslConfiguration> tls = readTls(settings);
    if (!tls)
        return tls.error();
    setTls(*tls);
    return {};
}

void Listeners::setTls(const QSslConfiguration& tls) {
    m_api->setTls(tls);
    if (m_web)
        m_web->setTls(tls);
}

void Listeners::drain() {
    // The operators' port stays: how the server drains is what they want to see.
    for (const auto& guard : {std::cref(m_api), std::cref(m_web)})
        if (guard.get())
            guard.get()->drain();
}

int Listeners::openConnections() const {
    return (m_api ? m_api->openConnections() : 0) + (m_web ? m_web->openConnections() : 0);
}

} // namespace nb::server
