#pragma once
// One request to a remote service and what became of it, as plain values: what http_call.h sends and
// retry_policy.h judges.

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QUrl>
#include <chrono>

namespace nb::providers {

struct HttpRequest {
    enum class Method { Get, Post };
    Method method = Method::Post;
    QUrl url;
    QList<QPair<QByteArray, QByteArray>> headers = {}; // the key among them
    QByteArray body = {};
    // The address to connect to, where it must be the one that was checked and not what the name resolves to
    // a moment later; empty = resolve url's host.
    QString connectTo = {};
};

struct HttpOutcome {
    enum class Kind {
        Answered,    // a whole answer, whatever its status
        NotSent,     // failed before the whole request was handed over: the service cannot have acted on it
        Lost,        // it broke after that, or what came is no HTTP: the service may have acted on it
        TimedOut,    // no whole answer in time
        TooLarge,    // the answer exceeds the limit; it was not read to the end
        Garbled,     // HTTP, but Qt cannot make sense of it
        OutOfMemory, // ours, for the request or for the answer
    };
    Kind kind = Kind::NotSent;
    int status = 0; // with Answered only
    QByteArray contentType = {};
    QByteArray retryAfter = {}; // the header as it came
    QByteArray body = {};
    QString reason = {}; // with NotSent, for people: "connection refused"; empty if there is nothing to say
    QString detail = {}; // for logs; may quote the service, so scrub it
    std::chrono::milliseconds duration{};

    [[nodiscard]] bool succeeded() const { return kind == Kind::Answered && status >= 200 && status < 300; }
};

} // namespace nb::providers
