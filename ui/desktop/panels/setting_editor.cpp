#include "ui/desktop/panels/setting_editor.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <cmath>

namespace nb::desktop {
namespace {

constexpr int kSliderSteps = 1000;

} // namespace

SettingEditor::SettingEditor(ToolSettings& settings, Setting setting, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_setting(setting) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    if (ToolSettings::info(setting).kind == SettingKind::Switch)
        makeSwitch();
    else
        makeNumber();
    show(settings.value(setting));
    connect(&settings, &ToolSettings::changed, this, [this](Setting changed) {
        if (changed == m_setting)
            show(m_settings.value(changed));
    });
}

void SettingEditor::makeSwitch() {
    m_switch = new QCheckBox(ToolSettings::name(m_setting));
    layout()->addWidget(m_switch);
    setFocusProxy(m_switch);
    connect(m_switch, &QCheckBox::toggled, this,
            [this](bool on) { m_settings.setValue(m_setting, on ? 1 : 0); });
}

void SettingEditor::makeNumber() {
    const SettingInfo& info = ToolSettings::info(m_setting);
    const QString name = ToolSettings::name(m_setting);
    m_slider = new QSlider(Qt::Horizontal);
    m_slider->setRange(0, kSliderSteps);
    m_slider->setPageStep(kSliderSteps / 10);
    m_slider->setMinimumWidth(60);
    m_slider->setAccessibleName(name);
    m_number = new QSpinBox;
    m_number->setRange(int(std::ceil(info.least / unit())), int(info.most / unit()));
    m_number->setAccessibleName(name);
    m_number->setKeyboardTracking(false); // typing 100 must not set 1 and 10 on the way
    if (info.kind == SettingKind::Pixels)
        m_number->setSuffix(tr(" px"));
    else if (info.kind == SettingKind::Percent)
        m_number->setSuffix(tr(" %"));
    constexpr int kFramePx = 40; // buttons and margins; all numbers are as wide as the widest
    m_number->setMinimumWidth(fontMetrics().horizontalAdvance(tr("1000 px")) + kFramePx);
    layout()->addWidget(m_slider);
    layout()->addWidget(m_number);
    setFocusProxy(m_number);
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int position) { m_settings.setValue(m_setting, fromSlider(position)); });
    connect(m_number, &QSpinBox::valueChanged, this,
            [this](int number) { m_settings.setValue(m_setting, number * unit()); });
}

double SettingEditor::unit() const {
    return ToolSettings::info(m_setting).kind == SettingKind::Percent ? 0.01 : 1;
}

void SettingEditor::show(double value) {
    if (m_switch != nullptr) {
        const QSignalBlocker quiet(m_switch);
        m_switch->setChecked(value > 0.5);
        return;
    }
    const QSignalBlocker quietSlider(m_slider), quietNumber(m_number);
    // While it is dragged, the slider stays at the pointer and is not moved to the rounded value.
    if (!m_slider->isSliderDown())
        m_slider->setValue(toSlider(value));
    m_number->setValue(int(std::lround(value / unit())));
}

int SettingEditor::toSlider(double value) const {
    const SettingInfo& info = ToolSettings::info(m_setting);
    const double share = (value - info.least) / (info.most - info.least);
    return int(std::lround(kSliderSteps * (info.kind == SettingKind::Pixels ? std::sqrt(share) : share)));
}

double SettingEditor::fromSlider(int position) const {
    const SettingInfo& info = ToolSettings::info(m_setting);
    const double t = double(position) / kSliderSteps;
    const double share = info.kind == SettingKind::Pixels ? t * t : t;
    const double value = info.least + share * (info.most - info.least);
    return info.kind == SettingKind::Percent ? value : std::round(value);
}

} // namespace nb::desktop
