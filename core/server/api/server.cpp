#include "core/server/api/server.h"
#include "core/base/worker_pool.h"
#include "core/server/api/dispatcher.h"
#include "core/server/api/edit_observer.h"
#include "core/server/api/handlers.h"
#include "core/server/api/listeners.h"
#include "core/server/api/rate_limiter.h"
#include "core/server/http/descriptors.h"
#include "core/server/store/memory_idempotency_store.h"
#include "core/server/store/memory_result_store.h"
#include "core/telemetry/event_loop_lag.h"
#include "core/telemetry/metrics.h"
#include "core/telemetry/tracer.h"

namespace nb::server {

namespace {

constexpr qint64 kBytesPerMb = 1024 * 1024;
constexpr std::chrono::milliseconds kDrainPoll{20};
// For responses to reach their clients and for cancelled work to end, once the grace is over.
constexpr std::chrono::milliseconds kAfterGrace{2'000};

// Room for two files of the largest size and the form around them.
GuardLimits limitsOf(const config::Settings& settings) {
    GuardLimits limits;
    limits.maxConnections = connectionCap(limits.maxConnections, descriptorLimit());
    limits.maxBodyBytes = 2 * settings.image.maxSizeMb * kBytesPerMb + kBytesPerMb;
    return limits;
}

RouteChoice apiChoice(const config::Settings& settings) {
    return settings.server.metricsPort == 0 ? RouteChoice::All : RouteChoice::WithoutOperatorPages;
}

// Nobody waits in the queue for longer than the whole edit may take.
Admission::Limits admissionLimits(const config::Settings& settings) {
    return {qMax(settings.server.maxInFlight, 1), qMax(settings.server.queueSize, 0),
            std::min(settings.server.queueTimeout, settings.provider.timeout)};
}

Stores completed(Stores stores) {
    if (!stores.results)
        stores.results = std::make_unique<MemoryResultStore>();
    if (!stores.claims)
        stores.claims = std::make_unique<MemoryIdempotencyStore>(MemoryIdempotencyStore::Limits());
    return stores;
}

DocsPage docsRule(const config::Settings& settings) {
    return settings.debug ? DocsPage::Shown : DocsPage::Hidden;
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

// Waits until nothing runs and nobody is connected, and cancels what is left when its time is over.
class Drain {
public:
    Drain(const Admission& admission, Handlers& handlers) : m_admission(admission), m_handlers(handlers) {
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { poll(); });
    }

    void start(const Listeners& listeners, std::chrono::milliseconds grace, std::function<void()> drained) {
        m_listeners = &listeners;
        m_grace = QDeadlineTimer(grace);
        m_drained = std::move(drained);
        m_timer.start(kDrainPoll);
    }

private:
    void poll() {
        if (!m_graceIsOver && m_grace.hasExpired()) {
            m_graceIsOver = true;
            m_grace.setRemainingTime(kAfterGrace);
            m_handlers.shutDownEdits();
        }
        const bool idle = m_admission.isIdle() && m_listeners->openConnections() == 0;
        if (!idle && !(m_graceIsOver && m_grace.hasExpired()))
            return;
        m_timer.stop();
        if (m_drained)
            std::exchange(m_drained, nullptr)();
    }

    const Admission& m_admission;
    Handlers& m_handlers;
    const Listeners* m_listeners = nullptr;
    QTimer m_timer;
    QDeadlineTimer m_grace;
    bool m_graceIsOver = false;
    std::function<void()> m_drained;
};

} // namespace

// The parts of the server and how they are joined; what is decided about a request is in the parts. Members
// are destroyed in reverse order: exchanges before the sockets, these before everything that they use.
struct Server::Data {
    Data(const config::Settings& s, providers::Provider& provider, WorkerPool& pool,
         config::SubnetList allowlist, config::SubnetList proxies, config::SubnetList operatorList,
         Stores keptIn)
        : settings(s), trustedProxies(std::move(proxies)), operators(std::move(operatorList)),
          metrics(metricRoutes(makeRoutes({}, docsRule(s))), provider.name()),
          tracer(settings.tracing, metrics), admission(admissionLimits(s), metrics),
          stores(completed(std::move(keptIn))), services{settings,        provider,      pool,
                                                         metrics,         tracer,        admission,
                                                         *stores.results, *stores.claims},
          handlers(services), routes(makeRoutes(handlers.routeHandlers(), docsRule(s), apiChoice(s))),
          operatorRoutes(makeRoutes(handlers.routeHandlers(), docsRule(s), RouteChoice::OperatorPages)),
          rateLimiter(
              RateLimiter::Limits{{qMax(s.server.rateLimitPerMinute, 1), qMax(s.server.rateLimitBurst, 1)}}),
          rateGate(s.server, std::move(allowlist), rateLimiter, metrics), finisher(settings, metrics, tracer),
          preflight(settings.server, operators, limitsOf(s).maxBodyBytes, rateGate, admission),
          dispatcher(settings, trustedProxies, preflight, finisher, tracer), drain(admission, handlers),
          listeners(limitsOf(s), trustedProxies, metrics) {
        publishProviderState(metrics, provider);
    }

