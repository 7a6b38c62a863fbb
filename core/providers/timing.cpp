#include "core/providers/timing.h"

#include <QRandomGenerator>
#include <QTimer>

namespace nb::providers {

Timing Timing::real() {
    Timing timing;
    timing.now = [] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now().time_since_epoch());
    };
    timing.wallClock = [] { return QDateTime::currentDateTimeUtc(); };
    timing.after = [](std::chrono::milliseconds wait, QObject* guard, std::function<void()> then) {
        QTimer::singleShot(wait, Qt::PreciseTimer, guard, std::move(then));
    };
    timing.random = [] { return QRandomGenerator::global()->generateDouble(); };
    return timing;
}

} // namespace nb::providers
