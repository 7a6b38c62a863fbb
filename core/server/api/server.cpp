#include "core/server/api/server.h"
#include "core/base/worker_pool.h"
#include "core/server/api/access.h"
#include "core/server/api/dispatcher.h"
#include "core/server/api/edit_job.h"
#include "core/server/api/pages.h"
#include "core/server/api/routes.h"
#include "core/telemetry/event_loop_lag.h"
#include "core/telemetry/metrics.h"

namespace nb::server {

namespace {

constexpr qint64 kBytesPerMb = 1024 * 1024;
constexpr std::chrono::milliseconds kDrainPoll{20};
// For answers to reach their clients and for cancelled work to end, once the grace is over.
constexpr std::chrono::milliseconds kAfterGrace{2'000};

// Room for two files of the largest size and the form around them.
GuardLimits limitsOf(const config::Settings& settings) {
    GuardLimits limits;
    limits.maxBodyBytes = 2 * settings.image.maxSizeMb * kBytesPerMb + kBytesPerMb;
    return limits;
}

QList<telemetry::Route> metricRoutes(const RouteTable& table) {
    QList<telemetry::Route> routes;
    for (const Route& route : table.routes())
        routes.append(
            {QString::fromLatin1(route.method), QString::fromLatin1(route.path), route.statusCodes});
    return routes;
}

Result<config::SubnetList> subnets(const QStringList& texts, const QString& variable) {
    Result<config::SubnetList> list = config::SubnetList::parse(texts);
    if (!list) {
        Error error = list.error();
        error.message = variable + QStringLiteral(": ") + error.message;
        return error;
    }
    return list;
}

telemetry::BreakerState breakerLabel(providers::BreakerState state) {
    switch (state) {
    case providers::BreakerState::Closed:
        return telemetry::BreakerState::Closed;
    case providers::BreakerState::HalfOpen:
        return telemetry::BreakerState::HalfOpen;
    case providers::BreakerState::Open:
        break;
    }
    return telemetry::BreakerState::Open;
}

} // namespace

// Members are destroyed in reverse order: jobs before exchanges, these before the sockets and before what all
// of them use.
struct Server::Data {
    Data(const config::Settings& s, providers::Provider& p, WorkerPool& w, config::SubnetList allowlist,
         config::SubnetList proxies)
        : settings(s), provider(p), pool(w), trustedProxies(std::move(proxies)), routes(makeTable()),
          metrics(metricRoutes(routes), p.name()),
          admission(qMax(s.server.maxInFlight, 1), qMax(s.server.queueSize, 0), metrics),
          cache({s.server.cacheTtl, ResponseCache::Limits().maxBytes}),
          rateGate(s.server, std::move(allowlist), metrics), finisher(settings, metrics),
          dispatcher(routes, settings, trustedProxies, rateGate), editServices{settings, provider,  pool,
                                                                               metrics,  admission, cache} {}

    RouteTable makeTable();
    std::shared_ptr<GuardHooks> makeHooks();
    std::optional<Problem> editProblem(const RequestHead& head) const;
    std::optional<Response> early(GuardSocket& socket);
    Response refused(GuardSocket& socket, const Rejection& rejection);
    void onRequest(GuardSocket& socket, const QHttpServerRequest& request, Responder responder);
    void edit(Exchange& exchange);
    void showReadiness(Exchange& exchange) const;
    void showMetrics(Exchange& exchange);
    void pollDrain();

