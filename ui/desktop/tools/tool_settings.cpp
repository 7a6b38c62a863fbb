#include "ui/desktop/tools/tool_settings.h"

#include <QCoreApplication>
#include <QSettings>
#include <algorithm>
#include <cmath>

namespace nb::desktop {
namespace {

using enum Setting;

// In the order of the enumeration.
constexpr std::array<SettingInfo, kSettingCount> kSettings{{
    {BrushSize, "brush_size", QT_TRANSLATE_NOOP("ToolSettings", "Size"), SettingKind::Pixels, 1, 1000, 60},
    {Hardness, "hardness", QT_TRANSLATE_NOOP("ToolSettings", "Hardness"), SettingKind::Percent, 0, 1, 0.8},
    {Opacity, "opacity", QT_TRANSLATE_NOOP("ToolSettings", "Opacity"), SettingKind::Percent, 0.01, 1, 1},
    {Spacing, "spacing", QT_TRANSLATE_NOOP("ToolSettings", "Spacing"), SettingKind::Percent, 0.01, 2, 0.06},
    {Smoothing, "smoothing", QT_TRANSLATE_NOOP("ToolSettings", "Smoothing"), SettingKind::Percent, 0, 1, 0.2},
    {PressureSize, "pressure_size", QT_TRANSLATE_NOOP("ToolSettings", "Pressure sets size"),
     SettingKind::Switch, 0, 1, 1},
    {PressureOpacity, "pressure_opacity", QT_TRANSLATE_NOOP("ToolSettings", "Pressure sets opacity"),
     SettingKind::Switch, 0, 1, 0},
    {Tolerance, "tolerance", QT_TRANSLATE_NOOP("ToolSettings", "Tolerance"), SettingKind::Level, 0, 255, 32},
    {Contiguous, "contiguous", QT_TRANSLATE_NOOP("ToolSettings", "Contiguous"), SettingKind::Switch, 0, 1, 1},
    {Scribble, "scribble", QT_TRANSLATE_NOOP("ToolSettings", "Mark with a scribble"), SettingKind::Switch, 0,
     1, 0},
}};

QString keyOf(const SettingInfo& info) {
    return QStringLiteral("tools/") + QLatin1String(info.key);
}

} // namespace

ToolSettings::ToolSettings(QObject* parent) : QObject(parent) {
    for (const SettingInfo& info : kSettings)
        m_values[size_t(info.setting)] = info.preset;
}

const SettingInfo& ToolSettings::info(Setting setting) {
    return kSettings[size_t(setting)];
}

QString ToolSettings::name(Setting setting) {
    return QCoreApplication::translate("ToolSettings", info(setting).name);
}

double ToolSettings::value(Setting setting) const {
    return m_values[size_t(setting)];
}

void ToolSettings::setValue(Setting setting, double value) {
    if (!std::isfinite(value))
        return;
    const SettingInfo& about = info(setting);
    if (about.kind == SettingKind::Switch)
        value = value > 0.5 ? 1 : 0;
    value = std::clamp(value, about.least, about.most);
    if (double& kept = m_values[size_t(setting)]; kept != value) {
        kept = value;
        Q_EMIT changed(setting);
    }
}

void ToolSettings::load(const QSettings& settings) {
    for (const SettingInfo& info : kSettings) {
        bool isNumber = false;
        const double value = settings.value(keyOf(info)).toDouble(&isNumber);
        if (isNumber)
            setValue(info.setting, value);
    }
}

void ToolSettings::save(QSettings& settings) const {
    for (const SettingInfo& info : kSettings)
        settings.setValue(keyOf(info), value(info.setting));
}

} // namespace nb::desktop
