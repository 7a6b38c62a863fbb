#include "core/telemetry/descriptor_sink.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <poll.h>
#include <string>
#include <unistd.h>

namespace nb::log {

void DescriptorSink::giveUpAfter(std::chrono::milliseconds timeout) {
    m_giveUpAt = Clock::now() + timeout;
}

void DescriptorSink::sink_it_(const spdlog::details::log_msg& message) {
    std::string line(message.payload.data(), message.payload.size());
    line += '\n';
    if (!writeAll(line.data(), line.size()))
        ++m_lost;
}

bool DescriptorSink::writeAll(const char* data, size_t size) {
    while (size > 0) {
        if (!waitUntilWritable())
            return false;
        // A pipe that polls writable takes PIPE_BUF bytes without blocking, and more perhaps not.
        const ssize_t written = ::write(m_descriptor, data, std::min<size_t>(size, PIPE_BUF));
        if (written < 0 && errno != EINTR && errno != EAGAIN)
            return false;
        if (written > 0) {
            data += written;
            size -= static_cast<size_t>(written);
        }
    }
    return true;
}

bool DescriptorSink::waitUntilWritable() {
    constexpr int kPollMs = 50;
    for (;;) {
        pollfd entry{m_descriptor, POLLOUT, 0};
        const bool late = Clock::now() >= m_giveUpAt.load();
        const int ready = ::poll(&entry, 1, late ? 0 : kPollMs);
        if (ready > 0)
            return (entry.revents & POLLNVAL) == 0;
        if (ready < 0 && errno != EINTR)
            return false;
        if (late)
            return false;
    }
}

} // namespace nb::log
