#pragma once
// Which Idempotency-Keys are in use, and the results of those that have one, so that a request that is sent
// again is not paid for again. Asynchronous like the ResultStore, and for the same reason. The keys it gets
// are scoped: whose they are is a part of them (core/server/api/idempotency_key.h), so that those of two
// clients never meet. Used from one thread, that of the server.

#include "core/server/store/result_store.h"

namespace nb::server {

struct Claim {
    enum class State {
        Mine,     // nobody had it: the claimer does the work, and ends the claim by finish() or release()
        Running,  // somebody does the same work now, here or in another process
        Finished, // the work was done before; see `result`
        Differs,  // the key was used for another request
    };
    State state = State::Mine;
    StoredResult result = {}; // with Finished
};

class IdempotencyStore {
public:
    using Claimed = std::function<void(const Claim&)>;

    IdempotencyStore() = default;
    virtual ~IdempotencyStore() = default;
    IdempotencyStore(const IdempotencyStore&) = delete;
    IdempotencyStore& operator=(const IdempotencyStore&) = delete;

    // Calls `claimed` once, on this thread, before this returns or later; never if the store is destroyed
    // before. Of all who claim a key at the same time exactly one gets Mine. Whoever may be gone by then
    // captures a QPointer, and releases a claim that came too late.
    // fingerprint: a digest of the request that goes with the key. lease: how long the claim lasts at most if
    // neither finish() nor release() is called, because its process died; then another may claim the key.
    // A store that cannot answer says Mine: then only this guarantee is lost, not the edit.
    virtual void claim(const QByteArray& key, const QByteArray& fingerprint, std::chrono::seconds lease,
                       Claimed claimed) = 0;

    // The work was done: whoever claims the key from now on gets the result, until it has aged or there is no
    // room for it any more. A result too large to be kept ends the claim like release(). Returns at once.
    virtual void finish(const QByteArray& key, const QByteArray& fingerprint, const StoredResult& result) = 0;

    // The work failed: the next one to claim the key does it. Of a key that is not Mine it is a mistake.
    // Returns at once.
    virtual void release(const QByteArray& key) = 0;
};

} // namespace nb::server
