#pragma once
// The end of the log's queue: writes lines to a file descriptor without ever being stuck in it. Only the
// writing thread of core/telemetry/log.cpp uses it.

#include <QtGlobal>
#include <atomic>
#include <chrono>
#include <mutex>
#include <spdlog/sinks/base_sink.h>

namespace nb::log {

class DescriptorSink : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit DescriptorSink(int fileDescriptor) : m_descriptor(fileDescriptor) {}

    // From now on lines are lost if the descriptor takes nothing for `timeout`, counted from this call;
    // before it, writing waits without a limit.
    void giveUpAfter(std::chrono::milliseconds timeout);

    // Lines that the descriptor did not take.
    [[nodiscard]] quint64 lost() const { return m_lost; }

private:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override {}
    bool writeAll(const char* data, size_t size);
    bool waitUntilWritable();

    using Clock = std::chrono::steady_clock;

    int m_descriptor;
    std::atomic<Clock::time_point> m_giveUpAt{Clock::time_point::max()};
    std::atomic<quint64> m_lost = 0;
};

} // namespace nb::log
