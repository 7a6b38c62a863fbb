#pragma once
// The composition root of the desktop program: builds services, models and window in dependency order. Pool
// and journal are those of app/services, as on the command line; the provider is Engine's, since it changes
// with the preferences.

#include "app/services.h"
#include "app/studio/local_server.h"
#include "core/base/worker_pool.h"
#include "core/config/loader.h"
#include "ui/desktop/document/autosave.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/generation/engine.h"
#include "ui/desktop/generation/generation_queue.h"
#include "ui/desktop/generation/offline_preview.h"
#include "ui/desktop/generation/plan_updater.h"
#include "ui/desktop/generation/provider_model.h"
#include "ui/desktop/generation/request_draft.h"
#include "ui/desktop/generation/result_selection.h"
#include "ui/desktop/generation/results_model.h"
#include "ui/desktop/generation/variant_mix.h"
#include "ui/desktop/main_window.h"
#include "ui/desktop/settings/key_store.h"
#include "ui/desktop/settings/preferences.h"
#include "ui/desktop/settings/recent_files.h"
#include "ui/desktop/tools/tool_box.h"
#include "ui/desktop/tools/variant_brush.h"
#include <QSettings>
#include <memory>

namespace nb::app {

struct StudioOptions {
    config::Sources
        sources; // the configuration without preferences; what cannot be used is said in the window
    QString settingsFile = {}; // empty = the user's
    QString dataFolder = {};   // of the journal and of autosave; empty = the user's
    QString theme = {};        // for this start: one of themeNames(); empty = as preferred
    QString language = {};     // for this start: "en", "de", "zh_CN"; empty = as preferred
};

// Lives on the thread of the user interface; the QApplication is there before it. Members are destroyed in
// reverse order: whoever uses one comes after it.
class Studio {
public:
    explicit Studio(const StudioOptions& options);
    ~Studio();

    // Shows the window; what may take time (the keyring) comes after that.
    void start();

    [[nodiscard]] desktop::MainWindow& window() { return m_window; }
    [[nodiscard]] desktop::StudioDocument& document() { return m_document; }
    [[nodiscard]] desktop::Engine& engine() { return m_engine; }

private:
    [[nodiscard]] desktop::StudioParts parts();
    void pruneJournal();

    const config::Usable m_configuration; // without preferences
    QSettings m_settings;
    desktop::Preferences m_preferences;
    struct Look { // applied before the first widget is made
        Look(const StudioOptions& options, const desktop::Preferences& preferences);
    } m_look;
    std::unique_ptr<Services> m_services;
    // For jobs of milliseconds whose result the user waits for: no fill runs in it.
    WorkerPool m_quickPool{1};
    desktop::KeyStore m_keys;
    desktop::RecentFiles m_recentFiles;
    desktop::Engine m_engine;
    LocalServer m_server;

    desktop::StudioDocument m_document;
    desktop::Autosave m_autosave;
    desktop::ToolBox m_tools;

    desktop::ProviderModel m_providers;
    desktop::PlanUpdater m_plan;
    desktop::RequestDraft m_draft;
    desktop::GenerationQueue m_queue;
    desktop::OfflinePreview m_preview;
    desktop::ResultSelection m_selection;
    desktop::ResultsModel m_results;
    desktop::VariantMix m_mix;
    desktop::VariantBrush m_variantBrush;

    desktop::MainWindow m_window;
};

} // namespace nb::app
