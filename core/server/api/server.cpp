#include "core/server/api/server.h"
#include "core/base/memory_limit.h"
#include "core/base/worker_pool.h"
#include "core/server/api/dispatcher.h"
#include "core/server/api/edit_observer.h"
#include "core/server/api/handlers.h"
#include "core/server/api/listeners.h"
#include "core/server/api/memory_trim.h"
#include "core/server/api/rate_limiter.h"
#include "core/server/api/shared_stores.h"
#include "core/server/api/upload_limits.h"
#include "core/server/http/descriptors.h"
#include "core/server/store/memory_idempotency_store.h"
#include "core/server/store/memory_result_store.h"
#include "core/telemetry/event_loop_lag.h"
#include "core/telemetry/metrics.h"
#include "core/telemetry/tracer.h"
#include <tuple>

namespace nb::server {

namespace {

constexpr std::chrono::milliseconds kDrainPoll{20};
// For responses to reach their clients and for cancelled work to end, once the grace is over.
constexpr std::chrono::milliseconds kAfterGrace{2'000};

GuardLimits limitsOf(const config::Settings& settings) {
    GuardLimits limits;
    const int ports = settings.server.webPort == 0 ? 1 : 2; // that the public reaches
    limits.maxConnections = connectionCap(limits.maxConnections, descriptorLimit() / ports);
    limits.maxBodyBytes = largestBody(settings.image);
    limits.body = settings.server.bodyTimeout;
    return limits;
}

qint64 bodyMemoryOf(const config::Settings& settings) {
    const qint64 configured = settings.server.maxBodyMemoryMb * kBytesPerMb;
    return configured > 0 ? configured : defaultBodyMemory(memoryLimit(), largestBody(settings.image));
}

Result<> checkBodyMemory(const config::Settings& settings) {
    if (bodyMemoryOf(settings) >= largestBody(settings.image))
        return {};
    return Error{
        ErrorCode::InvalidArgument,
        QStringLiteral("MAX_BODY_MEMORY_MB=%1 must be empty or at least %2, the size of the largest body "
                       "with MAX_IMAGE_SIZE_MB=%3")
            .arg(QString::number(settings.server.maxBodyMemoryMb),
                 QString::number(largestBody(settings.image) / kBytesPerMb),
                 QString::number(settings.image.maxSizeMb))};
}

RouteChoice apiChoice(const config::Settings& settings) {
    return settings.server.metricsPort == 0 ? RouteChoice::All : RouteChoice::WithoutOperatorPages;
}

// Nobody waits in the queue for longer than the whole edit may take.
Admission::Limits admissionLimits(const config::Settings& settings) {
    return {qMax(settings.server.maxInFlight, 1), qMax(settings.server.queueSize, 0),
            std::min(settings.server.queueTimeout, settings.provider.timeout)};
}

Stores completed(Stores stores, redis::Client* redis, WorkerPool& pool) {
    if (!stores.results)
        stores.results = shared(std::make_unique<MemoryResultStore>(), redis, pool);
    if (!stores.claims)
        stores.claims =
            shared(std::make_unique<MemoryIdempotencyStore>(MemoryIdempotencyStore::Limits()), redis, pool);
    return stores;
}

std::unique_ptr<RateLimits> rateLimits(const config::ServerSettings& settings, redis::Client* redis) {
    const RateLimit limit{qMax(settings.rateLimitPerMinute, 1), qMax(settings.rateLimitBurst, 1)};
    return shared(std::make_unique<RateLimiter>(RateLimiter::Limits{limit}), limit, redis);
}

DocsPage docsRule(const config::Settings& settings) {
    return settings.debug ? DocsPage::Shown : DocsPage::Hidden;
}

QList<telemetry::Route> metricRoutes(const config::Settings& settings, const PageFiles& page) {
    QList<telemetry::Route> routes;
    const auto append = [&](const RouteTable& table) {
        for (const Route& route : table.routes())
            routes.append({QString::fromLatin1(route.method),
                           QString::fromLatin1(table.endpointOf(route.path)), route.statusCodes});
    };
    append(makeRoutes({}, docsRule(settings)));
    if (settings.server.webPort != 0)
        append(makeWebRoutes({}, page));
    return routes;
}

// The settings' lists of addresses.
struct SubnetLists {
    static Result<SubnetLists> of(const config::ServerSettings& settings) {
        SubnetLists lists;
        const std::initializer_list<std::tuple<const char*, const QStringList&, config::SubnetList&>> all{
            {"RATE_LIMIT_ALLOWLIST", settings.rateLimitAllowlist, lists.unlimited},
            {"TRUSTED_PROXIES", settings.trustedProxies, lists.proxies},
            {"METRICS_ALLOWLIST", settings.metricsAllowlist, lists.operators}};
        for (const auto& [name, texts, list] : all) {
            Result<config::SubnetList> parsed = config::SubnetList::parse(texts);
            if (!parsed) {
                Error error = parsed.error();
                error.message = QLatin1String(name) + QStringLiteral(": ") + error.message;
                return error;
            }
            list = *std::move(parsed);
        }
        return lists;
    }

    config::SubnetList unlimited; // by the rate limit
    config::SubnetList proxies;
    config::SubnetList operators; // empty = everybody
};

// Waits until nothing runs and nobody is connected, and cancels what is left when its time is over.
class Drain {
public:
    Drain(const Admission& admission, Handlers& handlers) : m_admission(admission), m_handlers(handlers) {
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { poll(); });
    }

    // redis: null without REDIS_URL.
    void start(const Listeners& listeners, const redis::Client* redis, std::chrono::milliseconds grace,
               std::function<void()> drained) {
        m_listeners = &listeners;
        m_redis = redis;
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
        const bool idle =
            m_admission.isIdle() && m_listeners->openConnections() == 0 && (!m_redis || m_redis->isIdle());
        if (!idle && !(m_graceIsOver && m_grace.hasExpired()))
            return;
        m_timer.stop();
        if (m_drained)
            std::exchange(m_drained, nullptr)();
    }

    const Admission& m_admission;
    Handlers& m_handlers;
    const Listeners* m_listeners = nullptr;
    const redis::Client* m_redis = nullptr;
    QTimer m_timer;
    QDeadlineTimer m_grace;
    bool m_graceIsOver = false;
    std::function<void()> m_drained;
};

} // namespace

// The parts of the server and how they are joined; what is decided about a request is in the parts. Members
// are destroyed in reverse order: exchanges before the sockets, these before everything that they use.
struct Server::Data {
    Data(const config::Settings& s, providers::Provider& provider, WorkerPool& pool, SubnetLists lists,
         Stores keptIn, const PageFiles& page)
        : settings(s), subnets(std::move(lists)), metrics(metricRoutes(s, page), provider.name()),
          tracer(settings.tracing, metrics), admission(admissionLimits(s), metrics),
          redis(connectToRedis(s.server, metrics)), stores(completed(std::move(keptIn), redis.get(), pool)),
          services{settings, provider, pool, metrics, tracer, admission, *stores.results, *stores.claims},
          handlers(services), routes(makeRoutes(handlers.routeHandlers(), docsRule(s), apiChoice(s))),
          operatorRoutes(makeRoutes(handlers.routeHandlers(), docsRule(s), RouteChoice::OperatorPages)),
          webRoutes(makeWebRoutes(handlers.routeHandlers(), page)), limits(rateLimits(s.server, redis.get())),
          rateGate(s.server, subnets.unlimited, *limits, metrics), finisher(settings, metrics, tracer),
          preflight(settings.server, subnets.operators, largestBody(s.image), rateGate, admission),
          dispatcher(settings, subnets.proxies, preflight, finisher, tracer), drain(admission, handlers),
          memoryTrim(pool, [this] { return admission.isIdle(); }),
          listeners(limitsOf(s), subnets.proxies, metrics) {
        publishProviderState(metrics, provider);
    }

