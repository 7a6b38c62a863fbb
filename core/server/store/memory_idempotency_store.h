#pragma once
// The IdempotencyStore of a single process: in memory, bounded in number, bytes and time. It answers at once.

#include "core/server/store/idempotency_store.h"
#include <QHash>
#include <QTimer>

namespace nb::server {

class MemoryIdempotencyStore : public IdempotencyStore {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Clock = std::function<Time()>;

    struct Limits {
        std::chrono::seconds timeToLive{600};             // of a result
        int maxResults = 1000;                            // above it the ones unused for longest go
        qsizetype maxBytes = qsizetype(64) * 1024 * 1024; // of their pictures together; the same
    };

    explicit MemoryIdempotencyStore(const Limits& limits, Clock clock = std::chrono::steady_clock::now);

    void claim(const QByteArray& key, const QByteArray& fingerprint, std::chrono::seconds lease,
               Claimed claimed) override;
    void finish(const QByteArray& key, const QByteArray& fingerprint, const StoredResult& result) override;
    void release(const QByteArray& key) override;

    // Claims and results that have not aged.
    [[nodiscard]] int size() const { return static_cast<int>(m_entries.size()); }
    // Drops what has aged. Called by everything above, and by a timer while there is something.
    void dropAged();

private:
    struct Entry {
        QByteArray fingerprint;
        std::optional<StoredResult> result; // nullopt while the work runs
        Time until;
        quint64 lastUse = 0;
    };

    [[nodiscard]] Claim claimOf(const QByteArray& key, const QByteArray& fingerprint,
                                std::chrono::seconds lease);
    void dropUnused(); // until the limits are kept

    Limits m_limits;
    Clock m_clock;
    QHash<QByteArray, Entry> m_entries;
    qsizetype m_bytes = 0;
    int m_results = 0;
    quint64 m_uses = 0;
    QTimer m_timer;
};

} // namespace nb::server
