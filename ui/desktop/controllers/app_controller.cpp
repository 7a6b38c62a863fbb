#include "ui/desktop/controllers/app_controller.h"

#include "core/providers/provider.h"
#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/actions/command_palette.h"
#include "ui/desktop/dialogs/batch_dialog.h"
#include "ui/desktop/dialogs/preferences_dialog.h"
#include "ui/desktop/dialogs/server_dialog.h"
#include "ui/desktop/generation/engine.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/panels/status_line.h"
#include "ui/desktop/panels/tour.h"
#include "ui/desktop/settings/embedded_server.h"
#include "ui/desktop/settings/preferences.h"
#include "ui/desktop/tools/tool_box.h"
#include <QDockWidget>
#include <QMessageBox>

namespace nb::desktop {

AppController::AppController(const StudioParts& parts, ActionRegistry& actions, MessageBar& messages,
                             StatusLine& status, QWidget& window)
    : m_parts(parts), m_actions(actions), m_messages(messages), m_status(status), m_window(window) {
    bind();
    connect(&parts.engine, &Engine::changed, this, &AppController::showEngine);
    connect(&parts.engine, &Engine::failed, &messages, [this](const Error& error) {
        m_messages.showError(error, {{tr("Preferences…"), [this] { showPreferences(); }}});
    });
    connect(&parts.server, &EmbeddedServer::changed, this, &AppController::showServer);
    connect(&status, &StatusLine::engineClicked, this, [this] { showPreferences(); });
    connect(&status, &StatusLine::serverClicked, this,
            [this] { ServerDialog(m_parts.server, &m_window).exec(); });
    showEngine();
    showServer();
}

void AppController::bind() {
    m_actions.bind("file.preferences", this, [this](bool) { showPreferences(); });
    m_actions.bind("file.batch", this, [this](bool) { showBatch(); });
    m_actions.bind("generate.serve", this, [this](bool on) { serve(on); });
    m_actions.bind("view.palette", this, [this](bool) { showPalette(); });
    m_actions.bind("help.shortcuts", this, [this](bool) { showShortcuts(); });
    m_actions.bind("help.tour", this, [this](bool) { showTour(); });
    m_actions.bind("help.about", this, [this](bool) { showAbout(); });
}

void AppController::showPreferences(int page) {
    PreferencesDialog dialog(m_parts.preferences, m_parts.engine, m_parts.keys, m_actions,
                             m_parts.tools.settings(), &m_window);
    dialog.showPage(static_cast<PreferencesDialog::Page>(page));
    dialog.exec();
}

void AppController::showShortcuts() {
    showPreferences(static_cast<int>(PreferencesDialog::Page::Keyboard));
}

void AppController::showPalette() {
    QList<QAction*> docks;
    for (QDockWidget* dock : m_window.findChildren<QDockWidget*>())
        docks << dock->toggleViewAction();
    CommandPalette palette(m_actions, docks, &m_window);
    palette.move(
        m_window.mapToGlobal(QPoint((m_window.width() - palette.width()) / 2, m_window.height() / 8)));
    if (palette.exec() == QDialog::Accepted)
        palette.chosen()->trigger();
}

void AppController::showBatch() {
    if (!m_batch) {
        m_batch = new BatchDialog(m_parts.engine, &m_window);
        m_batch->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_batch->show();
    m_batch->raise();
    m_batch->activateWindow();
}

void AppController::showAbout() {
    QMessageBox::about(
        &m_window, tr("About NanoBanana Studio"),
        tr("<h3>NanoBanana Studio %1</h3><p>Regenerates the selected part of a picture, and leaves "
           "every other pixel as it was.</p><p>Free software under the GNU General Public "
           "License, version 3.</p>")
            .arg(QStringLiteral(NB_VERSION)));
}

void AppController::showTourOnce() {
    if (!m_parts.preferences.isTourSeen())
        showTour();
}

void AppController::showTour() {
    m_parts.preferences.setTourSeen();
    if (m_tour)
        return;
    const auto dock = [this](const char* name) { return m_window.findChild<QWidget*>(QLatin1String(name)); };
    m_tour = new Tour(
        {{tr("Paint over what should change"),
          tr("The brush (B) selects, the right button or the eraser (E) takes away. [ and ] change the size, "
             "the "
             "wheel zooms, Space moves the picture. Outlines, the wand and the smart brush are beside it."),
          dock("tools")},
         {tr("Say what should be there"),
          tr("Write a few words and press Ctrl+Enter. The frame on the picture is what would be sent. You "
             "can go "
             "on painting meanwhile; Esc stops."),
          dock("prompt")},
         {tr("Compare, and keep what you like"),
          tr("Hold Tab to see the original. Accept makes the result the new picture, and one undo brings "
             "back "
             "picture and mask. Every pixel that you did not select stays as it was."),
          dock("results")}},
        m_window);
}

void AppController::serve(bool on) {
    if (!on) {
        m_parts.server.stop();
        return;
    }
    if (const Result<> started = m_parts.server.start(); !started)
        m_messages.showError(started.error(),
                             {{tr("Another Port…"), [this] {
                                   showPreferences(static_cast<int>(PreferencesDialog::Page::System));
                               }}});
    else
        ServerDialog(m_parts.server, &m_window).exec();
}

void AppController::showServer() {
    const EmbeddedServer& server = m_parts.server;
    m_actions.action("generate.serve")->setChecked(server.isRunning());
    m_status.setServer(server.isRunning() ? tr("Serving, %n request(s)", nullptr, server.requests())
                                          : QString(),
                       tr("Shows address and token"));
}

void AppController::showEngine() {
    const QString name = m_parts.engine.provider()->name();
    m_status.setEngine(Engine::nameForPeople(name),
                       name == QLatin1String("local")
                           ? tr("Edits are made on this computer; nothing leaves it")
                           : tr("Edits are sent to %1").arg(Engine::nameForPeople(name)));
}

} // namespace nb::desktop