    // For the port that serves these routes.
    std::shared_ptr<GuardHooks> makeHooks(const RouteTable& served);
    void onHead(GuardConnection& connection, const RouteTable& served);

    config::Settings settings; // but for the tokens as they were at the start
    const SubnetLists subnets;
    telemetry::Metrics metrics;
    telemetry::Tracer tracer; // delivers what it has when it is destroyed, after all that makes spans
    std::unique_ptr<RequestLog> requestLog; // null = there is none; ends before the metrics that it uses
    telemetry::EventLoopLag lag{[this](std::chrono::nanoseconds late) { metrics.eventLoopLag(late); }};
    Admission admission;
    std::unique_ptr<redis::Client> redis; // null without REDIS_URL
    Stores stores;
    EditServices services;
    Handlers handlers;
    const RouteTable routes; // of the API's port
    const RouteTable operatorRoutes;
    const RouteTable webRoutes;
    std::unique_ptr<RateLimits> limits;
    RateGate rateGate;
    Finisher finisher;
    Preflight preflight;
    Dispatcher dispatcher;
    Drain drain;
    MemoryTrim memoryTrim;
    BodyMemory bodyMemory{bodyMemoryOf(settings), [this](qint64 bytes) { metrics.setBodyMemory(bytes); }};
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
    hooks->bodyMemory = &bodyMemory;
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
                                               providers::Provider& provider, WorkerPool& pool, Stores stores,
                                               const PageFiles& page) {
    if (const Result<> redis = checkRedis(settings.server); !redis)
        return redis.error();
    Result<SubnetLists> lists = SubnetLists::of(settings.server);
    if (!lists)
        return lists.error();
    if (const Result<> memory = checkBodyMemory(settings); !memory)
        return memory.error();
    raiseDescriptorLimit(); // the limits are made from it
    auto data = std::make_unique<Data>(settings, provider, pool, *std::move(lists), std::move(stores), page);
    return std::unique_ptr<Server>(new Server(std::move(data)));
}

void Server::keepRequestLog(std::unique_ptr<RequestLog> requestLog) {
    m_data->requestLog = std::move(requestLog);
    m_data->finisher.setRequestLog(m_data->requestLog.get());
}

Result<quint16> Server::listen() {
    m_data->metrics.setBodyMemoryLimit(m_data->bodyMemory.limit());
    return m_data->listeners.listen(m_data->settings.server, {m_data->makeHooks(m_data->routes),
                                                              m_data->makeHooks(m_data->operatorRoutes),
                                                              m_data->makeHooks(m_data->webRoutes)});
}

Result<> Server::reload(const config::Settings& settings) {
    if (const Result<> tls = m_data->listeners.reloadTls(settings.server); !tls)
        return tls.error();
    m_data->settings.server.apiTokens = settings.server.apiTokens;
    return {};
}

void Server::drain(std::function<void()> drained) {
    m_data->admission.close();
    m_data->metrics.setShutdownInProgress();
    m_data->listeners.drain();
    m_data->drain.start(m_data->listeners, m_data->redis.get(), m_data->settings.server.shutdownGrace,
                        std::move(drained));
}

telemetry::Metrics& Server::metrics() {
    return m_data->metrics;
}

} // namespace nb::server
