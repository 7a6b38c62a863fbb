#pragma once
// The provider of the next edit, as preferences, environment and key configure it. It is created again when
// they change; a running edit keeps the provider that it began with.

#include "core/base/result.h"
#include "core/config/settings.h"
#include "core/telemetry/log.h"
#include "ui/desktop/generation/provider_model.h"
#include <QObject>
#include <memory>
#include <optional>

namespace nb {
class WorkerPool;
}

namespace nb::providers {
class Provider;
}

namespace nb::desktop {

class Preferences;

// Lives on the thread of the user interface, which is the providers' thread.
class Engine : public QObject {
    Q_OBJECT

public:
    // Both outlive it. It begins with the local engine until reload() has been called.
    Engine(Preferences& preferences, WorkerPool& pool, QObject* parent = nullptr);
    ~Engine() override;

    // Never null. An edit shares its ownership while it runs.
    [[nodiscard]] std::shared_ptr<providers::Provider> provider() const { return m_provider; }
    [[nodiscard]] const config::Settings& settings() const { return m_settings; }
    // Both as choices for the engine list; localChoice() is nullopt where provider() is the local engine.
    [[nodiscard]] ProviderChoice choice() const;
    [[nodiscard]] std::optional<ProviderChoice> localChoice() const;
    [[nodiscard]] static QString nameForPeople(const QString& engine); // of Provider::name()

    // The model that the provider of now works with, now and later; creates the provider again. Its default
    // is kept as no choice, so that a later version's default reaches everybody.
    void setModel(const QString& model);

    // The key that the KeyStore holds; the environment's wins. Creates the provider again.
    void setKey(const QString& key);
    [[nodiscard]] const QString& key() const { return m_key; }

    // Error: InvalidArgument; the provider stays what it was, and failed() is emitted too.
    Result<> reload();

Q_SIGNALS:
    void changed();
    void failed(const nb::Error& error);

private:
    Preferences& m_preferences;
    WorkerPool& m_pool;
    QString m_key;
    config::Settings m_settings;
    log::HiddenSecrets m_secrets; // of m_settings
    std::shared_ptr<providers::Provider> m_local;
    std::shared_ptr<providers::Provider> m_provider;
};

} // namespace nb::desktop
