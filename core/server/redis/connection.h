#pragma once
// One connection to Redis on the event loop: connects, authenticates, sends commands without waiting for
// earlier replies, and connects again by itself when it was lost. Every command is answered in the time that
// it was given, whatever Redis does; while Redis is known to be away or slow a command is answered at once.
// It does not know what commands mean. Not for subscriptions.

#include "core/server/redis/address.h"
#include "core/server/redis/reply_reader.h"
#include "core/telemetry/log.h"
#include <QByteArrayList>
#include <QObject>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>
#include <chrono>
#include <deque>
#include <functional>

namespace nb::redis {

// Lives on the thread that made it, which has an event loop.
class Connection : public QObject {
    Q_OBJECT

public:
    using Milliseconds = std::chrono::milliseconds;
    using Clock = std::chrono::steady_clock;
    using Callback = std::function<void(const Answer&)>;

    struct Limits {
        // For a connection with TLS and password; and how long Redis may be silent while a reply is due
        // before the connection is given up.
        Milliseconds silence{2'000};
        Milliseconds firstRetry{100}; // after a lost connection; doubles up to lastRetry
        Milliseconds lastRetry{2'000};
        int maxCommands = 1'024;                                // whose replies are due
        qsizetype maxQueuedBytes = qsizetype(64) * 1024 * 1024; // of commands that are not sent yet
        ReplyReader::Limits reply;
    };

    // Ready: commands are sent. Slow: a command was not answered in time and still is not. Lost: there is no
    // connection, or not yet.
    enum class State { Lost, Ready, Slow };
    Q_ENUM(State)

    explicit Connection(const Address& address, QObject* parent = nullptr);
    Connection(const Address& address, const Limits& limits, QObject* parent = nullptr);
    ~Connection() override; // calls no callback any more

    // Connects for the first time; after it stateChanged() tells. Call it once.
    void start();

    // Sends a command with its arguments, which may be of any bytes. `callback` is called exactly once,
    // unless the connection is destroyed: at once if the state is not Ready or too much is on its way, else
    // from the event loop, at most `wait` later. It may send further commands, but not destroy the
    // connection.
    void send(const QByteArrayList& words, Milliseconds wait, Callback callback);

    // Whether no reply is due.
    [[nodiscard]] bool isIdle() const { return m_due.empty(); }
    [[nodiscard]] State state() const { return m_state; }
    // Why the state is not Ready, for logs; no secret.
    [[nodiscard]] QString fault() const { return m_fault; }

Q_SIGNALS:
    // After every change, and after each failed attempt to connect.
    void stateChanged();

private:
    // A command whose reply is due, in the order in which they were sent.
    struct Due {
        Callback callback; // null once it is answered otherwise
        Clock::time_point until;
    };

    void connectToHost();
    void makeSocket();
    void greet();
    void greeted(const Answer& answer);
    void enqueue(const QByteArrayList& words, Milliseconds wait, Callback callback);
    void write();
    void read();
    void take(Reply reply);
    void expire();
    void watchDeadlines();
    void watchSilence();
    void lose(const QString& fault);
    void setState(State state, const QString& fault = {});

    const Address m_address;
    const Limits m_limits;
    log::HiddenSecrets m_hidden;
    QTcpSocket* m_socket = nullptr; // a child; replaced with each attempt
    std::unique_ptr<ReplyReader> m_reader;
    State m_state = State::Lost;
    QString m_fault;
    std::deque<Due> m_due;
    int m_late = 0; // of m_due, those that are answered otherwise
    std::deque<QByteArray> m_unsent;
    qsizetype m_sentOfFirst = 0; // bytes of the first of m_unsent
    qsizetype m_unsentBytes = 0;
    int m_greetings = 0; // replies that the greeting still waits for
    Milliseconds m_retry;
    QTimer m_deadlineTimer;
    QTimer m_silenceTimer;
    QTimer m_retryTimer;
};

} // namespace nb::redis
