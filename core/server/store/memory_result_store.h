#pragma once
// The ResultStore of a single process: a cache in memory with a limit in bytes. It answers at once.

#include "core/server/store/result_store.h"
#include <QCache>

namespace nb::server {

class MemoryResultStore : public ResultStore {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Clock = std::function<Time()>;

    // maxBytes: of the pictures together. A result that is larger is not kept; the ones unused for longest
    // make room.
    explicit MemoryResultStore(qsizetype maxBytes = kDefaultMaxBytes,
                               Clock clock = std::chrono::steady_clock::now);

    void find(const QByteArray& key, Found found) override;
    void insert(const QByteArray& key, const StoredResult& result, std::chrono::seconds timeToLive) override;

    static constexpr qsizetype kDefaultMaxBytes = qsizetype(256) * 1024 * 1024;

private:
    struct Kept {
        StoredResult result;
        Time until;
    };

    Clock m_clock;
    QCache<QByteArray, Kept> m_kept;
};

} // namespace nb::server
