#include "core/telemetry/event_loop_lag.h"

#include <algorithm>

namespace nb::telemetry {

EventLoopLag::EventLoopLag(std::function<void(std::chrono::nanoseconds)> report,
                           std::chrono::milliseconds interval, QObject* parent)
    : QObject(parent), m_report(std::move(report)), m_interval(interval) {
    m_timer.setParent(this); // so that it moves to another thread with this object
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true); // each round is measured from its own start, so lateness does not add up
    connect(&m_timer, &QTimer::timeout, this, &EventLoopLag::measure);
    m_timer.start(m_interval);
    m_sinceLast.start();
}

void EventLoopLag::measure() {
    const std::chrono::nanoseconds elapsed(m_sinceLast.nsecsElapsed());
    m_report(std::max(std::chrono::nanoseconds(0), elapsed - m_interval));
    m_timer.start(m_interval);
    m_sinceLast.restart();
}

} // namespace nb::telemetry
