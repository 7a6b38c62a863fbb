#include "ui/desktop/tools/tool_box.h"

#include "ui/desktop/tools/brush_tool.h"
#include "ui/desktop/tools/drag_tool.h"
#include "ui/desktop/tools/lasso_tool.h"
#include "ui/desktop/tools/move_tool.h"
#include "ui/desktop/tools/object_tool.h"
#include "ui/desktop/tools/smart_brush_tool.h"
#include "ui/desktop/tools/wand_tool.h"
#include "ui/desktop/tools/zoom_tool.h"
#include <algorithm>
#include <cmath>

namespace nb::desktop {

ToolBox::ToolBox(StudioDocument& document, WorkerPool& pool, QObject* parent) : QObject(parent) {
    m_tools.push_back(std::make_unique<BrushTool>(document, m_settings, BrushTool::Mode::Paint));
    m_tools.push_back(std::make_unique<BrushTool>(document, m_settings, BrushTool::Mode::Erase));
    const ToolContext context{document, m_settings, pool};
    m_tools.push_back(std::make_unique<RectangleTool>(context));
    m_tools.push_back(std::make_unique<EllipseTool>(context));
    m_tools.push_back(std::make_unique<LassoTool>(context));
    m_tools.push_back(std::make_unique<PolygonTool>(context));
    m_tools.push_back(std::make_unique<WandTool>(context));
    m_tools.push_back(std::make_unique<SmartBrushTool>(document, m_settings));
    m_tools.push_back(std::make_unique<ObjectTool>(context));
    m_tools.push_back(std::make_unique<GradientTool>(context));
    m_tools.push_back(std::make_unique<MoveTool>(context));
    m_tools.push_back(std::make_unique<ZoomTool>(document));
    m_current = m_tools.front().get();
    connect(&document, &StudioDocument::aboutToClose, this, [this] { m_current->cancel(); });
}

ToolBox::~ToolBox() = default;

Tool* ToolBox::find(const QString& id) const {
    const auto found = std::ranges::find(m_tools, id, &Tool::id);
    return found == m_tools.end() ? nullptr : found->get();
}

void ToolBox::setCurrent(const QString& id) {
    Tool* tool = find(id);
    if (tool == nullptr || tool == m_current)
        return;
    m_current->cancel();
    m_current = tool;
    Q_EMIT currentChanged(tool);
}

void ToolBox::swapPaintErase() {
    setCurrent(m_current->id() == QLatin1String("eraser") ? QStringLiteral("brush")
                                                          : QStringLiteral("eraser"));
}

void ToolBox::changeSize(int steps) {
    for (int i = 0; i < std::abs(steps); ++i) {
        const double size = m_settings.value(Setting::BrushSize);
        const double step = std::max(1.0, std::round(size / 10));
        m_settings.setValue(Setting::BrushSize, std::round(size + (steps > 0 ? step : -step)));
    }
}

void ToolBox::changeHardness(int steps) {
    m_settings.setValue(Setting::Hardness, m_settings.value(Setting::Hardness) + steps * 0.25);
}

void ToolBox::setOpacityByDigit(int digit) {
    if (digit >= 0 && digit <= 9)
        m_settings.setValue(Setting::Opacity, digit == 0 ? 1 : digit / 10.0);
}

} // namespace nb::desktop
