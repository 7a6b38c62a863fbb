#pragma once
// Tools, from the actions' side: which one is in the hand, and the keys for size and hardness. It binds the
// actions of the Tools menu and fills the tool bar.

#include "ui/desktop/actions/action_registry.h"

class QToolBar;

namespace nb::desktop {

class ToolBox;

class ToolFlow : public QObject {
    Q_OBJECT

public:
    // All outlive it.
    ToolFlow(ToolBox& tools, ActionRegistry& actions, QToolBar& bar);

private:
    void bindTools(QToolBar& bar);
    void showCurrent();

    ToolBox& m_tools;
    ActionRegistry& m_actions;
};

} // namespace nb::desktop
