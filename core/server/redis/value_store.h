#pragma once
// Values of any size in Redis. A value goes there whole and comes back in pieces, so that megabytes neither
// block the event loop nor delay what others ask. What is not a value of ours, whole and under its own key,
// is none. It does not know what the values mean.

#include "core/base/worker_pool.h"
#include "core/server/redis/client.h"

namespace nb::redis {

// The largest value that is written or read, in bytes.
constexpr qsizetype kMaxValueBytes = qsizetype(32) * 1024 * 1024;

struct Value {
    QByteArray head; // what describes it, at most kMaxHeadBytes
    QByteArray body;
};
constexpr qsizetype kMaxHeadBytes = 1024;

enum class Found {
    Value,
    Nothing, // nothing is there, or nothing that is a value
    Unknown, // Redis could not be asked, or did not deliver in time
};

// Lives on the client's thread. Client and pool must outlive it.
class ValueStore : public QObject {
    Q_OBJECT

public:
    using Milliseconds = Client::Milliseconds;

    ValueStore(Client& client, WorkerPool& pool, QObject* parent = nullptr);

    // How long a reader waits: for the first piece, which shows whether there is a value; for each further
    // one, so that it notices when Redis stops in the middle; and for all of them.
    struct Waits {
        Milliseconds first;
        Milliseconds piece;
        Milliseconds all;
    };

    // Calls `done` once: at once, or from the event loop in time. Never once this is destroyed.
    void read(const QByteArray& key, const Waits& waits, std::function<void(Found, const Value&)> done);

    // Keeps a value for `timeToLive`. `done` is called once, from the event loop or at once, unless this is
    // destroyed: whether it was kept. A value over kMaxValueBytes is not.
    void write(const QByteArray& key, const Value& value, std::chrono::seconds timeToLive,
               std::function<void(bool)> done = {});

private:
    class Reading;

    Client& m_client;
    WorkerPool& m_pool;
};

} // namespace nb::redis
