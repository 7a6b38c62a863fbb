#include "ui/desktop/flows/tool_flow.h"

#include "ui/desktop/tools/tool_box.h"
#include <QToolBar>

namespace nb::desktop {
namespace {

constexpr QSize kIconSize{24, 24};

} // namespace

ToolFlow::ToolFlow(ToolBox& tools, ActionRegistry& actions, QToolBar& bar)
    : QObject(&bar), m_tools(tools), m_actions(actions) {
    bindTools(bar);
    const auto key = [this](const char* id, auto what) {
        m_actions.bind(id, this, [this, what](bool) { what(m_tools); });
    };
    key("tool.swap", [](ToolBox& box) { box.swapPaintErase(); });
    key("tool.smaller", [](ToolBox& box) { box.changeSize(-1); });
    key("tool.larger", [](ToolBox& box) { box.changeSize(1); });
    key("tool.softer", [](ToolBox& box) { box.changeHardness(-1); });
    key("tool.harder", [](ToolBox& box) { box.changeHardness(1); });
    connect(&tools, &ToolBox::currentChanged, this, &ToolFlow::showCurrent);
    showCurrent();
}

void ToolFlow::bindTools(QToolBar& bar) {
    bar.setIconSize(kIconSize);
    const ActionInfo* before = nullptr;
    for (const ActionInfo& info : actionTable()) {
        const QString tool = QString::fromLatin1(info.id).mid(5); // after "tool."
        const bool hand = tool == QLatin1String("hand");          // the canvas's, not the tool box's
        if (info.kind != ActionKind::Choice || (!hand && !m_tools.find(tool)))
            continue;
        if (before && before->group != info.group)
            bar.addSeparator();
        before = &info;
        if (!hand)
            m_actions.bind(info.id, this, [this, tool](bool) { m_tools.setCurrent(tool); });
        bar.addAction(m_actions.action(info.id));
    }
    bar.addSeparator();
    bar.addAction(m_actions.action("tool.swap"));
}

void ToolFlow::showCurrent() {
    const QByteArray id = "tool." + m_tools.current().id().toLatin1();
    if (findAction(QLatin1String(id)))
        m_actions.action(id.constData())->setChecked(true);
}

} // namespace nb::desktop
