#include "core/server/api/dispatcher.h"
#include "core/server/api/client_address.h"

namespace nb::server {

RequestRecord Dispatcher::recordOf(const GuardSocket& socket) const {
    RequestRecord record;
    record.head = socket.head();
    record.identity = Identity::of(record.head);
    QByteArrayList hops;
    for (const HeaderField& field : record.head.fields)
        if (field.name.compare("X-Forwarded-For", Qt::CaseInsensitive) == 0)
            hops.append(field.value);
    record.client =
        clientAddress(socket.peerAddress(), hops.join(','), record.head.value("X-Real-IP"), m_trustedProxies);
    const QByteArray path = record.head.path();
    record.endpoint = m_routes.hasPath(path) ? QString::fromLatin1(path) : QStringLiteral("/other");
    if (const Route* route = m_routes.find(record.head.method, path))
        record.log = route->log;
    record.bodyBytes = socket.bodyBytes();
    // A connection that is turned away has sent nothing yet.
    const auto never = std::chrono::steady_clock::time_point();
    record.began = socket.requestBegan() == never ? std::chrono::steady_clock::now() : socket.requestBegan();
    return record;
}

void Dispatcher::dispatch(Exchange& exchange) {
    const RequestHead& head = exchange.head();
    if (head.method == "OPTIONS") {
        answerOptions(exchange);
        return;
    }
    const Route* route = m_routes.find(head.method, head.path());
    if (!route) {
        answerMissing(exchange);
        return;
    }
    if (route->rate == RateRule::Limited) {
        if (exchange.wasCheckedEarly())
            m_rateGate.describe(exchange.record());
        else if (const std::optional<Problem> problem = m_rateGate.pass(exchange.record())) {
            exchange.finish(*problem);
            return;
        }
    }
    route->handle(exchange);
}

void Dispatcher::answerOptions(Exchange& exchange) const {
    const QByteArray allowed = m_routes.allowed(exchange.head().path());
    if (allowed.isEmpty()) {
        answerMissing(exchange);
        return;
    }
    Response response{204, {}, {}, {}};
    response.add("Allow", allowed);
    const QByteArray origin = exchange.head().value("Origin");
    if (!origin.isEmpty() && isAllowedOrigin(m_settings.server, origin) &&
        !exchange.head().value("Access-Control-Request-Method").isEmpty()) {
        response.add("Access-Control-Allow-Methods", allowed);
        response.add("Access-Control-Allow-Headers",
                     "Accept, Authorization, Content-Type, X-Request-ID, X-Correlation-ID, X-Trace-ID");
        response.add("Access-Control-Max-Age", "600");
    }
    exchange.finish(std::move(response));
}

void Dispatcher::answerMissing(Exchange& exchange) const {
    const QByteArray path = exchange.head().path();
    const Problem problem = m_routes.missing(exchange.head().method, path);
    Response response = errorResponse(problem, exchange.requestId());
    if (problem.status == 405)
        response.add("Allow", m_routes.allowed(path));
    exchange.finish(std::move(response));
}

} // namespace nb::server