    const config::Settings settings;
    providers::Provider& provider;
    WorkerPool& pool;
    const config::SubnetList trustedProxies;
    const std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
    RouteTable routes;
    telemetry::Metrics metrics;
    telemetry::EventLoopLag lag{[this](std::chrono::nanoseconds late) { metrics.eventLoopLag(late); }};
    Admission admission;
    ResponseCache cache;
    RateGate rateGate;
    Finisher finisher;
    Dispatcher dispatcher;
    EditServices editServices;
    QHttpServer http;
    GuardServer* guard = nullptr; // owned by http, once it listens
    bool draining = false;
    bool graceIsOver = false;
    QDeadlineTimer grace;
    QTimer drainTimer;
    std::function<void()> drained;
    QObject exchanges; // parent of them
    QObject jobs;      // parent of them
};

RouteTable Server::Data::makeTable() {
    RouteHandlers handlers;
    handlers.edit = [this](Exchange& exchange) { edit(exchange); };
    handlers.health = [this](Exchange& exchange) {
        exchange.finish(healthPage(settings, provider, admission, began));
    };
    handlers.livez = [](Exchange& exchange) { exchange.finish(Response{200, "text/plain", "ok\n", {}}); };
    handlers.readyz = [this](Exchange& exchange) { showReadiness(exchange); };
    handlers.metrics = [this](Exchange& exchange) { showMetrics(exchange); };
    handlers.index = [](Exchange& exchange) { exchange.finish(indexPage()); };
    handlers.openapi = [](Exchange& exchange) { exchange.finish(openapiPage()); };
    handlers.docs = [](Exchange& exchange) { exchange.finish(docsPage()); };
    return makeRoutes(handlers, settings.debug ? DocsPage::Shown : DocsPage::Hidden);
}

std::shared_ptr<GuardHooks> Server::Data::makeHooks() {
    auto hooks = std::make_shared<GuardHooks>();
    hooks->refused = [this](GuardSocket& socket, const Rejection& rejection) {
        return refused(socket, rejection);
    };
    hooks->early = [this](GuardSocket& socket) { return early(socket); };
    hooks->dropped = [this](GuardSocket&, const char* reason) {
        metrics.guardRejected(QString::fromLatin1(reason));
    };
    return hooks;
}

Response Server::Data::refused(GuardSocket& socket, const Rejection& rejection) {
    const RequestRecord record = dispatcher.recordOf(socket);
    Problem problem{rejection.status, rejection.message, {}, {}};
    if (rejection.status == 503)
        problem.retryAfter = std::chrono::seconds(1);
    Response response = errorResponse(problem, record.identity.requestId);
    if (!rejection.allow.isEmpty())
        response.add("Allow", rejection.allow);
    return finisher.refused(record, std::move(response), rejection.reason);
}

// What keeps an edit from being taken that can be said without its body.
std::optional<Problem> Server::Data::editProblem(const RequestHead& head) const {
    if (!head.chunked && !head.contentLength)
        return Problem{
            411, QStringLiteral("The request needs a Content-Length, or chunked Transfer-Encoding"), {}, {}};
    if (std::optional<Problem> problem = accessProblem(head, settings.server))
        return problem;
    if (const QByteArray encoding = head.value("Content-Encoding").toLower();
        !encoding.isEmpty() && encoding != "identity")
        return Problem{
            415, QStringLiteral("Content-Encoding is not taken here; send the form as it is"), {}, {}};
    if (const Checked<QByteArray> boundary = boundaryOf(head.value("Content-Type")); !boundary)
        return boundary.error();
    if (draining)
        return Problem{503, QStringLiteral("The server is stopping"), {}, std::chrono::seconds(5)};
    if (admission.isFull())
        return Problem{503,
                       QStringLiteral("The server has too many edits to do; try again soon"),
                       {},
                       std::chrono::seconds(5)};
    return std::nullopt;
}

std::optional<Response> Server::Data::early(GuardSocket& socket) {
    RequestRecord record = dispatcher.recordOf(socket);
    const RequestHead& head = record.head;
    const Route* route = routes.find(head.method, head.path());
    std::optional<Problem> problem;
    if (!route)
        problem = routes.missing(head.method, head.path());
    else if (route->rate == RateRule::Limited)
        problem = rateGate.pass(record);
    if (!problem && head.method == "POST")
        problem = editProblem(head);
    if (!problem)
        return std::nullopt;
    Response response = errorResponse(*problem, record.identity.requestId);
    if (problem->status == 405)
        response.add("Allow", routes.allowed(head.path()));
    if (problem->status == 401)
        response.add("WWW-Authenticate", "Bearer");
    return finisher.refused(record, std::move(response), nullptr);
}

void Server::Data::onRequest(GuardSocket& socket, const QHttpServerRequest& request, Responder responder) {
    metrics.requestStarted();
    auto* exchange = new Exchange(socket, dispatcher.recordOf(socket), request.body(), std::move(responder),
                                  finisher, &exchanges);
    dispatcher.dispatch(*exchange);
}

void Server::Data::edit(Exchange& exchange) {
    if (const std::optional<Problem> problem = editProblem(exchange.head())) {
        Response response = errorResponse(*problem, exchange.requestId());
        if (problem->status == 401)
            response.add("WWW-Authenticate", "Bearer");
        exchange.finish(std::move(response));
        return;
    }
    const Checked<QByteArray> boundary = boundaryOf(exchange.head().value("Content-Type"));
    auto* job = new EditJob(exchange, *boundary, editServices, &jobs);
    if (!job->submit()) // editProblem() has looked, so this cannot happen; it must not hang if it does
        exchange.finish(Problem{503, QStringLiteral("The server is busy"), {}, std::chrono::seconds(5)});
}

void Server::Data::showReadiness(Exchange& exchange) const {
    if (draining)
        exchange.finish(Problem{503, QStringLiteral("The server is stopping"), {}, std::chrono::seconds(5)});
    else if (admission.isFull())
        exchange.finish(Problem{503, QStringLiteral("The queue is full"), {}, std::chrono::seconds(5)});
    else
        exchange.finish(Response{200, "text/plain", "ready\n", {}});
}

void Server::Data::showMetrics(Exchange& exchange) {
    metrics.setWorkers(pool.busy(), pool.threads());
    metrics.setBreakerState(provider.name(), breakerLabel(provider.breakerState()));
    exchange.finish(Response{200, telemetry::Metrics::kContentType, metrics.text(), {}});
}

void Server::Data::pollDrain() {
    if (!graceIsOver && grace.hasExpired()) {
        graceIsOver = true;
        grace.setRemainingTime(kAfterGrace);
        for (auto* job : jobs.findChildren<EditJob*>(QString(), Qt::FindDirectChildrenOnly))
            job->shutDown();
    }
    const bool quiet = admission.isIdle() && (!guard || guard->openConnections() == 0);
    if (!quiet && !(graceIsOver && grace.hasExpired()))
        return;
    drainTimer.stop();
    if (drained)
        std::exchange(drained, nullptr)();
}

Server::Server(std::unique_ptr<Data> data) : m(std::move(data)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::create(const config::Settings& settings,
                                               providers::Provider& provider, WorkerPool& pool) {
    Result<config::SubnetList> allowlist =
        subnets(settings.server.rateLimitAllowlist, QStringLiteral("RATE_LIMIT_ALLOWLIST"));
    if (!allowlist)
        return allowlist.error();
    Result<config::SubnetList> proxies =
        subnets(settings.server.trustedProxies, QStringLiteral("TRUSTED_PROXIES"));
    if (!proxies)
        return proxies.error();
    auto data = std::make_unique<Data>(settings, provider, pool, *std::move(allowlist), *std::move(proxies));
    return std::unique_ptr<Server>(new Server(std::move(data)));
}

Result<quint16> Server::listen() {
    const config::ServerSettings& settings = m->settings.server;
    const auto failure = [&settings](const QString& cause) {
        return Error{ErrorCode::InvalidArgument, QStringLiteral("Cannot listen on %1, port %2: %3")
                                                     .arg(settings.host)
                                                     .arg(settings.port)
                                                     .arg(cause)};
    };
    QHostAddress address;
    if (!address.setAddress(settings.host))
        return failure(QStringLiteral("HOST must be an IPv4 or IPv6 address"));
    auto guard = std::make_unique<GuardServer>(
        limitsOf(m->settings), m->makeHooks(),
        [this](const QHostAddress& peer) { return m->trustedProxies.contains(peer); });
    if (!guard->listen(address, settings.port))
        return failure(guard->errorString());
    m->guard = guard.release();
    telemetry::Metrics& metrics = m->metrics;
    QObject::connect(m->guard, &GuardServer::connectionOpened, m->guard,
                     [&metrics] { metrics.connectionOpened(); });
    QObject::connect(m->guard, &GuardServer::connectionClosed, m->guard,
                     [&metrics] { metrics.connectionClosed(); });
    serve(m->http, m->guard,
          [data = m.get()](GuardSocket& socket, const QHttpServerRequest& request, Responder responder) {
              data->onRequest(socket, request, std::move(responder));
          });
    return m->guard->serverPort();
}

void Server::drain(std::function<void()> drained) {
    m->draining = true;
    m->drained = std::move(drained);
    m->metrics.setShutdownInProgress();
    m->grace = QDeadlineTimer(m->settings.server.shutdownGrace);
    if (m->guard)
        m->guard->drain();
    QObject::connect(&m->drainTimer, &QTimer::timeout, &m->drainTimer,
                     [data = m.get()] { data->pollDrain(); });
    m->drainTimer.start(kDrainPoll);
}

telemetry::Metrics& Server::metrics() {
    return m->metrics;
}

} // namespace nb::server
