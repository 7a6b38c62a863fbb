#pragma once
// How much of a turn of two fingers the picture follows: nothing until they mean it, as nobody zooms without
// turning the hand a little.

#include <cmath>

namespace nb::desktop {

// A plain value; one for each time that two fingers come down.
class Twist {
public:
    static constexpr double kSlackDegrees = 8;

    // How far the fingers have turned since the last call, and in return the picture; degrees clockwise.
    double follow(double degrees) {
        m_turned += degrees;
        if (m_turns)
            return degrees;
        m_turns = std::abs(m_turned) > kSlackDegrees;
        return m_turns ? m_turned - std::copysign(kSlackDegrees, m_turned) : 0;
    }
    [[nodiscard]] bool turns() const { return m_turns; }

private:
    double m_turned = 0;
    bool m_turns = false;
};

} // namespace nb::desktop
