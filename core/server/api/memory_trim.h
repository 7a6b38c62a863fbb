#pragma once
// Gives memory back to the system when a burst is over: what is freed stays with the allocator otherwise, for
// as long as the process runs. It looks every few seconds whether the process has been idle for a while and
// is larger than after the last time, and then has a thread of the pool do it, never while edits run: the
// allocator is locked meanwhile, for about 0.3 ms a megabyte. It also sets the memory reserve aside again
// that a lack of memory has used.

#include <QObject>
#include <QTimer>
#include <functional>

namespace nb {
class WorkerPool;
}

namespace nb::server {

class MemoryTrim : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds kInterval{2'000};
    static constexpr int kIdleLooks = 3;                          // so often in turn it must be idle
    static constexpr double kWorthwhileBytes = 4.0 * 1024 * 1024; // of growth

    // What it asks of the system; a test has its own.
    struct System {
        std::function<double()> residentBytes; // called on any thread
        std::function<void()> trim;            // called on the pool
    };
    [[nodiscard]] static System realSystem();

    // Looks every kInterval from now on. isIdle: called on this thread. The pool must outlive it.
    MemoryTrim(WorkerPool& pool, std::function<bool()> isIdle, System system = realSystem());

    // What happens every kInterval.
    void look();

private:
    WorkerPool& m_pool;
    std::function<bool()> m_isIdle;
    System m_system;
    QTimer m_timer;
    double m_bytesAfter; // of the process when it was last trimmed, or began
    int m_idleLooks = 0; // in turn
    bool m_isTrimming = false;
};

} // namespace nb::server
