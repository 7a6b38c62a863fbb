#pragma once
// Token buckets that several processes share: one script, which Redis runs as a whole, by Redis' own clock,
// so that neither two processes at once nor clocks that differ give anybody more than the rate. Redis forgets
// a bucket when it would be full again. It knows no clients and no HTTP.

#include "core/server/redis/client.h"

namespace nb::redis {

struct Bucket {
    QByteArray key;
    int perMinute = 60; // tokens that come back in a minute; 1 or more
    int burst = 20;     // tokens that it holds; 1 or more
};

struct BucketsState {
    bool taken = false;         // a token of every bucket; else of none, because one has none
    std::vector<double> tokens; // that are left, in the order of the buckets
};

// Takes a token of every bucket or, if one has none, of none. In a cluster all keys must have the same hash
// tag. `done` is called once, at most `wait` later, without a state if Redis could not be asked; then tokens
// may have been taken all the same. Never called once the client is destroyed.
void takeTokens(Client& client, const QList<Bucket>& buckets, Client::Milliseconds wait,
                std::function<void(const std::optional<BucketsState>&)> done);

} // namespace nb::redis
