#pragma once
// Finished edits by a key of everything that decides them, so that the same request need not be paid for
// twice. The interface is asynchronous because a store may be another process, and slow: an edit waits for
// no longer than the store itself allows (find() answers "nothing" when its own time is over), and a store
// that fails is a store that has nothing. It knows nothing of HTTP. Used from one thread, that of the server.

#include <QByteArray>
#include <QString>
#include <chrono>
#include <functional>
#include <optional>

namespace nb::server {

struct StoredResult {
    QByteArray png; // the body of the response
    QString engine; // Provider::name()
    int attempts = 1;

    bool operator==(const StoredResult&) const = default;
};

class ResultStore {
public:
    using Found = std::function<void(std::optional<StoredResult>)>;

    ResultStore() = default;
    virtual ~ResultStore() = default;
    ResultStore(const ResultStore&) = delete;
    ResultStore& operator=(const ResultStore&) = delete;

    // Calls `found` once, on this thread, before this returns or later; never if the store is destroyed
    // before. Whoever may be gone by then captures a QPointer: the store knows no askers.
    virtual void find(const QByteArray& key, Found found) = 0;

    // Keeps it for `timeToLive`, or for less if there is no room. Returns at once; nobody is told whether it
    // was kept.
    virtual void insert(const QByteArray& key, const StoredResult& result,
                        std::chrono::seconds timeToLive) = 0;
};

} // namespace nb::server
