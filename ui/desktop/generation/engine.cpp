#include "ui/desktop/generation/engine.h"

#include "core/base/worker_pool.h"
#include "core/providers/registry.h"
#include "ui/desktop/settings/preferences.h"

namespace nb::desktop {

Engine::Engine(Preferences& preferences, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_preferences(preferences), m_pool(pool) {
    config::ProviderSettings local;
    local.provider = QStringLiteral("local");
    m_local = std::move(*providers::create(local, m_pool)); // the local engine cannot fail
    m_provider = m_local;
    connect(&preferences, &Preferences::engineChanged, this, [this] { (void)reload(); });
}

Engine::~Engine() = default;

ProviderChoice Engine::choice() const {
    const QString name = m_provider->name();
    ProviderChoice choice{name == QLatin1String("local") ? name : QStringLiteral("configured"),
                          nameForPeople(name), m_provider, providers::knownModels(name)};
    if (m_preferences.isFixed(Preferences::kModelOption))
        choice.fixedBy = Preferences::kModelOption;
    return choice;
}

void Engine::setModel(const QString& model) {
    const QString provider = m_provider->name();
    m_preferences.setModel(provider, model == providers::knownModels(provider).value(0) ? QString() : model);
}

std::optional<ProviderChoice> Engine::localChoice() const {
    if (m_provider->name() == QLatin1String("local"))
        return std::nullopt;
    return ProviderChoice{QStringLiteral("local"), nameForPeople(QStringLiteral("local")), m_local};
}

QString Engine::nameForPeople(const QString& engine) {
    if (engine == QLatin1String("local"))
        return tr("This computer, offline");
    if (engine == QLatin1String("gemini"))
        return tr("Google Gemini");
    return engine == QLatin1String("openai") ? tr("OpenAI") : tr("NanoBanana");
}

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
    log::HiddenSecrets secrets(QStringList(loaded->settings.provider.key) +
                               loaded->settings.server.apiTokens);
    providers::RemoteProvider::Options options;
    options.limits.maxAttempts = m_preferences.attempts();
    Result<std::unique_ptr<providers::Provider>> made =
        providers::create(loaded->settings.provider, m_pool, options);
    if (!made) {
        Q_EMIT failed(made.error());
        return made.error();
    }
    m_settings = loaded->settings;
    m_secrets = std::move(secrets);
    m_provider = std::move(*made);
    Q_EMIT changed();
    return {};
}

} // namespace nb::desktop
