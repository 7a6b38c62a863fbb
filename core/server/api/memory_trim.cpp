#include "core/server/api/memory_trim.h"

#include "core/base/memory_reserve.h"
#include "core/base/worker_pool.h"
#include "core/telemetry/process_info.h"
#include <algorithm>
#include <malloc.h>

namespace nb::server {

MemoryTrim::System MemoryTrim::realSystem() {
    return {&telemetry::residentBytes, [] { malloc_trim(0); }};
}

MemoryTrim::MemoryTrim(WorkerPool& pool, std::function<bool()> isIdle, System system)
    : m_pool(pool), m_isIdle(std::move(isIdle)), m_system(std::move(system)),
      m_bytesAfter(m_system.residentBytes()) {
    connect(&m_timer, &QTimer::timeout, this, &MemoryTrim::look);
    m_timer.start(kInterval);
}

void MemoryTrim::look() {
    memoryReserve().refill();
    m_idleLooks = m_isIdle() ? std::min(m_idleLooks + 1, kIdleLooks) : 0;
    if (m_idleLooks < kIdleLooks || m_isTrimming ||
        m_system.residentBytes() < m_bytesAfter + kWorthwhileBytes)
        return;
    m_isTrimming = true;
    m_pool
        .run([system = m_system]() -> Result<double> {
            system.trim();
            return system.residentBytes();
        })
        .then(this, [this](const Result<double>& bytes) {
            m_isTrimming = false;
            m_bytesAfter = bytes.value_or(m_bytesAfter);
        });
}

} // namespace nb::server
