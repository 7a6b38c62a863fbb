#include "core/server/redis/redis_result_store.h"

#include "core/server/redis/stored_value.h"

namespace nb::redis {
namespace {

QByteArray nameOf(const QByteArray& key) {
    return "nanobanana:cache:" + key.toHex();
}

} // namespace

RedisResultStore::RedisResultStore(std::unique_ptr<server::ResultStore> own, Client& client, WorkerPool& pool,
                                   const ValueStore::Waits& waits)
    : m_own(std::move(own)), m_values(client, pool), m_waits(waits) {}

void RedisResultStore::find(const QByteArray& key, Found found) {
    m_own->find(key, [this, key, found = std::move(found),
                      guard = QPointer(&m_values)](const std::optional<server::StoredResult>& own) {
        if (own || !guard) {
            found(own);
            return;
        }
        m_values.read(nameOf(key), m_waits,
                      [found](redis::Found, const Value& value) { found(resultOf(value)); });
    });
}

void RedisResultStore::insert(const QByteArray& key, const server::StoredResult& result,
                              std::chrono::seconds timeToLive) {
    m_own->insert(key, result, timeToLive);
    m_values.write(nameOf(key), valueOf(result), timeToLive);
}

} // namespace nb::redis
