#include "core/server/store/memory_result_store.h"

namespace nb::server {

MemoryResultStore::MemoryResultStore(qsizetype maxBytes, Clock clock)
    : m_clock(std::move(clock)), m_kept(maxBytes) {}

void MemoryResultStore::find(const QByteArray& key, Found found) {
    std::optional<StoredResult> result;
    if (const Kept* kept = m_kept.object(key)) {
        if (kept->until > m_clock())
            result = kept->result;
        else
            m_kept.remove(key);
    }
    found(std::move(result));
}

void MemoryResultStore::insert(const QByteArray& key, const StoredResult& result,
                               std::chrono::seconds timeToLive) {
    m_kept.insert(key, new Kept{result, m_clock() + timeToLive}, result.png.size());
}

} // namespace nb::server
