#pragma once
// The editor of one tool setting: slider and number, or a check box. It follows changes from elsewhere.

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

    // The slider of a size is proportional to the square root: small sizes are set most often.
    [[nodiscard]] int toSlider(double value) const;
    [[nodiscard]] double fromSlider(int position) const;
    [[nodiscard]] double unit() const; // the setting's value for a number of 1

    ToolSettings& m_settings;
    Setting m_setting;
    QCheckBox* m_switch = nullptr;
    QSlider* m_slider = nullptr;
    QSpinBox* m_number = nullptr;
};

} // namespace nb::desktop
