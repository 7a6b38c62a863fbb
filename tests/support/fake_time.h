#pragma once
// A clock that stands still until somebody waits: the wait is over at once and the clock has moved on by it.
// So tests of retries and breakers take no real time. Chance is a constant.

#include "core/providers/timing.h"
#include <QTimeZone>
#include <QTimer>
#include <vector>

namespace nb::test {

class FakeTime {
public:
    // The value must outlive the timing it hands out.
    [[nodiscard]] providers::Timing timing() {
        providers::Timing timing;
        timing.now = [this] { return m_now; };
        timing.wallClock = [this] { return m_start.addMSecs(m_now.count()); };
        timing.random = [this] { return m_random; };
        timing.after = [this](std::chrono::milliseconds wait, QObject* guard, std::function<void()> then) {
            waits.push_back(wait);
            QTimer::singleShot(0, guard, [this, wait, then = std::move(then)] {
                advance(wait);
                then();
            });
        };
        return timing;
    }

    void advance(std::chrono::milliseconds by) { m_now += by; }
    void setRandom(double value) { m_random = value; } // in [0, 1)
    [[nodiscard]] std::chrono::milliseconds now() const { return m_now; }

    std::vector<std::chrono::milliseconds> waits; // every wait that was asked for

private:
    QDateTime m_start = QDateTime(QDate(2026, 1, 1), QTime(12, 0), QTimeZone::utc());
    std::chrono::milliseconds m_now{0};
    double m_random = 0.5;
};

} // namespace nb::test
