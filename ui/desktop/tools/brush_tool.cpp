#include "ui/desktop/tools/brush_tool.h"

#include "core/mask/coverage.h"
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace nb::desktop {

BrushTool::BrushTool(StudioDocument& document, const ToolSettings& settings, Mode mode, QObject* parent)
    : Tool(document, parent), m_settings(settings), m_mode(mode) {
    connect(&settings, &ToolSettings::changed, this, [this](Setting setting) {
        if (setting == Setting::BrushSize)
            Q_EMIT outlineChanged();
    });
    connect(&document, &StudioDocument::opened, this, [this] { m_from.reset(); });
}

QString BrushTool::id() const {
    return m_mode == Mode::Paint ? QStringLiteral("brush") : QStringLiteral("eraser");
}

QString BrushTool::name() const {
    return m_mode == Mode::Paint ? tr("Brush") : tr("Eraser");
}

QString BrushTool::hint() const {
    return m_mode == Mode::Paint
               ? tr("Right button or Ctrl: erase. Shift: a straight line from the last stroke.")
               : tr("Shift: a straight line from the last stroke.");
}

std::vector<Setting> BrushTool::settings() const {
    return {Setting::BrushSize, Setting::Hardness,     Setting::Opacity,        Setting::Spacing,
            Setting::Smoothing, Setting::PressureSize, Setting::PressureOpacity};
}

Tool::Outline BrushTool::outline() const {
    return {{}, value(Setting::BrushSize) / 2};
}

double BrushTool::radiusPx(double pressure) const {
    constexpr double kLeastShare = 0.05; // a pen that barely touches still draws
    const double share =
        m_settings.isOn(Setting::PressureSize) ? std::clamp(pressure, kLeastShare, 1.0) : 1.0;
    return std::max(0.5, value(Setting::BrushSize) / 2 * share);
}

double BrushTool::strength(double pressure) const {
    return m_settings.isOn(Setting::PressureOpacity) ? std::clamp(pressure, 0.0, 1.0) : 1;
}

void BrushTool::press(const PointerEvent& event) {
    if (!document().isOpen() || document().isMaskBeingEdited())
        return;
    m_erases = m_mode == Mode::Erase || event.erases || event.ctrl;
    m_opacity = value(Setting::Opacity);
    m_edit = document().beginMaskEdit(m_erases ? tr("Erase") : tr("Paint"));
    m_coverage = mask::StrokeCoverage(document().size());
    m_sinceStampPx = 0;
    const Dab here{event.pos, event.pressure};
    const bool isLine = event.shift && m_from.has_value();
    m_last = isLine ? Dab{*m_from, event.pressure} : here;
    stamp(m_last);
    if (isLine)
        lineTo(here);
    paintChanged();
    Q_EMIT busyChanged();
}

void BrushTool::move(const PointerEvent& event) {
    if (!isBusy())
        return;
    // Smoothing: the stroke goes only a part of the way to the pointer, so that jitter is averaged out.
    constexpr double kMostLag = 0.95;
    const double share = 1 - kMostLag * value(Setting::Smoothing);
    lineTo({m_last.pos + (event.pos - m_last.pos) * share, event.pressure});
    paintChanged();
}

void BrushTool::release(const PointerEvent& event) {
    if (!isBusy())
        return;
    lineTo({event.pos, m_last.pressure}); // a pen that leaves reports no pressure
    paintChanged();
    m_from = m_last.pos;
    const std::unique_ptr<MaskEdit> edit = std::move(m_edit);
    m_coverage = {};
    edit->commit();
    Q_EMIT busyChanged();
}

void BrushTool::cancel() {
    if (!isBusy())
        return;
    m_edit.reset();
    m_coverage = {};
    Q_EMIT busyChanged();
}

void BrushTool::lineTo(const Dab& to) {
    const QPointF way = to.pos - m_last.pos;
    const double length = std::hypot(way.x(), way.y());
    double at = 0; // along the way
    while (true) {
        const double share = length > 0 ? at / length : 1;
        const double pressure = m_last.pressure + (to.pressure - m_last.pressure) * share;
        const double every = std::max(0.5, 2 * radiusPx(pressure) * spacing());
        const double next = at + std::max(0.0, every - m_sinceStampPx);
        if (next > length)
            break;
        at = next;
        m_sinceStampPx = 0;
        const double there = length > 0 ? at / length : 1;
        stamp({m_last.pos + way * there, m_last.pressure + (to.pressure - m_last.pressure) * there});
    }
    m_sinceStampPx += length - at;
    m_last = to;
}

void BrushTool::stamp(const Dab& dab) {
    const mask::BrushStamp stamp = m_stamps.at(dab.pos, radiusPx(dab.pressure), value(Setting::Hardness));
    m_coverage.add(stamp.topLeft, stamp.samples, strength(dab.pressure));
}

void BrushTool::paintChanged() {
    m_coverage.visitChanged([this](const QRect& rect, const cv::Mat& coverage) {
        const cv::Mat before = m_edit->before(rect);
        const cv::Mat out = m_edit->write(rect);
        if (m_erases)
            mask::subtractCoverage(before, coverage, m_opacity, out);
        else
            mask::addCoverage(before, coverage, m_opacity, out);
        m_edit->wrote(rect);
    });
}

} // namespace nb::desktop
