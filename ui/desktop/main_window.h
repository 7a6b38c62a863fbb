#pragma once
// The studio's window: it makes canvas, tool bar, panels and controllers over the models that it is given,
// and lays them out. What the menus do is in ui/desktop/controllers. It owns no model.

#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/studio_parts.h"
#include <QMainWindow>
#include <QMap>
#include <memory>

class QDockWidget;
class QMenu;
class QStackedWidget;
class QToolBar;

namespace nb::desktop {

class CanvasView;
class AppController;
class FileController;
class GenerateController;
class MaskController;
class MessageBar;
class PromptPanel;
class RecoveryController;
class ResultsPanel;
class StatusLine;
class ViewController;
class WelcomePage;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(const StudioParts& parts, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] ActionRegistry& actions() { return m_actions; }
    [[nodiscard]] MessageBar& messages() { return *m_messages; }
    void open(const QString& path);         // a picture or a project
    void openUntitled(const QString& path); // as a copy that has no name yet; removes the file
    void openSample();                      // the program's own, with a selection
    void offerLost();                       // what a crash has left

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void layOut();
    void makeControllers();
    QDockWidget* addDock(const char* name, const QString& title, QWidget* panel);
    void bindActions();
    void bindCancel();
    void addDocks();
    void followDocument();
    void showRecent();
    void showTitle();
    void updateActions();
    void restoreState();
    void keepState();

    StudioParts m_parts;
    ActionRegistry m_actions;
    QMenu* m_recentMenu = nullptr;
    QMap<Category, QMenu*> m_menus;
    QStackedWidget* m_pages;
    WelcomePage* m_welcome;
    CanvasView* m_canvas;
    MessageBar* m_messages;
    StatusLine* m_status;
    QToolBar* m_toolBar;
    PromptPanel* m_prompt;
    ResultsPanel* m_results;
    // Members are destroyed in reverse order: whoever uses one comes after it.
    std::unique_ptr<FileController> m_files;
    std::unique_ptr<MaskController> m_masks;
    std::unique_ptr<RecoveryController> m_recovery;
    std::unique_ptr<ViewController> m_view;
    std::unique_ptr<GenerateController> m_generate;
    std::unique_ptr<AppController> m_app;
    bool m_mayClose = false;
};

} // namespace nb::desktop
