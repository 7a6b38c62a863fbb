#include "app/studio/studio.h"

#include "core/journal/journal.h"
#include "core/telemetry/log.h"
#include "ui/desktop/document/autosave.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/theme/icons.h"
#include "ui/desktop/theme/language.h"
#include "ui/desktop/theme/theme.h"
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QStandardPaths>

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

QString dataFolder(const StudioOptions& options) {
    return options.dataFolder.isEmpty()
               ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                     QStringLiteral("/nanobanana")
               : options.dataFolder;
}

// Without a journal, edits are not lost: results are in the document.
std::unique_ptr<Services> makeStudioServices(const desktop::Preferences& preferences,
                                             const QString& journalFolder) {
    const Result<config::Loaded> loaded = preferences.configuration({});
    auto services = std::make_unique<Services>(loaded ? loaded->settings : config::Settings());
    if (!QDir().mkpath(journalFolder) || !services->openJournal(journalFolder))
        log::warning(QStringLiteral("No journal of edits is kept"));
    return services;
}

} // namespace

Studio::Studio(const StudioOptions& options)
    : m_settings(settingsPath(options), QSettings::IniFormat), m_preferences(m_settings, options.sources),
      m_look(options, m_preferences),
      m_services(makeStudioServices(m_preferences, dataFolder(options) + QStringLiteral("/journal"))),
      m_keys(keyPath(m_settings.fileName())), m_engine(m_preferences, m_services->pool),
      m_server(m_engine, m_preferences, m_services->pool),
      m_window({.preferences = m_preferences,
                .document = m_document,
                .pool = m_services->pool,
                .quickPool = m_quickPool,
                .engine = m_engine,
                .keys = m_keys,
                .server = m_server,
                .journal = m_services->journal.get(),
                .autosaveFolder = options.dataFolder.isEmpty()
                                      ? desktop::Autosave::usualFolder()
                                      : options.dataFolder + QStringLiteral("/autosave")}) {
    QObject::connect(&m_preferences, &desktop::Preferences::themeChanged, &m_window,
                     [this] { desktop::applyTheme(m_preferences.theme()); });
}

Studio::Look::Look(const StudioOptions& options, const desktop::Preferences& preferences) {
    desktop::applyLanguage(options.language.isEmpty() ? preferences.language() : options.language);
    QGuiApplication::setWindowIcon(desktop::applicationIcon());
    desktop::applyTheme(options.theme.isEmpty() ? preferences.theme()
                                                : desktop::themeFromName(options.theme));
}

Studio::~Studio() = default;

void Studio::start() {
    m_window.show();
    (void)m_engine.reload();
    m_window.offerLost();
    pruneJournal();
    m_keys.read([this](const Result<QString>& key) {
        if (key)
            m_engine.setKey(*key);
        else
            m_window.messages().showError(key.error());
    });
}

// It may have thousands of files.
void Studio::pruneJournal() {
    if (!m_services->journal)
        return;
    const journal::JournalLimits limits{std::chrono::days(m_preferences.journalDays()),
                                        qint64(m_preferences.journalGigabytes()) * 1'000'000'000};
    m_services->pool.run([journal = m_services->journal.get(), limits] { return journal->prune(limits); })
        .then(&m_window, [](const Result<journal::Journal::Pruned>& done) {
            if (!done)
                log::warning(QStringLiteral("The journal of edits could not be made smaller: %1")
                                 .arg(done.error().message));
        });
}

} // namespace nb::app
