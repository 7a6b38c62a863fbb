#pragma once
// Measures how late timers fire on the event loop of the thread it lives on: the one number that shows that
// somebody blocks the loop which all requests share.

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <chrono>
#include <functional>

namespace nb::telemetry {

class EventLoopLag : public QObject {
    Q_OBJECT

public:
    // report is called on this object's thread once per interval with a lag of 0 or more.
    explicit EventLoopLag(std::function<void(std::chrono::nanoseconds)> report,
                          std::chrono::milliseconds interval = std::chrono::milliseconds(500),
                          QObject* parent = nullptr);

private:
    void measure();

    std::function<void(std::chrono::nanoseconds)> m_report;
    std::chrono::milliseconds m_interval;
    QTimer m_timer;
    QElapsedTimer m_sinceLast;
};

} // namespace nb::telemetry
