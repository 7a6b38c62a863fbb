#pragma once
// The round brush and the eraser: a stroke of dabs that is painted while the pointer moves and is one undo
// command. A move costs what its dabs cover, whatever the size of the picture.

#include "core/mask/brush_stamp.h"
#include "core/mask/stroke_coverage.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/tools/tool.h"
#include <memory>
#include <optional>

namespace nb::desktop {

class BrushTool : public Tool {
    Q_OBJECT

public:
    enum class Mode { Paint, Erase };

    // `settings` outlives the tool.
    BrushTool(StudioDocument& document, const ToolSettings& settings, Mode mode, QObject* parent = nullptr);

    [[nodiscard]] QString id() const override;
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString hint() const override;
    [[nodiscard]] std::vector<Setting> settings() const override;
    [[nodiscard]] Outline outline() const override;
    [[nodiscard]] bool isBusy() const override { return m_edit != nullptr; }

    // Control, the right button or the pen's other end erase; Shift draws a straight line from where the last
    // stroke ended.
    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void cancel() override;

protected:
    struct Dab {
        QPointF pos;
        double pressure;
    };

    // Puts one dab into the coverage.
    virtual void stamp(const Dab& dab);
    [[nodiscard]] virtual double spacing() const { return value(Setting::Spacing); }

    [[nodiscard]] double radiusPx(double pressure) const;
    [[nodiscard]] double strength(double pressure) const;
    [[nodiscard]] double value(Setting setting) const { return m_settings.value(setting); }
    [[nodiscard]] mask::StrokeCoverage& coverage() { return m_coverage; }
    [[nodiscard]] mask::BrushStamps& stamps() { return m_stamps; }

private:
    void lineTo(const Dab& to);
    void paintChanged();

    const ToolSettings& m_settings;
    Mode m_mode;
    mask::BrushStamps m_stamps;
    mask::StrokeCoverage m_coverage;
    std::unique_ptr<MaskEdit> m_edit;
    bool m_erases = false;
    double m_opacity = 1;
    Dab m_last{};                  // the end of the stroke so far
    double m_sinceStampPx = 0;     // length of the stroke after the last dab
    std::optional<QPointF> m_from; // where the previous stroke ended
};

} // namespace nb::desktop
