#pragma once
// The View menu: zoom, rotation, how the mask is shown, the original while a key is held. It also gives the
// canvas the current tool and the status line the position of the pointer.

#include "ui/desktop/actions/action_registry.h"
#include "ui/desktop/canvas/mask_view.h"

namespace nb::desktop {

class CanvasView;
class Preferences;
class StatusLine;
class StudioDocument;
class ToolBox;

class ViewController : public QObject {
    Q_OBJECT

public:
    // All outlive it.
    ViewController(StudioDocument& document, CanvasView& canvas, ToolBox& tools, Preferences& preferences,
                   ActionRegistry& actions, StatusLine& status);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void bindView();
    void bindTools();
    void followPointer();
    void showStyle();
    void setResultIsNew(bool isNew);
    void holdOriginal(bool held);
    [[nodiscard]] bool isHoldKey(int key, Qt::KeyboardModifiers modifiers) const;

    StudioDocument& m_document;
    CanvasView& m_canvas;
    ToolBox& m_tools;
    Preferences& m_preferences;
    ActionRegistry& m_actions;
    StatusLine& m_status;
    bool m_held = false;
    bool m_resultIsNew = false; // hides the mask over a new result until the mask is changed
    CompareMode m_before = CompareMode::Off;
};

} // namespace nb::desktop
