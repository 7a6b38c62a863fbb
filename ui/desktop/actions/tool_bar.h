#pragma once
// The tool bar: the tools of the action table, in its groups.

class QToolBar;

namespace nb::desktop {

class ActionRegistry;

// Only tools that are bound; call it when all are.
void fillToolBar(QToolBar& bar, const ActionRegistry& actions);

} // namespace nb::desktop