    // For the port that serves these routes.
    std::shared_ptr<GuardHooks> makeHooks(const RouteTable& served);
    void onHead(GuardConnection& connection, const RouteTable& served);

    config::Settings settings; // but for the tokens as they were at the start
    const config::SubnetList trustedProxies;
    const config::SubnetList operators;
    telemetry::Metrics metrics;
    telemetry::Tracer tracer; // delivers what it has when it is destroyed, after all that makes spans
    telemetry::EventLoopLag lag{[this](std::chrono::nanoseconds late) { metrics.eventLoopLag(late); }};
    Admission admission;
    Stores stores;
    EditServices services;
    Handlers handlers;
    const RouteTable routes; // of the API's port
    const RouteTable operatorRoutes;
    RateLimiter rateLimiter;
    RateGate rateGate;
    Finisher finisher;
    Preflight preflight;
    Dispatcher dispatcher;
    Drain drain;
    Listeners listeners;
    QObject exchanges; // parent of them
};

std::shared_ptr<GuardHooks> Server::Data::makeHooks(const RouteTable& served) {
    auto hooks = std::make_shared<GuardHooks>();
    hooks->onRejected = [this, &served](GuardConnection& connection, const Rejection& rejection) {
        return dispatcher.refuseRejected(connection, rejection, served);
    };
    hooks->onHead = [this, &served](GuardConnection& connection) { onHead(connection, served); };
    hooks->onDropped = [this](GuardConnection&, const char* reason) {
        metrics.guardRejected(QString::fromLatin1(reason));
    };
    return hooks;
}

void Server::Data::onHead(GuardConnection& connection, const RouteTable& served) {
    metrics.requestStarted();
    dispatcher.dispatch(
        *new Exchange(connection, dispatcher.recordOf(connection, served), finisher, &exchanges));
}

Server::Server(std::unique_ptr<Data> data) : m_data(std::move(data)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::create(const config::Settings& settings,
                                               providers::Provider& provider, WorkerPool& pool,
                                               Stores stores) {
    Result<config::SubnetList> allowlist =
        subnets(settings.server.rateLimitAllowlist, QStringLiteral("RATE_LIMIT_ALLOWLIST"));
    if (!allowlist)
        return allowlist.error();
    Result<config::SubnetList> proxies =
        subnets(settings.server.trustedProxies, QStringLiteral("TRUSTED_PROXIES"));
    if (!proxies)
        return proxies.error();
    Result<config::SubnetList> operators =
        subnets(settings.server.metricsAllowlist, QStringLiteral("METRICS_ALLOWLIST"));
    if (!operators)
        return operators.error();
    raiseDescriptorLimit(); // the limits are made from it
    auto data = std::make_unique<Data>(settings, provider, pool, *std::move(allowlist), *std::move(proxies),
                                       *std::move(operators), std::move(stores));
    return std::unique_ptr<Server>(new Server(std::move(data)));
}

Result<quint16> Server::listen() {
    return m_data->listeners.listen(m_data->settings.server, {m_data->makeHooks(m_data->routes),
                                                              m_data->makeHooks(m_data->operatorRoutes)});
}

Result<> Server::reload(const config::Settings& settings) {
    if (const Result<> tls = m_data->listeners.reloadTls(settings.server); !tls)
        return tls;
    m_data->settings.server.apiTokens = settings.server.apiTokens;
    return {};
}

void Server::drain(std::function<void()> drained) {
    m_data->admission.close();
    m_data->metrics.setShutdownInProgress();
    m_data->listeners.drain();
    m_data->drain.start(m_data->listeners, m_data->settings.server.shutdownGrace, std::move(drained));
}

telemetry::Metrics& Server::metrics() {
    return m_data->metrics;
}

} // namespace nb::server
