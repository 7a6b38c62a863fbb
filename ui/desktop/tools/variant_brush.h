#pragma once
// The brush that chooses which variant is seen where. It paints into a VariantMix and leaves the mask alone.

#include "ui/desktop/tools/tool.h"
#include <optional>

namespace nb::desktop {

class VariantMix;

class VariantBrush : public Tool {
    Q_OBJECT

public:
    // All outlive the tool.
    VariantBrush(StudioDocument& document, VariantMix& mix, const ToolSettings& settings,
                 QObject* parent = nullptr);

    [[nodiscard]] QString id() const override;
    [[nodiscard]] QString name() const override;
    [[nodiscard]] std::vector<Setting> settings() const override;
    [[nodiscard]] Outline outline() const override;
    [[nodiscard]] bool isBusy() const override { return m_last.has_value(); }

    // Control, the right button or the pen's other end show the unchanged picture again.
    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void cancel() override;

private:
    [[nodiscard]] double radiusPx(double pressure) const;
    void end();

    VariantMix& m_mix;
    const ToolSettings& m_settings;
    std::optional<QPointF> m_last; // the end of the stroke so far
};

} // namespace nb::desktop
