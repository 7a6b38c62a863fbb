#include "app/interrupt.h"

#include <QSocketNotifier>
#include <array>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace nb::app {
namespace {

// A signal handler may touch nothing else than these: lock-free atomics and write(2).
std::atomic<int> writeEnd{-1};
std::atomic<int> forcedExitCode{1};
std::atomic<int> signalCount{0};

void onSignal(int) {
    if (signalCount.fetch_add(1) > 0)
        _exit(forcedExitCode.load());
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = write(writeEnd.load(), &byte, 1);
}

void handleWith(void (*handler)(int)) {
    for (const int signal : {SIGINT, SIGTERM})
        std::signal(signal, handler);
}

} // namespace

Interrupt::Interrupt(std::function<void()> onFirst, int exitCode) : m_onFirst(std::move(onFirst)) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // without descriptors left, the signals keep their default: the process ends
    auto* notifier = new QSocketNotifier(ends[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, &Interrupt::arrived);
    writeEnd = ends[1];
    forcedExitCode = exitCode;
    signalCount = 0;
    handleWith(onSignal);
}

// The pipe stays open: a handler that is running on another thread may still write to it.
Interrupt::~Interrupt() {
    handleWith(SIG_DFL);
}

void Interrupt::arrived() {
    if (auto first = std::exchange(m_onFirst, {}))
        first();
}

} // namespace nb::app
