#pragma once
// Turns SIGINT and SIGTERM into a call on the event loop. The second signal ends the process at once: whoever
// presses Ctrl+C twice means it.

#include <QObject>
#include <functional>

namespace nb::app {

// One at a time; lives on the thread of the event loop that is to be told.
class Interrupt : public QObject {
public:
    // onFirst runs on the event loop. exitCode is what the second signal exits with.
    Interrupt(std::function<void()> onFirst, int exitCode);
    ~Interrupt() override;

private:
    void arrived();

    std::function<void()> m_onFirst;
};

} // namespace nb::app
