#include "ui/desktop/main_window.h"

#include "ui/desktop/actions/menus.h"
#include "ui/desktop/actions/text_entry_guard.h"
#include "ui/desktop/actions/tool_bar.h"
#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/controllers/app_controller.h"
#include "ui/desktop/controllers/file_controller.h"
#include "ui/desktop/controllers/generate_controller.h"
#include "ui/desktop/controllers/mask_controller.h"
#include "ui/desktop/controllers/recovery_controller.h"
#include "ui/desktop/controllers/view_controller.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/files/dropped.h"
#include "ui/desktop/panels/history_panel.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/panels/prompt_panel.h"
#include "ui/desktop/panels/results_panel.h"
#include "ui/desktop/panels/status_line.h"
#include "ui/desktop/panels/tool_options_panel.h"
#include "ui/desktop/panels/welcome_page.h"
#include "ui/desktop/settings/preferences.h"
#include "ui/desktop/settings/recent_files.h"
#include "ui/desktop/tools/tool_box.h"
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QToolBar>
#include <QVBoxLayout>

namespace nb::desktop {
namespace {

const QString kGeometry = QStringLiteral("window/geometry");
const QString kState = QStringLiteral("window/state");
constexpr int kStateVersion = 1; // of the arrangement of docks: raise it when docks come or go
constexpr QSize kFirstSize{1360, 860};

} // namespace

MainWindow::MainWindow(const StudioParts& parts, QWidget* parent)
    : QMainWindow(parent), m_parts(parts), m_actions(parts.preferences.settings()),
      m_pages(new QStackedWidget), m_welcome(new WelcomePage), m_canvas(new CanvasView(parts.document)),
      m_messages(new MessageBar), m_status(new StatusLine(parts.document)),
      m_toolBar(new QToolBar(tr("Tools"))),
      m_prompt(new PromptPanel(
          {.draft = parts.draft, .plan = parts.plan, .providers = parts.providers, .queue = parts.queue})),
      m_results(new ResultsPanel({.document = parts.document,
                                  .queue = parts.queue,
                                  .selection = parts.selection,
                                  .model = parts.results,
                                  .mix = parts.mix})) {
    new TextEntryGuard(this);
    layOut();
    makeControllers();
    bindActions();
    bindCancel();
    addDocks();
    followDocument();
    updateActions();
    showTitle();
    restoreState();
}

// Panels signal controllers, and a window that disappears from the screen still sends events: both while all
// are there.
MainWindow::~MainWindow() {
    hide();
    qDeleteAll(findChildren<QDockWidget*>());
}

void MainWindow::makeControllers() {
    m_files = std::make_unique<FileController>(m_parts.document, m_parts.pool, m_parts.preferences,
                                               *m_messages, *this);
    m_masks = std::make_unique<MaskController>(m_parts.document, m_parts.pool, m_parts.tools,
                                               m_parts.preferences, *m_messages, *this);
    m_recovery = std::make_unique<RecoveryController>(m_parts.autosave, *m_files, *m_messages);
    m_view = std::make_unique<ViewController>(m_parts.document, *m_canvas, m_parts.tools, m_parts.preferences,
                                              m_actions, *m_status);
    m_masks->bind(m_actions);
    fillToolBar(*m_toolBar, m_actions);
    m_generate = std::make_unique<GenerateController>(m_parts, m_actions, *m_canvas, *m_prompt, *m_results,
                                                      *m_messages);
    m_app = std::make_unique<AppController>(m_parts, m_actions, *m_messages, *m_status, *this);
}

void MainWindow::followDocument() {
    const StudioDocument* document = &m_parts.document;
    connect(document, &StudioDocument::opened, m_app.get(), [this] {
        if (m_parts.document.isOpen())
            m_app->showTourOnce();
    });
    connect(document, &StudioDocument::opened, this, &MainWindow::updateActions);
    connect(m_generate.get(), &GenerateController::undoChanged, this, &MainWindow::updateActions);
    connect(document, &StudioDocument::renamed, this, &MainWindow::showTitle);
    connect(document, &StudioDocument::maskCommitted, this, &MainWindow::updateActions);
    connect(document, &StudioDocument::resultsChanged, this, &MainWindow::updateActions);
    connect(document, &StudioDocument::shownChanged, this, &MainWindow::updateActions);
    connect(&m_parts.document.undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::showTitle);
    connect(&m_parts.document.undoStack(), &QUndoStack::indexChanged, this, &MainWindow::updateActions);
}

void MainWindow::layOut() {
    auto* middle = new QWidget;
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messages);
    column->addWidget(m_pages, 1);
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(m_canvas);
    m_canvas->setAccessibleName(tr("Picture"));
    setCentralWidget(middle);
    setStatusBar(m_status);
    m_menus = fillMenuBar(*menuBar(), m_actions);
    QMenu* const file = m_menus.value(Category::File);
    m_recentMenu = new QMenu(tr("Open Recent"), file);
    m_recentMenu->setToolTipsVisible(true);
    file->insertMenu(m_actions.action("file.save"), m_recentMenu);
    m_toolBar->setObjectName(QStringLiteral("tools"));
    m_toolBar->setMovable(false);
    addToolBar(Qt::LeftToolBarArea, m_toolBar);
    setAcceptDrops(true);
}

