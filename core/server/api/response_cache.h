#pragma once
// Finished edits by their request, so that a repeated request costs nothing. Only requests with a seed are
// cached: without one, a repeated request is meant to give another picture. Used from one thread, except for
// keyOf().

#include "core/edit/parameters.h"
#include <QByteArray>
#include <QCache>
#include <QString>
#include <chrono>
#include <functional>
#include <optional>

namespace nb::server {

class ResponseCache {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Clock = std::function<Time()>;

    struct Limits {
        std::chrono::seconds timeToLive{3600};
        qsizetype maxBytes = qsizetype(256) * 1024 * 1024; // of the pictures together
    };

    struct Entry {
        QByteArray png;
        QString engine;
        int attempts = 1; // that it once took
    };

    explicit ResponseCache(const Limits& limits, Clock clock = std::chrono::steady_clock::now);

    // SHA-256 of everything that decides the response. Takes some 5 ms per megabyte: call it on the worker
    // pool.
    [[nodiscard]] static QByteArray keyOf(QByteArrayView image, QByteArrayView mask,
                                          const edit::Parameters& parameters, const QString& engine);

    [[nodiscard]] std::optional<Entry> find(const QByteArray& key);
    // An entry larger than the whole cache is not kept; the ones unused for longest make room.
    void insert(const QByteArray& key, const Entry& entry);

private:
    struct Kept {
        Entry entry;
        Time until;
    };

    Limits m_limits;
    Clock m_clock;
    QCache<QByteArray, Kept> m_kept;
};

} // namespace nb::server
