#include "app/studio/studio.h"

#include "core/journal/journal.h"
#include "core/telemetry/log.h"
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

QString autosaveFolder(const StudioOptions& options) {
    return options.dataFolder.isEmpty() ? desktop::Autosave::usualFolder()
                                        : options.dataFolder + QStringLiteral("/autosave");
}

config::Usable usableConfiguration(config::Sources sources) {
    sources.program = config::Program::Studio;
    return config::usable(sources);
}

// Wrong settings are reported by Engine, once there is a window to say so. Without a journal, edits are not
// lost: results are in the document.
std::unique_ptr<Services> makeStudioServices(const desktop::Preferences& preferences,
                                             const QString& journalFolder) {
    const Result<config::Loaded> loaded = preferences.configuration({});
    auto services = std::make_unique<Services>(loaded ? loaded->settings : config::Settings());
    if (!QDir().mkpath(journalFolder) || !services->openJournal(journalFolder))
        log::warning(QStringLiteral("No journal of edits is kept"));
    return services;
}

} // namespace

// In the order of the members: each gets what is above it.
Studio::Studio(const StudioOptions& options)
    : m_configuration(usableConfiguration(options.sources)),
      m_settings(settingsPath(options), QSettings::IniFormat),
      m_preferences(m_settings, m_configuration.sources), m_look(options, m_preferences),
      m_services(makeStudioServices(m_preferences, dataFolder(options) + QStringLiteral("/journal"))),
      m_keys(keyPath(m_settings.fileName())), m_recentFiles(m_settings),
      m_engine(m_preferences, m_services->pool), m_server(m_engine, m_preferences, m_services->pool),

      m_autosave(m_document, autosaveFolder(options)), m_tools(m_document, m_services->pool),

      m_plan(m_document, m_quickPool), m_draft(m_document, m_providers, m_plan, m_settings),
      m_queue(m_document, m_services->pool), m_preview(m_queue, m_services->pool),
      m_selection(m_document, m_queue, m_preview, m_quickPool), m_results(m_document, m_queue, m_quickPool),
      m_mix(m_document, m_selection, m_quickPool), m_variantBrush(m_document, m_mix, m_tools.settings()),

      m_window(parts()) {
    m_queue.setJournal(m_services->journal.get());
    QObject::connect(&m_preferences, &desktop::Preferences::themeChanged, &m_window,
                     [this] { desktop::applyTheme(m_preferences.theme()); });
}

desktop::StudioParts Studio::parts() {
    return {.pool = m_services->pool,
            .preferences = m_preferences,
            .keys = m_keys,
            .recentFiles = m_recentFiles,
            .engine = m_engine,
            .server = m_server,
            .document = m_document,
            .autosave = m_autosave,
            .tools = m_tools,
            .providers = m_providers,
            .plan = m_plan,
            .draft = m_draft,
            .queue = m_queue,
            .selection = m_selection,
            .results = m_results,
            .mix = m_mix,
            .variantBrush = m_variantBrush};
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
    if (!m_configuration.faults.isEmpty())
        m_window.messages().showUnusedSettings(m_configuration.faults);
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

// On the pool: a journal may have thousands of files.
void Studio::pruneJournal() {
    journal::Journal* const journal = m_services->journal.get();
    if (journal == nullptr)
        return;
    const journal::JournalLimits limits{std::chrono::days(m_preferences.journalDays()),
                                        qint64(m_preferences.journalGigabytes()) * 1'000'000'000};
    m_services->pool.run([journal, limits] { return journal->prune(limits); })
        .then(&m_window, [](const Result<journal::Journal::Pruned>& pruned) {
            if (!pruned)
                log::warning(QStringLiteral("The journal of edits could not be pruned: %1")
                                 .arg(pruned.error().message));
        });
}

} // namespace nb::app
