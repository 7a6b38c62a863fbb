#pragma once
// The studio's window: it lays out canvas, tools and panels and connects them; what they do stands in them,
// and what the menus do in ui/desktop/flows. It owns no document.

#include "ui/desktop/actions/action_registry.h"
#include <QMainWindow>
#include <QMap>

class QMenu;
class QStackedWidget;
class QToolBar;

namespace nb {
class WorkerPool;
}

namespace nb::desktop {

class CanvasView;
class EmbeddedServer;
class Engine;
class FileFlow;
class KeyStore;
class MessageBar;
class Preferences;
class StatusLine;
class StudioDocument;
class ToolBox;
class WelcomePage;

// What the composition root has built for the window; everything outlives it.
struct StudioParts {
    Preferences& preferences;
    StudioDocument& document;
    WorkerPool& pool;
    Engine& engine;
    KeyStore& keys;
    EmbeddedServer& server;
};

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(const StudioParts& parts, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] ActionRegistry& actions() { return m_actions; }
    [[nodiscard]] MessageBar& messages() { return *m_messages; }
    void open(const QString& path); // a picture or a project

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void layOut();
    void bindActions();
    void showTitle();
    void updateActions();
    void restoreState();
    void keepState();

    StudioParts m_parts;
    ActionRegistry m_actions;
    QMap<Category, QMenu*> m_menus;
    QStackedWidget* m_pages;
    WelcomePage* m_welcome;
    CanvasView* m_canvas;
    MessageBar* m_messages;
    StatusLine* m_status;
    ToolBox* m_tools;
    QToolBar* m_toolBar;
    FileFlow* m_files;
    bool m_mayClose = false;
};

} // namespace nb::desktop
