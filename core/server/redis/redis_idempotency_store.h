#pragma once
// The IdempotencyStore that several servers share. A claim is a small key in Redis with a lease; the result
// stands under a name of its own, so that whoever reads it never sees half of another one. Each claim is also
// made in this process, which answers what it knows itself, and goes on alone while Redis is away.

#include "core/server/redis/value_store.h"
#include "core/server/store/idempotency_store.h"
#include <QHash>

namespace nb::redis {

class RedisIdempotencyStore : public server::IdempotencyStore {
public:
    struct Waits {
        std::chrono::milliseconds claim = kClaimWait;
        std::chrono::milliseconds result{2'000}; // to wait for it is better than to pay again
    };

    // Client and pool must outlive it. own: the store of this process alone. timeToLive: of a result.
    RedisIdempotencyStore(std::unique_ptr<server::IdempotencyStore> own, Client& client, WorkerPool& pool,
                          std::chrono::seconds timeToLive = std::chrono::minutes(10));
    RedisIdempotencyStore(std::unique_ptr<server::IdempotencyStore> own, Client& client, WorkerPool& pool,
                          std::chrono::seconds timeToLive, const Waits& waits);

    // Answers in the time for a claim, and if there is a result, in the time for that; then the claim is said
    // to be Running still.
    void claim(const QByteArray& key, const QByteArray& fingerprint, std::chrono::seconds lease,
               Claimed claimed) override;
    void finish(const QByteArray& key, const QByteArray& fingerprint,
                const server::StoredResult& result) override;
    void release(const QByteArray& key) override;

private:
    struct Request {
        QByteArray key;
        QByteArray fingerprint;
        QByteArray owner; // of this claim, if it is granted
        std::chrono::seconds lease{};
        Claimed claimed;
        QByteArray lost = {}; // the owner of a finished claim whose result is not there any more
    };

    void ask(const Request& request);
    void onAnswer(const Request& request, const Answer& answer);
    void readResult(const Request& request, const QByteArray& owner);
    void refuse(const Request& request, const server::Claim& claim);
    void releaseShared(const QByteArray& key, const QByteArray& owner);
    void tell(const Script& script, const QByteArrayList& arguments);
    void tellWhatIsUntold();

    std::unique_ptr<server::IdempotencyStore> m_own;
    Client& m_client;
    ValueStore m_values;
    std::chrono::seconds m_timeToLive;
    Waits m_waits;
    QHash<QByteArray, QByteArray> m_owners; // of the claims of this process, by their keys
    // How claims ended while Redis was away. Only the owner's claim is ended, so it is never too late.
    QList<std::pair<Script, QByteArrayList>> m_untold;
    QObject m_guard;
};

} // namespace nb::redis
