#pragma once
// The canvas, from the actions' side: zoom, rotation, how the mask is shown, the original while a key is
// held, the tool in the hand. It binds the actions of the View menu and tells the status line.

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
    bool m_resultIsNew = false; // the mask would lie over what somebody wants to see, until it is painted on
    CompareMode m_before = CompareMode::Off;
};

} // namespace nb::desktop
