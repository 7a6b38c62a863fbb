#include "core/server/api/dispatcher.h"
#include "core/server/api/client_address.h"

namespace nb::server {

namespace {

constexpr std::chrono::seconds kConnectionRetryAfter{1}; // for a connection above the caps

// What scripts of an allowed origin may send: our own headers, and those that libraries add to every request
// without being asked, for tracing above all. A browser would not send the request if one were missing.
constexpr const char* kAllowedHeaders =
    "Accept, Accept-Language, Authorization, Cache-Control, Content-Language, Content-Type, Idempotency-Key, "
    "Pragma, X-Request-ID, X-Correlation-ID, X-Trace-ID, X-Requested-With, "
    "traceparent, tracestate, baggage, "                                           // W3C
    "b3, X-B3-TraceId, X-B3-SpanId, X-B3-ParentSpanId, X-B3-Sampled, X-B3-Flags, " // Zipkin
    "uber-trace-id, sentry-trace, newrelic, elastic-apm-traceparent, "             // Jaeger and others
    "x-datadog-trace-id, x-datadog-parent-id, x-datadog-origin, x-datadog-sampling-priority, "
    "Request-Id, Request-Context, X-Amzn-Trace-Id, X-Cloud-Trace-Context"; // of the large clouds

} // namespace

RequestRecord Dispatcher::recordOf(const GuardConnection& connection, const RouteTable& routes) const {
    RequestRecord record;
    record.routes = &routes;
    record.head = connection.head();
    record.identity = Identity::of(record.head);
    record.trace = beginTrace(m_tracer, record.head);
    record.client = clientAddress(connection.peerAddress(), record.head.list("X-Forwarded-For"),
                                  record.head.value("X-Real-IP"), m_trustedProxies);
    const QByteArray path = record.head.path();
    const QByteArray endpoint = routes.endpointOf(path);
    record.endpoint = endpoint.isEmpty() ? QStringLiteral("/other") : QString::fromLatin1(endpoint);
    record.route = routes.find(record.head.method, path);
    if (record.route)
        record.log = record.route->log;
    record.bodyBytes = connection.bodyBytes();
    record.usesTls = connection.usesTls();
    // A connection that is refused has sent nothing yet.
    const auto never = std::chrono::steady_clock::time_point();
    record.began =
        connection.requestBegan() == never ? std::chrono::steady_clock::now() : connection.requestBegan();
    return record;
}

Response Dispatcher::refuseRejected(const GuardConnection& connection, const Rejection& rejection,
                                    const RouteTable& routes) {
    const RequestRecord record = recordOf(connection, routes);
    Error error = rejection.error;
    if (error.code == ErrorCode::Overloaded)
        error.retryAfter = kConnectionRetryAfter;
    return m_finisher.finishRefusal(record, errorResponse(error, record.identity.requestId),
                                    rejection.reason);
}

void Dispatcher::dispatch(Exchange& exchange) {
    m_preflight.check(exchange.record(),
                      [this, waiting = QPointer<Exchange>(&exchange)](const Preflight::Verdict& verdict) {
                          if (waiting) // else the client has left
                              decided(*waiting, verdict);
                      });
}

void Dispatcher::decided(Exchange& exchange, const Preflight::Verdict& verdict) {
    exchange.record().rateLimit = verdict.rateLimit;
    exchange.record().boundary = verdict.boundary;
    exchange.record().idempotencyKey = verdict.idempotencyKey;
    const Route* const route = exchange.record().route;
    if (verdict.refusal)
        exchange.finish(*verdict.refusal,
                        verdict.refusal->code == ErrorCode::BodyTooLarge ? "body_size" : nullptr);
    else if (!route)
        exchange.finish(optionsResponse(exchange.record()));
    else if (route->kind == RouteKind::Edit)
        exchange.proceed(route->handle); // which looks for room again
    else
        route->handle(exchange);
}

Response Dispatcher::optionsResponse(const RequestRecord& record) const {
    const RequestHead& head = record.head;
    const QByteArray allowed = record.routes->allowed(head.path());
    Response response{204, {}, {}, {}};
    response.add("Allow", allowed);
    const QByteArray origin = head.value("Origin");
    if (!origin.isEmpty() && isAllowedOrigin(m_settings.server, origin) &&
        !head.value("Access-Control-Request-Method").isEmpty()) {
        response.add("Access-Control-Allow-Methods", allowed);
        response.add("Access-Control-Allow-Headers", kAllowedHeaders);
        response.add("Access-Control-Max-Age", "600");
    }
    return response;
}

} // namespace nb::server
