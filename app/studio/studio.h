#pragma once
// The composition root of the desktop program: builds document, engine, server and window in dependency
// order, on top of the pool and the journal of app/services.h.

#include "app/services.h"
#include "app/studio/local_server.h"
#include "core/base/worker_pool.h"
#include "core/config/loader.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/generation/engine.h"
#include "ui/desktop/main_window.h"
#include "ui/desktop/settings/key_store.h"
#include "ui/desktop/settings/preferences.h"
#include <QSettings>
#include <memory>

namespace nb::app {

struct StudioOptions {
    config::Sources sources;   // the configuration without preferences
    QString settingsFile = {}; // empty = the user's
    QString dataFolder = {};   // of the journal and of what is kept against crashes; empty = the user's
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
    void pruneJournal();

    QSettings m_settings;
    desktop::Preferences m_preferences;
    struct Look { // applied before the first widget is made
        Look(const StudioOptions& options, const desktop::Preferences& preferences);
    } m_look;
    std::unique_ptr<Services> m_services;
    WorkerPool m_quickPool{1};
    desktop::StudioDocument m_document;
    desktop::KeyStore m_keys;
    desktop::Engine m_engine;
    LocalServer m_server;
    desktop::MainWindow m_window;
};

} // namespace nb::app
