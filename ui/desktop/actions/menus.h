#pragma once
// The menu bar, made from the action table.

#include "ui/desktop/actions/action_table.h"
#include <QMap>

class QMenu;
class QMenuBar;

namespace nb::desktop {

class ActionRegistry;

// One menu for each category; the bar owns them. Their owner may add more to them.
QMap<Category, QMenu*> fillMenuBar(QMenuBar& bar, const ActionRegistry& actions);

} // namespace nb::desktop
