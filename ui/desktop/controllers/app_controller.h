#pragma once
// The actions that do not concern the picture: preferences, batch, embedded server, command palette, tour,
// about. It owns the dialogs that stay open.

#include "ui/desktop/studio_parts.h"
#include <QObject>
#include <QPointer>

class QWidget;

namespace nb::desktop {

class ActionRegistry;
class BatchDialog;
class MessageBar;
class StatusLine;
class Tour;

class AppController : public QObject {
    Q_OBJECT

public:
    // All outlive it.
    AppController(const StudioParts& parts, ActionRegistry& actions, MessageBar& messages, StatusLine& status,
                  QWidget& window);

    void showPreferences(int page = 0); // PreferencesDialog::Page
    void showTourOnce();                // unless it has been shown before

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
    MessageBar& m_messages;
    StatusLine& m_status;
    QWidget& m_window;
    QPointer<BatchDialog> m_batch;
    QPointer<Tour> m_tour;
};

} // namespace nb::desktop
