#pragma once
// Turns SIGINT and SIGTERM into a call on the event loop. The second signal ends the process at once: whoever
// presses Ctrl+C twice means it. SIGHUP can be turned into a call of its own, as often as it comes.

#include <QObject>
#include <functional>

namespace nb::app {

// One at a time; lives on the thread of the event loop that is to be told.
class Interrupt : public QObject {
public:
    // Both functions run on the event loop. exitCode is what the second signal exits with. Without onHangUp,
    // SIGHUP ends the process, as it does by default.
    Interrupt(std::function<void()> onFirst, int exitCode, std::function<void()> onHangUp = {});
    ~Interrupt() override;

private:
    void arrived(int readEnd);

    std::function<void()> m_onFirst;
    std::function<void()> m_onHangUp;
};

} // namespace nb::app
