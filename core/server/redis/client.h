#pragma once
// Redis as the stores and the rate limits ask it: over three connections, so that a large value that is on
// its way delays nobody who only asks a question. It says in the log and in the metrics when Redis cannot be
// used and when it can again, and asks nothing in between; that it was slow for less than a second is in the
// metrics only. Whoever asks has a way to do without.

#include "core/server/redis/connection.h"
#include <QMap>
#include <array>
#include <optional>

namespace nb::telemetry {
class Metrics;
}

namespace nb::redis {

// How long an edit waits for an answer of Redis, to each of the three questions that it may have. Together a
// little less than the 50 ms that are promised, since timers and the event loop have their own delays. The
// claim gets most: without it something may be paid for twice.
constexpr std::chrono::milliseconds kRateLimitWait{10};
constexpr std::chrono::milliseconds kClaimWait{20};
constexpr std::chrono::milliseconds kReadWait{15};

// What is asked, for metrics and for telling which of it Redis refuses.
enum class Operation { RateLimit, Claim, Read, Write };

// For what is short, for reading values, for writing them.
enum class Lane { Commands, Reads, Writes };

// A script in Lua, which Redis keeps by its hash.
struct Script {
    QByteArray text;
    QByteArray hash;

    [[nodiscard]] static Script of(const QByteArray& text);
};

// Lives on the thread that made it, which has an event loop.
class Client : public QObject {
    Q_OBJECT

public:
    using Milliseconds = Connection::Milliseconds;
    using Callback = Connection::Callback;

    // Connects at once, in the background. The metrics must outlive it.
    Client(const Address& address, telemetry::Metrics& metrics, QObject* parent = nullptr);
    Client(const Address& address, telemetry::Metrics& metrics, const Connection::Limits& limits,
           QObject* parent = nullptr);

    // As Connection::send(); also answered at once, as Down, while another lane is not ready, and for a
    // second after Redis refused this operation.
    void ask(Operation operation, Lane lane, const QByteArrayList& words, Milliseconds wait,
             Callback callback);

    // The same for a script; `arguments`: the number of keys, the keys, what else it takes. Its text is sent
    // only if Redis does not know it; `wait` holds for both attempts together.
    void runScript(Operation operation, const Script& script, const QByteArrayList& arguments,
                   Milliseconds wait, Callback callback);

    // Whether all lanes are ready.
    [[nodiscard]] bool isUp() const;

    // Whether nothing is on its way that a process which ends would lose.
    [[nodiscard]] bool isIdle() const;
    // While one of these lives, it is not idle: for whoever prepares a command elsewhere.
    [[nodiscard]] std::shared_ptr<void> preparation() const { return m_preparations; }

Q_SIGNALS:
    // isUp() may be another now.
    void changed();

private:
    using Clock = Connection::Clock;
    static constexpr int kLanes = 3;

    void send(Operation operation, Lane lane, const QByteArrayList& words, Milliseconds wait,
              Callback callback);
    void judge(Operation operation, const Answer& answer, Clock::time_point began);
    void onStateChanged();
    void setFault(const QString& what, const QString& fault);
    void clearFault(const QString& what);

    const Address m_address;
    telemetry::Metrics& m_metrics;
    std::array<Connection*, kLanes> m_lanes{}; // children
    QMap<QString, QString> m_faults;           // what cannot be used now, and why
    QMap<Operation, Clock::time_point> m_refusedUntil;
    QTimer m_slowTimer;
    bool m_wasUp = false;
    std::shared_ptr<void> m_preparations = std::make_shared<int>();
};

} // namespace nb::redis
