#pragma once
// The headers that every response carries: identity, time, browser security, CORS. The guard's refusals get
// them as well as the handlers' responses.

#include "core/config/settings.h"
#include "core/server/http/response.h"
#include <chrono>

namespace nb::server {

// What a response repeats of its request. Read once, when the head is there.
struct Identity {
    QByteArray requestId; // the client's if it may be echoed, else a new UUID
    QByteArray correlationId = {};
    QByteArray traceId = {};
    QByteArray origin = {}; // as sent; empty = none

    static Identity of(const RequestHead& head);
};

// Whether the settings name this origin, or all of them.
[[nodiscard]] bool isAllowedOrigin(const config::ServerSettings& settings, const QByteArray& origin);

// Content-Security-Policy and Cache-Control are left as they are where the response has its own; what it
// names in Vary stays there.
void addCommonHeaders(Response& response, const Identity& identity, std::chrono::nanoseconds processTime,
                      const config::Settings& settings);

// Decimal seconds with six digits after the point, for the X-…-Time headers.
[[nodiscard]] QByteArray secondsText(std::chrono::nanoseconds time);

} // namespace nb::server
