#pragma once
// The values that tools work with and the user sets: one store for all tools, so that the size of the brush
// is the size of the eraser, and so that everything survives a restart. It shows nothing; the options panel
// and the shortcuts change it.

#include <QObject>
#include <array>

class QSettings;

namespace nb::desktop {

enum class Setting {
    BrushSize,       // diameter, picture pixels
    Hardness,        // 1 = a sharp edge, 0 = falls off from the middle
    Opacity,         // of a whole stroke or shape
    Spacing,         // between stamps, as a share of the diameter
    Smoothing,       // how much the stroke lags behind the pointer, to average out jitter; 0 = none
    PressureSize,    // switch: the pen's pressure sets the size
    PressureOpacity, // switch: the pen's pressure sets the opacity
    Tolerance,       // 0 to 255, the greatest difference of a colour channel that counts as the same colour
    Contiguous,      // switch: only what is connected to the pixel that was clicked
    Scribble,        // switch: objects are marked by a scribble instead of a rectangle
};

enum class SettingKind { Pixels, Percent, Level, Switch }; // percent is kept as 0 to 1, a switch as 0 or 1

struct SettingInfo {
    Setting setting;
    const char* key;  // in the settings file, below "tools/"
    const char* name; // English; tr() in the context "ToolSettings"
    SettingKind kind;
    double least;
    double most;
    double preset;
};

inline constexpr int kSettingCount = 10;

class ToolSettings : public QObject {
    Q_OBJECT

public:
    explicit ToolSettings(QObject* parent = nullptr);

    [[nodiscard]] static const SettingInfo& info(Setting setting);
    [[nodiscard]] static QString name(Setting setting); // translated

    [[nodiscard]] double value(Setting setting) const;
    [[nodiscard]] bool isOn(Setting setting) const { return value(setting) > 0.5; }
    void setValue(Setting setting, double value); // clamped to the range; NaN and infinity are ignored

    // Missing and unreadable entries leave the preset.
    void load(const QSettings& settings);
    void save(QSettings& settings) const;

Q_SIGNALS:
    void changed(nb::desktop::Setting setting);

private:
    std::array<double, kSettingCount> m_values;
};

} // namespace nb::desktop
