#include "app/studio/studio.h"

#include "ui/desktop/look/theme.h"
#include "ui/desktop/panels/message_bar.h"
#include <QFileInfo>

namespace nb::app {
namespace {

QString settingsPath(const StudioOptions& options) {
    if (!options.settingsFile.isEmpty())
        return options.settingsFile;
    return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("nanobanana"),
                     QStringLiteral("studio"))
        .fileName();
}

QString keyPath(const QString& settingsFile) {
    return QFileInfo(settingsFile).absolutePath() + QStringLiteral("/studio-key");
}

int workers(const desktop::Preferences& preferences) {
    const Result<config::Loaded> loaded = preferences.configuration({});
    return loaded ? loaded->settings.workers : 0;
}

} // namespace

Studio::Studio(const StudioOptions& options)
    : m_settings(settingsPath(options), QSettings::IniFormat), m_preferences(m_settings, options.sources),
      m_pool(workers(m_preferences)), m_keys(keyPath(m_settings.fileName())), m_engine(m_preferences, m_pool),
      m_server(m_engine, m_preferences, m_pool), m_window({.preferences = m_preferences,
                                                           .document = m_document,
                                                           .pool = m_pool,
                                                           .engine = m_engine,
                                                           .keys = m_keys,
                                                           .server = m_server}) {
    const QString theme = options.theme;
    desktop::applyTheme(theme.isEmpty() ? m_preferences.theme() : desktop::themeFromName(theme));
    QObject::connect(&m_preferences, &desktop::Preferences::themeChanged, &m_window,
                     [this] { desktop::applyTheme(m_preferences.theme()); });
}

Studio::~Studio() = default;

void Studio::start() {
    m_window.show();
    (void)m_engine.reload();
    m_keys.read([this](const Result<QString>& key) {
        if (key)
            m_engine.setKey(*key);
        else
            m_window.messages().showError(key.error());
    });
}

} // namespace nb::app
