#include "core/server/redis/client.h"

#include "core/telemetry/metrics.h"
#include <QCryptographicHash>

namespace nb::redis {
namespace {

constexpr std::chrono::seconds kAfterRefusal{1};
constexpr std::chrono::seconds kHiccup{1};        // if it is slow for less than this, it is not worth a line
constexpr const char* kConnection = "connection"; // beside the names of the operations

QString nameOf(Operation operation) {
    switch (operation) {
    case Operation::RateLimit:
        return QStringLiteral("rate_limit");
    case Operation::Claim:
        return QStringLiteral("claim");
    case Operation::Read:
        return QStringLiteral("read");
    case Operation::Write:
        break;
    }
    return QStringLiteral("write");
}

} // namespace

Script Script::of(const QByteArray& text) {
    return {text, QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex()};
}

Client::Client(const Address& address, telemetry::Metrics& metrics, QObject* parent)
    : Client(address, metrics, Connection::Limits(), parent) {}

Client::Client(const Address& address, telemetry::Metrics& metrics, const Connection::Limits& limits,
               QObject* parent)
    : QObject(parent), m_address(address), m_metrics(metrics) {
    for (Connection*& lane : m_lanes) {
        lane = new Connection(address, limits, this);
        connect(lane, &Connection::stateChanged, this, &Client::onStateChanged);
    }
    m_slowTimer.setSingleShot(true);
    m_slowTimer.setInterval(kHiccup);
    connect(&m_slowTimer, &QTimer::timeout, this,
            [this] { setFault(QString::fromLatin1(kConnection), QStringLiteral("it answers too slowly")); });
    for (Connection* lane : m_lanes)
        lane->start();
}

bool Client::isUp() const {
    return std::all_of(m_lanes.begin(), m_lanes.end(),
                       [](const Connection* lane) { return lane->state() == Connection::State::Ready; });
}

bool Client::isIdle() const {
    return m_preparations.use_count() == 1 &&
           std::all_of(m_lanes.begin(), m_lanes.end(), [](const Connection* lane) { return lane->isIdle(); });
}

void Client::ask(Operation operation, Lane lane, const QByteArrayList& words, Milliseconds wait,
                 Callback callback) {
    const Clock::time_point began = Clock::now();
    send(operation, lane, words, wait,
         [this, operation, began, callback = std::move(callback)](const Answer& answer) {
             judge(operation, answer, began);
             callback(answer);
         });
}

void Client::runScript(Operation operation, const Script& script, const QByteArrayList& arguments,
                       Milliseconds wait, Callback callback) {
    const Clock::time_point began = Clock::now();
    const Callback done = [this, operation, began, callback = std::move(callback)](const Answer& answer) {
        judge(operation, answer, began);
        callback(answer);
    };
    const auto onAnswer = [this, operation, script, arguments, until = began + wait,
                           done](const Answer& answer) {
        const auto left = std::chrono::floor<Milliseconds>(until - Clock::now());
        if (answer.reply.isError("NOSCRIPT") && left > Milliseconds(0))
            send(operation, Lane::Commands, QByteArrayList{"EVAL", script.text} + arguments, left, done);
        else
            done(answer);
    };
    send(operation, Lane::Commands, QByteArrayList{"EVALSHA", script.hash} + arguments, wait, onAnswer);
}

void Client::send(Operation operation, Lane lane, const QByteArrayList& words, Milliseconds wait,
                  Callback callback) {
    const bool refused = m_refusedUntil.value(operation, Clock::time_point::min()) > Clock::now();
    if (refused || !isUp())
        callback({Outcome::Down, {}});
    else
        m_lanes[static_cast<size_t>(lane)]->send(words, wait, std::move(callback));
}

void Client::judge(Operation operation, const Answer& answer, Clock::time_point began) {
    const QString name = nameOf(operation);
    if (answer.outcome != Outcome::Replied)
        m_metrics.redisFallback(name, QString::fromLatin1(outcomeName(answer.outcome)));
    if (answer.outcome != Outcome::Down && answer.outcome != Outcome::Busy)
        m_metrics.redisAnswered(name, Clock::now() - began);
    if (answer.outcome == Outcome::Replied) {
        m_refusedUntil.remove(operation);
        clearFault(name);
    } else if (answer.outcome == Outcome::Refused) {
        m_refusedUntil.insert(operation, Clock::now() + kAfterRefusal);
        setFault(name, QString::fromUtf8(answer.reply.bytes));
    }
}

void Client::onStateChanged() {
    const auto lost = std::find_if(m_lanes.begin(), m_lanes.end(), [](const Connection* lane) {
        return lane->state() == Connection::State::Lost && !lane->fault().isEmpty();
    });
    if (lost != m_lanes.end()) {
        setFault(QString::fromLatin1(kConnection), (*lost)->fault());
    } else if (isUp()) {
        m_slowTimer.stop();
        clearFault(QString::fromLatin1(kConnection));
    } else if (m_wasUp && !m_slowTimer.isActive()) {
        m_slowTimer.start();
    }
    if (isUp() && !std::exchange(m_wasUp, true) && m_faults.isEmpty())
        log::info(QStringLiteral("Redis is used"), {{QStringLiteral("redis"), m_address.shown()}});
    m_metrics.setRedisUp(isUp());
    Q_EMIT changed();
}

void Client::setFault(const QString& what, const QString& fault) {
    const bool isFirst = m_faults.isEmpty();
    m_faults.insert(what, fault);
    if (isFirst)
        log::warning(QStringLiteral("Redis cannot be used; this process does without it"),
                     {{QStringLiteral("redis"), m_address.shown()},
                      {QStringLiteral("operation"), what},
                      {QStringLiteral("cause"), fault}});
}

void Client::clearFault(const QString& what) {
    if (m_faults.remove(what) > 0 && m_faults.isEmpty()) {
        m_wasUp = true;
        log::info(QStringLiteral("Redis is used again"), {{QStringLiteral("redis"), m_address.shown()}});
    }
}

} // namespace nb::redis
