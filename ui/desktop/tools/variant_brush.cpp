#include "ui/desktop/tools/variant_brush.h"

#include "ui/desktop/generation/variant_mix.h"

namespace nb::desktop {

VariantBrush::VariantBrush(StudioDocument& document, VariantMix& mix, const ToolSettings& settings,
                           QObject* parent)
    : Tool(document, parent), m_mix(mix), m_settings(settings) {
    connect(&settings, &ToolSettings::changed, this, &Tool::outlineChanged);
    connect(&mix, &VariantMix::activeChanged, this, [this] {
        if (m_last)
            end(); // the stroke went with the mix
    });
}

QString VariantBrush::id() const {
    return QStringLiteral("variant-brush");
}

QString VariantBrush::name() const {
    return tr("Variant brush");
}

std::vector<Setting> VariantBrush::settings() const {
    return {Setting::BrushSize, Setting::PressureSize};
}

Tool::Outline VariantBrush::outline() const {
    return {.path = {}, .brushRadiusPx = radiusPx(1)};
}

double VariantBrush::radiusPx(double pressure) const {
    const double full = m_settings.value(Setting::BrushSize) / 2;
    return m_settings.isOn(Setting::PressureSize) ? full * pressure : full;
}

void VariantBrush::press(const PointerEvent& event) {
    if (!m_mix.isActive()) {
        Q_EMIT failed(tr("There is nothing to mix: choose “Mix” in the results first."));
        return;
    }
    m_mix.beginStroke(event.ctrl || event.erases ? VariantMix::kPicture : m_mix.choice());
    m_last = event.pos;
    m_mix.strokeTo(event.pos, event.pos, radiusPx(event.pressure));
    Q_EMIT busyChanged();
}

void VariantBrush::move(const PointerEvent& event) {
    if (!m_last)
        return;
    m_mix.strokeTo(*m_last, event.pos, radiusPx(event.pressure));
    m_last = event.pos;
}

void VariantBrush::release(const PointerEvent& event) {
    if (!m_last)
        return;
    move(event);
    m_mix.endStroke();
    end();
}

void VariantBrush::cancel() {
    if (!m_last)
        return;
    m_mix.cancelStroke();
    end();
}

void VariantBrush::end() {
    m_last.reset();
    Q_EMIT busyChanged();
}

} // namespace nb::desktop
