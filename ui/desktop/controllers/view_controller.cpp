#include "ui/desktop/controllers/view_controller.h"

#include "ui/desktop/actions/text_entry_guard.h"
#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/panels/status_line.h"
#include "ui/desktop/settings/preferences.h"
#include "ui/desktop/tools/tool_box.h"
#include <QApplication>
#include <QKeyEvent>
#include <QShortcut>
#include <algorithm>
#include <cmath>
#include <utility>

namespace nb::desktop {
namespace {

constexpr double kTurnDegrees = 15;
constexpr double kHardnessForPx = 0.005; // of a vertical drag

} // namespace

ViewController::ViewController(StudioDocument& document, CanvasView& canvas, ToolBox& tools,
                               Preferences& preferences, ActionRegistry& actions, StatusLine& status)
    : QObject(&canvas), m_document(document), m_canvas(canvas), m_tools(tools), m_preferences(preferences),
      m_actions(actions), m_status(status) {
    bindView();
    bindTools();
    followPointer();
    connect(&preferences, &Preferences::canvasChanged, this, &ViewController::showStyle);
    connect(&document, &StudioDocument::opened, &canvas, [this] {
        if (m_document.isOpen())
            m_canvas.setFocus();
    });
    connect(&document, &StudioDocument::shownChanged, this,
            [this] { setResultIsNew(!m_document.shown().isNull()); });
    connect(&document, &StudioDocument::maskChanged, this, [this] { setResultIsNew(false); });
    qApp->installEventFilter(this);
    showStyle();
}

void ViewController::bindView() {
    const auto view = [this](const char* id, auto what) {
        m_actions.bind(id, this, [this, what](bool on) { what(m_canvas, on); });
    };
    view("view.zoom_in", [](CanvasView& canvas, bool) { canvas.zoomIn(); });
    view("view.zoom_out", [](CanvasView& canvas, bool) { canvas.zoomOut(); });
    view("view.fit", [](CanvasView& canvas, bool) { canvas.fit(); });
    view("view.actual", [](CanvasView& canvas, bool) { canvas.setZoom(1); });
    view("view.double", [](CanvasView& canvas, bool) { canvas.setZoom(2); });
    const auto turn = [](double degrees) {
        return [degrees](CanvasView& canvas, bool) {
            canvas.setRotation(canvas.viewport().rotation() + degrees);
        };
    };
    view("view.rotate_left", turn(-kTurnDegrees));
    view("view.rotate_right", turn(kTurnDegrees));
    view("view.upright", [](CanvasView& canvas, bool) { canvas.setRotation(0); });
    m_actions.bind("view.original", this, [this](bool on) { holdOriginal(on); });
    m_actions.bind("view.quick_mask", this, [this](bool) { showStyle(); });
    m_actions.bind("view.hide_mask", this, [this](bool) { showStyle(); });
    m_actions.bind("view.ants", this, [this](bool) { showStyle(); });
    view("view.grid", [](CanvasView& canvas, bool on) { canvas.setPixelGrid(on); });
    m_actions.action("view.grid")->setChecked(m_canvas.pixelGrid());
}

void ViewController::bindTools() {
    m_canvas.setTool(&m_tools.current());
    m_actions.bind("tool.hand", this, [this](bool) { m_canvas.setTool(nullptr); });
    connect(&m_tools, &ToolBox::currentChanged, &m_canvas, &CanvasView::setTool);
    // With the hand, the canvas has no tool, but the tool box still has a current one; choosing that again
    // emits no currentChanged.
    for (const auto& tool : m_tools.tools()) {
        const QByteArray id = "tool." + tool->id().toLatin1();
        if (findAction(QLatin1String(id)))
            connect(m_actions.action(id.constData()), &QAction::triggered, this,
                    [this] { m_canvas.setTool(&m_tools.current()); });
    }
    // The digits set the opacity, as in other image editors; only while the canvas has the focus.
    for (int digit = 0; digit <= 9; ++digit) {
        auto* key = new QShortcut(QKeySequence(Qt::Key_0 + digit), &m_canvas);
        key->setContext(Qt::WidgetShortcut);
        connect(key, &QShortcut::activated, this, [this, digit] { m_tools.setOpacityByDigit(digit); });
    }
    connect(&m_canvas, &CanvasView::brushSizeStepped, this, [this](double steps) {
        m_tools.changeSize(static_cast<int>(steps > 0 ? std::ceil(steps) : std::floor(steps)));
    });
    connect(&m_canvas, &CanvasView::brushDragged, this, [this](double size, double hardness) {
        ToolSettings& settings = m_tools.settings();
        settings.setValue(Setting::BrushSize,
                          settings.value(Setting::BrushSize) + size / m_canvas.viewport().zoom());
        settings.setValue(Setting::Hardness, settings.value(Setting::Hardness) + hardness * kHardnessForPx);
    });
}

void ViewController::followPointer() {
    connect(&m_canvas, &CanvasView::zoomChanged, &m_status, &StatusLine::setZoom);
    connect(&m_canvas, &CanvasView::pointerMoved, &m_status, [this](QPointF at) {
        const bool inside = QRectF(m_document.rect()).contains(at);
        m_status.setPointer(inside ? std::optional(at) : std::nullopt);
    });
    connect(&m_canvas, &CanvasView::pointerLeft, &m_status, [this] { m_status.setPointer(std::nullopt); });
}

void ViewController::showStyle() {
    MaskStyle style = m_canvas.maskStyle();
    style.colour = m_preferences.maskColour();
    style.opacity = m_preferences.maskOpacity() / 100.0;
    style.marchingAnts = m_actions.action("view.ants")->isChecked();
    style.view = m_resultIsNew || m_actions.action("view.hide_mask")->isChecked() ? MaskView::Hidden
                 : m_actions.action("view.quick_mask")->isChecked()               ? MaskView::QuickMask
                                                                                  : MaskView::Overlay;
    m_canvas.setMaskStyle(style);
    m_canvas.setWheel(m_preferences.wheelZooms() ? CanvasView::Wheel::Zooms : CanvasView::Wheel::Scrolls);
    m_canvas.setFingerPaints(m_preferences.fingerPaints());
}

void ViewController::setResultIsNew(bool isNew) {
    if (std::exchange(m_resultIsNew, isNew) != isNew)
        showStyle();
}

void ViewController::holdOriginal(bool held) {
    m_actions.action("view.original")->setChecked(held);
    if (held == m_held || !m_document.isOpen())
        return;
    m_held = held;
    if (held)
        m_before = m_canvas.compare();
    m_canvas.setCompare(held ? CompareMode::Original : m_before);
}

// Tab shows the original only while the canvas has the focus; elsewhere it moves the focus.
bool ViewController::isHoldKey(int key, Qt::KeyboardModifiers modifiers) const {
    if (key == Qt::Key_Tab && !m_canvas.hasFocus())
        return false;
    const QKeySequence pressed(QKeyCombination(modifiers & ~Qt::KeypadModifier, Qt::Key(key)));
    return m_actions.shortcuts(QLatin1String("view.original")).contains(pressed);
}

bool ViewController::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ApplicationStateChange || event->type() == QEvent::WindowDeactivate) {
        holdOriginal(false); // the release of the key would go to another window
        return false;
    }
    if ((event->type() != QEvent::KeyPress && event->type() != QEvent::KeyRelease) ||
        !watched->isWidgetType() || QApplication::activeModalWidget() ||
        takesText(QApplication::focusWidget()))
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool release = event->type() == QEvent::KeyRelease;
    // The modifiers of a release do not count: one may be released before the key.
    if (!isHoldKey(key->key(), release ? Qt::NoModifier : key->modifiers()))
        return false;
    if (!key->isAutoRepeat())
        holdOriginal(!release);
    return true;
}

} // namespace nb::desktop