void MainWindow::addDocks() {
    addDock("prompt", tr("Prompt"), m_prompt);
    QDockWidget* const results = addDock("results", tr("Results"), m_results);
    QDockWidget* const options = addDock("options", tr("Tool"), new ToolOptionsPanel(m_parts.tools));
    QDockWidget* const history =
        addDock("history", tr("History"), new HistoryPanel(m_parts.document.undoStack()));
    tabifyDockWidget(results, options);
    tabifyDockWidget(options, history);
    options->raise();
    // Whoever has asked for results wants to see them.
    connect(&m_parts.document, &StudioDocument::resultsChanged, results, [this, results] {
        if (!m_parts.document.results().empty())
            results->raise();
    });
}

QDockWidget* MainWindow::addDock(const char* name, const QString& title, QWidget* panel) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(QLatin1String(name)); // the key of its stored position
    dock->setWidget(panel);
    addDockWidget(Qt::RightDockWidgetArea, dock);
    m_menus.value(Category::View)->addAction(dock->toggleViewAction());
    return dock;
}

void MainWindow::bindActions() {
    const auto file = [this](const char* id, void (FileController::*what)()) {
        m_actions.bind(id, m_files.get(), [this, what](bool) { ((*m_files).*what)(); });
    };
    file("file.open", &FileController::openWithDialog);
    file("file.close", &FileController::closeDocument);
    file("edit.copy", &FileController::copyPicture);
    file("edit.paste", &FileController::paste);
    m_actions.bind("file.save", m_files.get(), [this](bool) { m_files->save(); });
    m_actions.bind("file.save_as", m_files.get(), [this](bool) { m_files->saveAs(); });
    connect(m_files.get(), &FileController::fileOpened, &m_parts.recentFiles, &RecentFiles::add);
    connect(m_files.get(), &FileController::fileLost, &m_parts.recentFiles, &RecentFiles::remove);
    // Queued: the menu that is filled again may be the one whose action runs now.
    connect(&m_parts.recentFiles, &RecentFiles::changed, this, &MainWindow::showRecent, Qt::QueuedConnection);
    showRecent();
    connect(m_welcome, &WelcomePage::openRequested, m_files.get(), &FileController::openWithDialog);
    connect(m_welcome, &WelcomePage::tourRequested, this, [this] {
        openSample();
        m_actions.action("help.tour")->trigger();
    });
    connect(m_welcome, &WelcomePage::pasteRequested, m_files.get(), &FileController::paste);
    connect(m_welcome, &WelcomePage::fileChosen, m_files.get(), &FileController::open);
    connect(m_welcome, &WelcomePage::sampleChosen, m_files.get(), &FileController::openSample);
    m_actions.bind("file.quit", this, [this](bool) { close(); });
    m_actions.bind("view.full_screen", this, [this](bool on) { on ? showFullScreen() : showNormal(); });
}

