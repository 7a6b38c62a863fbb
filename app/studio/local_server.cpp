#include "app/studio/local_server.h"

#include "core/telemetry/metrics.h"
#include "ui/desktop/generation/engine.h"
#include "ui/desktop/settings/preferences.h"
#include <QRandomGenerator>

namespace nb::app {
namespace {

constexpr std::chrono::milliseconds kCountEvery{500};
const QString kLoopback = QStringLiteral("127.0.0.1");

// 256 bits of the system's random generator.
QString newToken() {
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char*>(random.data()), sizeof(random))
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

} // namespace

LocalServer::LocalServer(desktop::Engine& engine, const desktop::Preferences& preferences, WorkerPool& pool,
                         QObject* parent)
    : EmbeddedServer(parent), m_engine(engine), m_preferences(preferences), m_pool(pool) {
    m_counting.setInterval(kCountEvery);
    connect(&m_counting, &QTimer::timeout, this, &LocalServer::count);
    connect(&engine, &desktop::Engine::changed, this, &LocalServer::restart);
}

Result<> LocalServer::start() {
    if (isRunning())
        return {};
    m_token = newToken();
    m_hiddenToken = log::HiddenSecrets({m_token});
    m_requests = 0;
    Result<> listening = listen(m_preferences.serverPort());
    if (!listening)
        forgetToken();
    Q_EMIT changed();
    return listening;
}

void LocalServer::stop() {
    m_counting.stop();
    m_server.reset();
    forgetToken();
    Q_EMIT changed();
}

void LocalServer::forgetToken() {
    m_token.clear();
    m_hiddenToken = {};
}

QUrl LocalServer::url() const {
    return isRunning() ? QUrl(QStringLiteral("http://%1:%2/api/edit").arg(kLoopback, QString::number(m_port)))
                       : QUrl();
}

Result<> LocalServer::listen(quint16 port) {
    config::Settings settings = m_engine.settings();
    settings.server.host = kLoopback;
    settings.server.port = port;
    settings.server.apiTokens = {m_token};
    m_provider = m_engine.provider();
    Result<std::unique_ptr<server::Server>> made = server::Server::create(settings, *m_provider, m_pool);
    if (!made)
        return made.error();
    const Result<quint16> listening = (*made)->listen();
    if (!listening)
        return listening.error();
    m_server = std::move(*made);
    m_port = *listening;
    m_counting.start();
    return {};
}

void LocalServer::restart() {
    if (!isRunning())
        return;
    m_server.reset();
    if (!listen(m_port))
        stop();
    Q_EMIT changed();
}

void LocalServer::count() {
    const int now = static_cast<int>(m_server->metrics().exchanges());
    if (std::exchange(m_requests, now) != now)
        Q_EMIT changed();
}

} // namespace nb::app
