#pragma once
// The ResultStore that several servers share. What this process made or is told to keep, it keeps itself as
// well, so that it asks Redis only for what others made, and has something while Redis is away.

#include "core/server/redis/value_store.h"
#include "core/server/store/result_store.h"

namespace nb::redis {

class RedisResultStore : public server::ResultStore {
public:
    // Client and pool must outlive it. own: what this process keeps.
    RedisResultStore(std::unique_ptr<server::ResultStore> own, Client& client, WorkerPool& pool,
                     const ValueStore::Waits& waits = kWaits);

    static constexpr ValueStore::Waits kWaits{kReadWait, std::chrono::milliseconds(45),
                                              std::chrono::seconds(1)};

    // Answers in the time for the first piece, unless by then a result has begun to come: to receive it is
    // better than to make it again, as long as it keeps coming.
    void find(const QByteArray& key, Found found) override;
    void insert(const QByteArray& key, const server::StoredResult& result,
                std::chrono::seconds timeToLive) override;

private:
    std::unique_ptr<server::ResultStore> m_own;
    ValueStore m_values;
    ValueStore::Waits m_waits;
};

} // namespace nb::redis
