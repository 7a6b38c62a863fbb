#pragma once
// One setting of a tool as a line to change it: a slider and a number, or a check box. It follows the setting
// whoever changes it.

#include "ui/desktop/tools/tool_settings.h"
#include <QWidget>

class QCheckBox;
class QSlider;
class QSpinBox;

namespace nb::desktop {

class SettingEditor : public QWidget {
    Q_OBJECT

public:
    // `settings` outlives it.
    SettingEditor(ToolSettings& settings, Setting setting, QWidget* parent = nullptr);

    [[nodiscard]] Setting setting() const { return m_setting; }

private:
    void makeSwitch();
    void makeNumber();
    void show(double value);

    // A slider is used most at its low end for sizes, so that it moves by the square root there.
    [[nodiscard]] int toSlider(double value) const;
    [[nodiscard]] double fromSlider(int position) const;
    [[nodiscard]] double unit() const; // what 1 of the number stands for

    ToolSettings& m_settings;
    Setting m_setting;
    QCheckBox* m_switch = nullptr;
    QSlider* m_slider = nullptr;
    QSpinBox* m_number = nullptr;
};

} // namespace nb::desktop
