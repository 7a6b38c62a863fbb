#include "core/server/api/server.h"
#include "core/base/worker_pool.h"
#include "core/server/api/dispatcher.h"
#include "core/server/api/handlers.h"
#include "core/server/api/memory_trim.h"
#include "core/server/api/rate_limiter.h"
#include "core/server/http/descriptors.h"
#include "core/server/http/guard_server.h"
#include "core/telemetry/event_loop_lag.h"
#include "core/telemetry/metrics.h"

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

    // guard: null if the server never listened.
    void start(const GuardServer* guard, std::chrono::milliseconds grace, std::function<void()> drained) {
        m_guard = guard;
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
        const bool idle = m_admission.isIdle() && (!m_guard || m_guard->openConnections() == 0);
        if (!idle && !(m_graceIsOver && m_grace.hasExpired()))
            return;
        m_timer.stop();
        if (m_drained)
            std::exchange(m_drained, nullptr)();
    }

    const Admission& m_admission;
    Handlers& m_handlers;
    const GuardServer* m_guard = nullptr;
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
         config::SubnetList allowlist, config::SubnetList proxies)
        : settings(s), trustedProxies(std::move(proxies)),
          metrics(metricRoutes(makeRoutes({}, docsRule(s))), provider.name()),
          admission(qMax(s.server.maxInFlight, 1), qMax(s.server.queueSize, 0), metrics),
          cache({s.server.cacheTtl, ResponseCache::Limits().maxBytes}), services{settings, provider,  pool,
                                                                                 metrics,  admission, cache},
          handlers(services), routes(makeRoutes(handlers.routeHandlers(), docsRule(s))),
          rateLimiter(
              RateLimiter::Limits{{qMax(s.server.rateLimitPerMinute, 1), qMax(s.server.rateLimitBurst, 1)}}),
          rateGate(s.server, std::move(allowlist), rateLimiter, metrics), finisher(settings, metrics),
          preflight(routes, settings.server, limitsOf(s).maxBodyBytes, rateGate, admission),
          dispatcher(routes, settings, trustedProxies, preflight, finisher), drain(admission, handlers),
          memoryTrim(pool, [this] { return admission.isIdle(); }) {}

    std::shared_ptr<GuardHooks> makeHooks();
    void onHead(GuardConnection& connection);

    config::Settings settings; // but for the tokens as they were at the start
    const config::SubnetList trustedProxies;
    telemetry::Metrics metrics;
    telemetry::EventLoopLag lag{[this](std::chrono::nanoseconds late) { metrics.eventLoopLag(late); }};
    Admission admission;
    ResponseCache cache;
    EditServices services;
    Handlers handlers;
    const RouteTable routes;
    RateLimiter rateLimiter;
    RateGate rateGate;
    Finisher finisher;
    Preflight preflight;
    Dispatcher dispatcher;
    Drain drain;
    MemoryTrim memoryTrim;
    std::unique_ptr<GuardServer> guard; // once it listens
    QObject exchanges;                  // parent of them
};

std::shared_ptr<GuardHooks> Server::Data::makeHooks() {
    auto hooks = std::make_shared<GuardHooks>();
    hooks->onRejected = [this](GuardConnection& connection, const Rejection& rejection) {
        return dispatcher.refuseRejected(connection, rejection);
    };
    hooks->onHead = [this](GuardConnection& connection) { onHead(connection); };
    hooks->onDropped = [this](GuardConnection&, const char* reason) {
        metrics.guardRejected(QString::fromLatin1(reason));
    };
    return hooks;
}

void Server::Data::onHead(GuardConnection& connection) {
    metrics.requestStarted();
    dispatcher.dispatch(*new Exchange(connection, dispatcher.recordOf(connection), finisher, &exchanges));
}

Server::Server(std::unique_ptr<Data> data) : m_data(std::move(data)) {}
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
    const config::ServerSettings& settings = m_data->settings.server;
    const auto failure = [&settings](const QString& cause) {
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("Cannot listen on %1, port %2: %3")
                         .arg(settings.host, QString::number(settings.port), cause)};
    };
    QHostAddress address;
    // A zone may stand behind an IPv6 address; "10" is 0.0.0.10 to QHostAddress.
    if (!config::parseAddress(settings.host.section(QLatin1Char('%'), 0, 0)) ||
        !address.setAddress(settings.host))
        return failure(QStringLiteral("HOST must be an IPv4 or IPv6 address"));
    raiseDescriptorLimit();
    auto guard = std::make_unique<GuardServer>(
        limitsOf(m_data->settings), m_data->makeHooks(),
        [this](const QHostAddress& peer) { return m_data->trustedProxies.contains(peer); });
    if (!guard->listen(address, settings.port))
        return failure(guard->errorString());
    telemetry::Metrics& metrics = m_data->metrics;
    QObject::connect(guard.get(), &GuardServer::connectionOpened, guard.get(),
                     [&metrics] { metrics.connectionOpened(); });
    QObject::connect(guard.get(), &GuardServer::connectionClosed, guard.get(),
                     [&metrics] { metrics.connectionClosed(); });
    m_data->guard = std::move(guard);
    return m_data->guard->serverPort();
}

Result<> Server::reload(const config::Settings& settings) {
    m_data->settings.server.apiTokens = settings.server.apiTokens;
    return {};
}

void Server::drain(std::function<void()> drained) {
    m_data->admission.close();
    m_data->metrics.setShutdownInProgress();
    if (m_data->guard)
        m_data->guard->drain();
    m_data->drain.start(m_data->guard.get(), m_data->settings.server.shutdownGrace, std::move(drained));
}

telemetry::Metrics& Server::metrics() {
    return m_data->metrics;
}

} // namespace nb::server
