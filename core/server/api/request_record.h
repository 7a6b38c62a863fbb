#pragma once
// What is known of a request apart from its body, from its head to its response.

#include "core/server/api/common_headers.h"
#include <QHostAddress>

namespace nb::server {

class RouteTable;
struct Route;

// Whether an exchange is logged: probes come every few seconds and are only of interest when they fail.
enum class LogRule { Always, OnFailure };

struct RequestRecord {
    RequestHead head;
    Identity identity;
    QHostAddress client;
    const RouteTable* routes = nullptr; // of the port that it came to
    const Route* route = nullptr;       // null if there is none for this method and path
    QString endpoint;                   // the path if any method has a route there, else "/other"
    LogRule log = LogRule::Always;
    qint64 bodyBytes = 0;
    std::chrono::steady_clock::time_point began;
    QList<HeaderField> rateLimit; // the X-RateLimit-* headers; empty where the route is not limited
    QByteArray idempotencyKey;    // once the preflight has passed; empty where there is none
    QByteArray boundary; // of the form in the body, once the preflight has passed; empty where there is none
};

} // namespace nb::server
