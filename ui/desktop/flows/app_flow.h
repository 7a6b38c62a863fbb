#pragma once
// What the menus offer beside the picture: preferences, batch, the embedded server, command palette, tour,
// about. It binds these actions and owns the dialogs that stay open.

#include "ui/desktop/main_window.h"
#include <QPointer>

namespace nb::desktop {

class BatchDialog;
class ToolSettings;
class Tour;

class AppFlow : public QObject {
    Q_OBJECT

public:
    // All outlive it.
    AppFlow(const StudioParts& parts, ActionRegistry& actions, ToolSettings& tools, MessageBar& messages,
            StatusLine& status, MainWindow& window);

    void showPreferences(int page = 0); // PreferencesDialog::Page
    void showTourOnce();                // to who has never seen it

private:
    void bind();
    void showShortcuts();
    void showPalette();
    void showBatch();
    void showAbout();
    void showTour();
    void serve(bool on);
    void showServer();
    void showEngine();

    StudioParts m_parts;
    ActionRegistry& m_actions;
    ToolSettings& m_tools;
    MessageBar& m_messages;
    StatusLine& m_status;
    MainWindow& m_window;
    QPointer<BatchDialog> m_batch;
    QPointer<Tour> m_tour;
};

} // namespace nb::desktop
