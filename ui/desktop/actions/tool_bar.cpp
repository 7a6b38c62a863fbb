#include "ui/desktop/actions/tool_bar.h"

#include "ui/desktop/actions/action_registry.h"
#include <QToolBar>

namespace nb::desktop {
namespace {

constexpr QSize kIconSize{24, 24};

} // namespace

void fillToolBar(QToolBar& bar, const ActionRegistry& actions) {
    bar.setIconSize(kIconSize);
    const ActionInfo* before = nullptr;
    for (const ActionInfo& info : actionTable()) {
        if (info.kind != ActionKind::Choice || !actions.isBound(QLatin1String(info.id)))
            continue;
        if (before && before->group != info.group)
            bar.addSeparator();
        before = &info;
        bar.addAction(actions.action(info.id));
    }
    bar.addSeparator();
    bar.addAction(actions.action("tool.swap"));
}

} // namespace nb::desktop
