#pragma once
// "Serve on this computer": core/server inside the studio, on the loopback interface, behind a token.

#include "core/server/api/server.h"
#include "core/telemetry/log.h"
#include "ui/desktop/settings/embedded_server.h"
#include <QTimer>
#include <memory>

namespace nb::desktop {
class Engine;
class Preferences;
} // namespace nb::desktop

namespace nb::app {

// Lives on the thread of the user interface. When the engine changes its provider, it restarts with the same
// token.
class LocalServer : public desktop::EmbeddedServer {
    Q_OBJECT

public:
    // All outlive it.
    LocalServer(desktop::Engine& engine, const desktop::Preferences& preferences, WorkerPool& pool,
                QObject* parent = nullptr);

    Result<> start() override;
    void stop() override;

    [[nodiscard]] bool isRunning() const override { return m_server != nullptr; }
    [[nodiscard]] QUrl url() const override;
    [[nodiscard]] QString token() const override { return m_token; }
    [[nodiscard]] int requests() const override { return m_requests; }

private:
    Result<> listen(quint16 port);
    void forgetToken();
    void restart();
    void count();

    desktop::Engine& m_engine;
    const desktop::Preferences& m_preferences;
    WorkerPool& m_pool;
    std::shared_ptr<providers::Provider> m_provider; // used by m_server
    std::unique_ptr<server::Server> m_server;
    QString m_token;
    log::HiddenSecrets m_hiddenToken;
    quint16 m_port = 0;
    int m_requests = 0;
    QTimer m_counting;
};

} // namespace nb::app
