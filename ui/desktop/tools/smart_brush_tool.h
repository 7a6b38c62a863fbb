#pragma once
// A brush that stops at edges: of the pixels under a dab it paints only those that are similar in colour to
// the one under its middle and connected to it.

#include "ui/desktop/tools/brush_tool.h"

namespace nb::desktop {

class SmartBrushTool : public BrushTool {
    Q_OBJECT

public:
    SmartBrushTool(StudioDocument& document, const ToolSettings& settings, QObject* parent = nullptr)
        : BrushTool(document, settings, Mode::Paint, parent) {}

    [[nodiscard]] QString id() const override { return QStringLiteral("smart_brush"); }
    [[nodiscard]] QString name() const override { return tr("Smart brush"); }
    [[nodiscard]] QString hint() const override;
    [[nodiscard]] std::vector<Setting> settings() const override;

protected:
    void stamp(const Dab& dab) override;
    [[nodiscard]] double spacing() const override;
};

} // namespace nb::desktop
