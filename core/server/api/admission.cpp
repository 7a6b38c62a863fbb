#include "core/server/api/admission.h"
#include "core/telemetry/metrics.h"

namespace nb::server {

Admission::Admission(int maxRunning, int maxWaiting, telemetry::Metrics& metrics)
    : m_maxRunning(maxRunning), m_maxWaiting(maxWaiting), m_metrics(metrics) {}

bool Admission::isFull() const {
    return m_running >= m_maxRunning && waiting() >= m_maxWaiting;
}

bool Admission::submit(const void* owner, Start start) {
    if (m_closed || isFull())
        return false;
    m_queue.push_back({owner, std::move(start), std::chrono::steady_clock::now()});
    startNext();
    return true;
}

void Admission::withdraw(const void* owner) {
    if (std::erase_if(m_queue, [owner](const Waiting& w) { return w.owner == owner; }) > 0)
        reportDepth();
}

void Admission::startNext() {
    while (m_running < m_maxRunning && !m_queue.empty()) {
        Waiting next = std::move(m_queue.front());
        m_queue.pop_front();
        ++m_running;
        m_metrics.queueWaited(std::chrono::steady_clock::now() - next.since);
        next.start(std::unique_ptr<Slot>(new Slot(*this)));
    }
    reportDepth();
}

void Admission::release() {
    --m_running;
    startNext();
}

void Admission::reportDepth() {
    m_metrics.setQueueDepth(waiting());
}

} // namespace nb::server
