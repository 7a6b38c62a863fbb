#pragma once
// The magic wand: a click selects the pixels that are similar in colour to the one that was clicked.

#include "ui/desktop/tools/area_tool.h"

namespace nb::desktop {

// Control and the right button subtract. Searched on a worker thread; another click cancels the search
// before.
class WandTool : public AreaTool {
    Q_OBJECT

public:
    using AreaTool::AreaTool;

    [[nodiscard]] QString id() const override { return QStringLiteral("wand"); }
    [[nodiscard]] QString name() const override { return tr("Magic wand"); }
    [[nodiscard]] QString hint() const override;
    [[nodiscard]] std::vector<Setting> settings() const override {
        return {Setting::Tolerance, Setting::Contiguous, Setting::Opacity};
    }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent&) override {}
    void release(const PointerEvent&) override {}
};

} // namespace nb::desktop
