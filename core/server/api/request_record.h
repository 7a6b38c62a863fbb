#pragma once
// What is known of a request apart from its body, from its head to its answer.

#include "core/server/api/common_headers.h"
#include <QHostAddress>

namespace nb::server {

// Whether an exchange is worth a line: probes come every few seconds and are only of interest when they fail.
enum class LogRule { Always, OnFailure };

struct RequestRecord {
    RequestHead head;
    Identity identity;
    QHostAddress client;
    QString endpoint; // the route's path, or "/other"
    LogRule log = LogRule::Always;
    qint64 bodyBytes = 0;
    std::chrono::steady_clock::time_point began;
    QList<HeaderField> rateLimit; // the X-RateLimit-* headers; empty where the route is not limited
};

} // namespace nb::server