// Work on the mask and saving go before a generation, which takes longest. While nothing runs, the action is
// disabled, so that Esc reaches the widgets.
void MainWindow::bindCancel() {
    LongTask& masks = m_masks->work();
    LongTask& saving = m_files->saving();
    m_actions.bind("generate.cancel", this, [this, &masks, &saving](bool) {
        if (masks.isRunning())
            masks.cancel();
        else if (saving.isShown())
            saving.cancel();
        else
            m_generate->cancel();
    });
    m_actions.bind("generate.cancel_all", this, [this, &masks, &saving](bool) {
        masks.cancel();
        if (saving.isShown())
            saving.cancel();
        m_generate->cancelAll();
    });
    const auto update = [this, &masks, &saving] {
        m_actions.setCancellable(masks.isRunning() || saving.isShown() || m_generate->isRunning());
    };
    connect(m_generate.get(), &GenerateController::runningChanged, this, update);
    for (LongTask* task : {&saving, &masks}) {
        connect(task, &LongTask::changed, this, update);
        m_status->follow(*task);
    }
    update();
}

void MainWindow::showRecent() {
    m_welcome->setRecentFiles(m_parts.recentFiles.paths());
    m_recentMenu->clear();
    m_recentMenu->setEnabled(!m_parts.recentFiles.paths().isEmpty());
    for (const QString& path : m_parts.recentFiles.paths()) {
        QString name = QFileInfo(path).fileName();
        name.replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction* const action =
            m_recentMenu->addAction(name, m_files.get(), [this, path] { m_files->open(path); });
        action->setToolTip(path);
    }
    m_recentMenu->addSeparator();
    m_recentMenu->addAction(tr("Forget All"), &m_parts.recentFiles, &RecentFiles::clear);
}

void MainWindow::showTitle() {
    setWindowTitle(m_parts.document.isOpen()
                       ? QStringLiteral("%1[*] – %2").arg(m_parts.document.name(), tr("NanoBanana Studio"))
                       : tr("NanoBanana Studio"));
    setWindowModified(m_parts.document.isOpen() && m_parts.document.isModified());
}

void MainWindow::updateActions() {
    const StudioDocument& document = m_parts.document;
    m_actions.setState({.picture = document.isOpen(),
                        .mask = document.isOpen(),
                        .results = !document.results().empty(),
                        .shownResult = !document.shown().isNull(),
                        .undo = m_generate->undoStack().canUndo(),
                        .redo = m_generate->undoStack().canRedo()});
    m_pages->setCurrentWidget(document.isOpen() ? static_cast<QWidget*>(m_canvas) : m_welcome);
}

void MainWindow::open(const QString& path) {
    m_files->open(path);
}

void MainWindow::openUntitled(const QString& path) {
    m_files->openUntitled(path);
}

void MainWindow::openSample() {
    m_files->openSample(QStringLiteral(":/samples/harbour.jpg"),
                        QStringLiteral(":/samples/harbour-mask.png"));
}

void MainWindow::offerLost() {
    m_recovery->offerLost();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (mayBeDropped(*event->mimeData()))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    m_files->openDropped(*event->mimeData());
}

// Closing again is queued: saving the document first may take a while.
void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_mayClose) {
        event->ignore();
        m_files->withoutLoss([this] {
            m_mayClose = true;
            QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
        });
        return;
    }
    keepState();
    event->accept();
}

void MainWindow::restoreState() {
    QSettings& settings = m_parts.preferences.settings();
    if (!restoreGeometry(settings.value(kGeometry).toByteArray()))
        resize(kFirstSize);
    QMainWindow::restoreState(settings.value(kState).toByteArray(), kStateVersion);
    m_actions.action("view.full_screen")->setChecked(isFullScreen());
    m_parts.tools.settings().load(settings);
}

void MainWindow::keepState() {
    QSettings& settings = m_parts.preferences.settings();
    settings.setValue(kGeometry, saveGeometry());
    settings.setValue(kState, saveState(kStateVersion));
    m_parts.tools.settings().save(settings);
}

} // namespace nb::desktop
