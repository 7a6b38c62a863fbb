#include "ui/desktop/models/engine.h"

#include "core/base/worker_pool.h"
#include "core/providers/registry.h"
#include "core/telemetry/log.h"
#include "ui/desktop/models/preferences.h"

namespace nb::desktop {

Engine::Engine(Preferences& preferences, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_preferences(preferences), m_pool(pool) {
    config::ProviderSettings local;
    local.provider = QStringLiteral("local");
    m_provider = std::move(*providers::create(local, m_pool)); // the local engine cannot fail
    connect(&preferences, &Preferences::engineChanged, this, [this] { (void)reload(); });
}

Engine::~Engine() = default;

void Engine::setKey(const QString& key) {
    if (key == m_key)
        return;
    m_key = key;
    (void)reload();
}

Result<> Engine::reload() {
    const Result<config::Loaded> loaded = m_preferences.configuration(m_key);
    if (!loaded) {
        Q_EMIT failed(loaded.error());
        return loaded.error();
    }
    log::hideSecrets(QStringList(loaded->settings.provider.key) + loaded->settings.server.apiTokens);
    providers::RemoteProvider::Options options;
    options.limits.maxAttempts = m_preferences.attempts();
    Result<std::unique_ptr<providers::Provider>> made =
        providers::create(loaded->settings.provider, m_pool, options);
    if (!made) {
        Q_EMIT failed(made.error());
        return made.error();
    }
    m_settings = loaded->settings;
    m_provider = std::move(*made);
    Q_EMIT changed();
    return {};
}

} // namespace nb::desktop
