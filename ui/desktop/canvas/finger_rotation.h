#pragma once
// How far the picture follows two fingers that turn: not at all until they have turned by a threshold, since
// a hand that only zooms turns a little too.

#include <cmath>

namespace nb::desktop {

// A plain value; one for each time that two fingers touch. All angles in degrees clockwise.
class FingerRotation {
public:
    static constexpr double kThresholdDegrees = 8;

    // Adds how far the fingers have turned since the last call; returns how far the picture is to be turned.
    double add(double degrees) {
        m_turned += degrees;
        if (m_active)
            return degrees;
        m_active = std::abs(m_turned) > kThresholdDegrees;
        return m_active ? m_turned - std::copysign(kThresholdDegrees, m_turned) : 0;
    }
    // True once the threshold has been passed.
    [[nodiscard]] bool isActive() const { return m_active; }

private:
    double m_turned = 0;
    bool m_active = false;
};

} // namespace nb::desktop
