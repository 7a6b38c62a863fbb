#include "ui/desktop/actions/menus.h"

#include "ui/desktop/actions/action_registry.h"
#include <QMenu>
#include <QMenuBar>

namespace nb::desktop {

QMap<Category, QMenu*> fillMenuBar(QMenuBar& bar, const ActionRegistry& actions) {
    QMap<Category, QMenu*> menus;
    QMap<Category, int> lastGroup;
    for (const ActionInfo& info : actionTable()) {
        QMenu*& menu = menus[info.category];
        if (!menu) {
            menu = bar.addMenu(categoryTitle(info.category));
            menu->setToolTipsVisible(false);
            lastGroup[info.category] = info.group;
        }
        if (lastGroup[info.category] != info.group)
            menu->addSeparator();
        lastGroup[info.category] = info.group;
        menu->addAction(actions.action(info.id));
    }
    return menus;
}

} // namespace nb::desktop
