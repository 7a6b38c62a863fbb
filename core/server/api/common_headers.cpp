#include "core/server/api/common_headers.h"
#include "core/server/http/http_syntax.h"
#include <QUuid>

namespace nb::server {

namespace {

// Our pages load nothing from elsewhere; a browser does nothing with the response of an API.
constexpr const char* kPolicy =
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
constexpr const char* kExposed = "X-Request-ID, X-Process-Time, X-RateLimit-Limit, X-RateLimit-Remaining, "
                                 "X-RateLimit-Reset, Retry-After, X-Engine, X-Upstream-Attempts, "
                                 "X-Processing-Time, X-Validation-Time, X-API-Time, traceresponse, X-Cache, "
                                 "Idempotency-Replayed";

QByteArray echoable(const QByteArray& value) {
    return isEchoable(value) ? value : QByteArray();
}

void addUnlessThere(Response& response, const QByteArray& name, const QByteArray& value) {
    if (response.value(name).isEmpty())
        response.add(name, value);
}

void addToVary(Response& response, const QByteArray& name) {
    for (HeaderField& field : response.headers)
        if (field.name == "Vary") {
            field.value += ", " + name;
            return;
        }
    response.add("Vary", name);
}

void addCors(Response& response, const QByteArray& origin, const config::ServerSettings& settings) {
    addToVary(response, "Origin");
    if (origin.isEmpty() || !isAllowedOrigin(settings, origin))
        return;
    // With "*" no cookie or other credential is ever asked for, so the origin itself need not be named.
    response.add("Access-Control-Allow-Origin",
                 settings.allowedOrigins.contains(QStringLiteral("*")) ? QByteArray("*") : origin);
    response.add("Access-Control-Expose-Headers", kExposed);
}

} // namespace

Identity Identity::of(const RequestHead& head) {
    Identity identity;
    identity.requestId = echoable(head.value("X-Request-ID"));
    if (identity.requestId.isEmpty())
        identity.requestId = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    identity.correlationId = echoable(head.value("X-Correlation-ID"));
    identity.traceId = echoable(head.value("X-Trace-ID"));
    identity.origin = head.value("Origin");
    return identity;
}

bool isAllowedOrigin(const config::ServerSettings& settings, const QByteArray& origin) {
    return settings.allowedOrigins.contains(QStringLiteral("*")) ||
           settings.allowedOrigins.contains(QString::fromLatin1(origin));
}

QByteArray secondsText(std::chrono::nanoseconds time) {
    return QByteArray::number(std::chrono::duration<double>(time).count(), 'f', 6);
}

void addCommonHeaders(Response& response, const Identity& identity, std::chrono::nanoseconds processTime,
                      const config::Settings& settings) {
    response.add("X-Request-ID", identity.requestId);
    response.add("X-Process-Time", secondsText(processTime));
    if (!identity.correlationId.isEmpty())
        response.add("X-Correlation-ID", identity.correlationId);
    if (!identity.traceId.isEmpty())
        response.add("X-Trace-ID", identity.traceId);
    addUnlessThere(response, "Content-Security-Policy", kPolicy);
    response.add("X-Frame-Options", "DENY");
    response.add("X-Content-Type-Options", "nosniff");
    response.add("X-XSS-Protection", "1; mode=block");
    response.add("Referrer-Policy", "no-referrer");
    response.add("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
    addUnlessThere(response, "Cache-Control", "no-store");
    if (settings.environment == QLatin1String("production"))
        response.add("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    addCors(response, identity.origin, settings.server);
}

} // namespace nb::server
