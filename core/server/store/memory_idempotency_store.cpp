#include "core/server/store/memory_idempotency_store.h"

namespace nb::server {

namespace {

constexpr std::chrono::seconds kDropInterval{30};

} // namespace

MemoryIdempotencyStore::MemoryIdempotencyStore(const Limits& limits, Clock clock)
    : m_limits(limits), m_clock(std::move(clock)) {
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { dropAged(); });
    m_timer.setInterval(kDropInterval);
}

void MemoryIdempotencyStore::claim(const QByteArray& key, const QByteArray& fingerprint,
                                   std::chrono::seconds lease, Claimed claimed) {
    dropAged();
    claimed(claimOf(key, fingerprint, lease));
}

Claim MemoryIdempotencyStore::claimOf(const QByteArray& key, const QByteArray& fingerprint,
                                      std::chrono::seconds lease) {
    const auto entry = m_entries.find(key);
    if (entry == m_entries.end()) {
        m_entries.insert(key, {fingerprint, std::nullopt, m_clock() + lease, ++m_uses});
        m_timer.start();
        return {Claim::State::Mine};
    }
    if (entry->fingerprint != fingerprint)
        return {Claim::State::Differs};
    entry->lastUse = ++m_uses;
    return entry->result ? Claim{Claim::State::Finished, *entry->result} : Claim{Claim::State::Running};
}

void MemoryIdempotencyStore::finish(const QByteArray& key, const QByteArray& fingerprint,
                                    const StoredResult& result) {
    release(key);
    dropAged();
    if (result.png.size() > m_limits.maxBytes)
        return;
    m_entries.insert(key, {fingerprint, result, m_clock() + m_limits.timeToLive, ++m_uses});
    m_bytes += result.png.size();
    ++m_results;
    dropUnused();
    m_timer.start();
}

void MemoryIdempotencyStore::release(const QByteArray& key) {
    const Entry entry = m_entries.take(key);
    if (!entry.result)
        return;
    m_bytes -= entry.result->png.size();
    --m_results;
}

void MemoryIdempotencyStore::dropAged() {
    const Time now = m_clock();
    QByteArrayList aged;
    for (auto entry = m_entries.cbegin(); entry != m_entries.cend(); ++entry)
        if (entry->until <= now)
            aged.append(entry.key());
    for (const QByteArray& key : std::as_const(aged))
        release(key);
    if (m_entries.isEmpty())
        m_timer.stop();
}

void MemoryIdempotencyStore::dropUnused() {
    while (m_results > m_limits.maxResults || m_bytes > m_limits.maxBytes) {
        auto oldest = m_entries.cend();
        for (auto entry = m_entries.cbegin(); entry != m_entries.cend(); ++entry)
            if (entry->result && (oldest == m_entries.cend() || entry->lastUse < oldest->lastUse))
                oldest = entry;
        const QByteArray key = oldest.key();
        release(key);
    }
}

} // namespace nb::server
