#include "app/interrupt.h"

#include <QSocketNotifier>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace nb::app {
namespace {

// A signal handler may touch nothing else than these: lock-free atomics and write(2).
std::atomic<int> writeEnd{-1};
std::atomic<int> forcedExitCode{1};
std::atomic<int> signalCount{0};

constexpr char kInterrupted = 'i';
constexpr char kHangUp = 'h';

void tell(char byte) {
    const int error = errno; // of the code that the signal came in between
    [[maybe_unused]] const ssize_t written = write(writeEnd.load(), &byte, 1);
    errno = error;
}

void onSignal(int) {
    if (signalCount.fetch_add(1) > 0)
        _exit(forcedExitCode.load());
    tell(kInterrupted);
}

void onHangUpSignal(int) {
    tell(kHangUp);
}

void handleWith(void (*handler)(int)) {
    for (const int signal : {SIGINT, SIGTERM})
        std::signal(signal, handler);
}

} // namespace

Interrupt::Interrupt(std::function<void()> onFirst, int exitCode, std::function<void()> onHangUp)
    : m_onFirst(std::move(onFirst)), m_onHangUp(std::move(onHangUp)) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // without descriptors left, the signals keep their default: the process ends
    auto* notifier = new QSocketNotifier(ends[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, readEnd = ends[0]] { arrived(readEnd); });
    writeEnd = ends[1];
    forcedExitCode = exitCode;
    signalCount = 0;
    handleWith(onSignal);
    if (m_onHangUp)
        std::signal(SIGHUP, onHangUpSignal);
}

// The pipe stays open: a handler that is running on another thread may still write to it.
Interrupt::~Interrupt() {
    handleWith(SIG_DFL);
    if (m_onHangUp)
        std::signal(SIGHUP, SIG_DFL);
}

void Interrupt::arrived(int readEnd) {
    std::array<char, 64> bytes{};
    const ssize_t count = read(readEnd, bytes.data(), bytes.size());
    const std::string_view arrived(bytes.data(), count > 0 ? static_cast<size_t>(count) : 0);
    // Several of a kind are one: they came before anybody could act on the first.
    if (arrived.find(kHangUp) != std::string_view::npos && m_onHangUp)
        m_onHangUp();
    if (arrived.find(kInterrupted) == std::string_view::npos)
        return;
    if (auto first = std::exchange(m_onFirst, {}))
        first();
}

} // namespace nb::app
