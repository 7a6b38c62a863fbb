#include "core/server/redis/connection.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <algorithm>

namespace nb::redis {
namespace {

// What the sockets hold at most, so that a large value is never handled in one go.
constexpr qint64 kSocketBuffer = 256 * 1024;
constexpr qsizetype kSlice = 64 * 1024;

// Small words are joined; a large one stays what it is, without a copy.
std::deque<QByteArray> serialized(const QByteArrayList& words) {
    std::deque<QByteArray> parts{'*' + QByteArray::number(words.size()) + "\r\n"};
    for (const QByteArray& word : words) {
        parts.back() += '$' + QByteArray::number(word.size()) + "\r\n";
        if (word.size() < kSlice) {
            parts.back() += word + "\r\n";
        } else {
            parts.push_back(word);
            parts.emplace_back("\r\n");
        }
    }
    return parts;
}

qint64 unsentBytes(const QTcpSocket& socket) {
    const auto* tls = qobject_cast<const QSslSocket*>(&socket);
    return socket.bytesToWrite() + (tls ? tls->encryptedBytesToWrite() : 0);
}

QStringList secretsOf(const Address& address) {
    const QString password = QString::fromUtf8(address.password);
    return {password, QString::fromLatin1(QUrl::toPercentEncoding(password))};
}

} // namespace

Connection::Connection(const Address& address, QObject* parent) : Connection(address, Limits(), parent) {}

Connection::Connection(const Address& address, const Limits& limits, QObject* parent)
    : QObject(parent), m_address(address), m_limits(limits), m_hidden(secretsOf(address)),
      m_retry(limits.firstRetry) {
    for (QTimer* timer : {&m_deadlineTimer, &m_silenceTimer, &m_retryTimer})
        timer->setSingleShot(true);
    m_deadlineTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_deadlineTimer, &QTimer::timeout, this, [this] {
        // If it is this process that was late, the reply may be here already: first it is read.
        QTimer::singleShot(0, this, &Connection::expire);
    });
    connect(&m_silenceTimer, &QTimer::timeout, this, [this] {
        lose(m_greetings > 0 || m_state == State::Lost ? QStringLiteral("it does not answer")
                                                       : QStringLiteral("it does not answer any more"));
    });
    connect(&m_retryTimer, &QTimer::timeout, this, &Connection::connectToHost);
}

Connection::~Connection() {
    if (m_socket)
        m_socket->disconnect(this);
}

void Connection::start() {
    connectToHost();
}

void Connection::makeSocket() {
    auto* tls = m_address.encryption == Encryption::Tls ? new QSslSocket(this) : nullptr;
    m_socket = tls ? tls : new QTcpSocket(this);
    m_socket->setReadBufferSize(kSocketBuffer);
    connect(m_socket, &QIODevice::readyRead, this, &Connection::read);
    connect(m_socket, &QIODevice::bytesWritten, this, [this] {
        watchSilence();
        write();
    });
    connect(m_socket, &QAbstractSocket::errorOccurred, this, [this] { lose(m_socket->errorString()); });
    if (!tls) {
        connect(m_socket, &QAbstractSocket::connected, this, &Connection::greet);
        return;
    }
    connect(tls, &QSslSocket::encryptedBytesWritten, this, &Connection::write);
    connect(tls, &QSslSocket::encrypted, this, &Connection::greet);
}

void Connection::connectToHost() {
    m_reader = std::make_unique<ReplyReader>(m_limits.reply);
    makeSocket();
    m_silenceTimer.start(m_limits.silence);
    auto* tls = qobject_cast<QSslSocket*>(m_socket);
    if (!tls) {
        m_socket->connectToHost(m_address.host, m_address.port);
        return;
    }
    if (!m_address.certificateAuthorities.isEmpty()) {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromPath(m_address.certificateAuthorities));
        tls->setSslConfiguration(configuration);
    }
    tls->connectToHostEncrypted(m_address.host, m_address.port);
}

// Password, database, and a PING: only its reply shows that Redis is there, since the kernel accepts
// connections for a process that stands still.
void Connection::greet() {
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    QList<QByteArrayList> commands;
    if (!m_address.password.isEmpty() && m_address.user.isEmpty())
        commands.append({"AUTH", m_address.password});
    else if (!m_address.password.isEmpty())
        commands.append({"AUTH", m_address.user, m_address.password});
    if (m_address.database != 0)
        commands.append({"SELECT", QByteArray::number(m_address.database)});
    commands.append(QByteArrayList{"PING"});
    m_greetings = static_cast<int>(commands.size());
    for (const QByteArrayList& words : commands)
        enqueue(words, m_limits.silence, [this](const Answer& answer) { greeted(answer); });
}

void Connection::greeted(const Answer& answer) {
    if (m_greetings == 0)
        return; // it is lost already
    // A user may be allowed nothing but what is needed: that PING, the last one, is refused shows that Redis
    // answers.
    const bool mayNotPing = m_greetings == 1 && answer.reply.isError("NOPERM");
    if (answer.outcome != Outcome::Replied && !mayNotPing) {
        const bool refused = answer.outcome == Outcome::Refused;
        lose(refused ? QString::fromUtf8(answer.reply.bytes) : QStringLiteral("it does not answer"));
        return;
    }
    if (--m_greetings > 0)
        return;
    m_retry = m_limits.firstRetry;
    setState(State::Ready);
}

void Connection::send(const QByteArrayList& words, Milliseconds wait, Callback callback) {
    if (m_state != State::Ready) {
        callback({Outcome::Down, {}});
        return;
    }
    qsizetype bytes = 0;
    for (const QByteArray& word : words)
        bytes += word.size();
    if (static_cast<int>(m_due.size()) >= m_limits.maxCommands ||
        m_unsentBytes + bytes > m_limits.maxQueuedBytes) {
        callback({Outcome::Busy, {}});
        return;
    }
    enqueue(words, wait, std::move(callback));
}

void Connection::enqueue(const QByteArrayList& words, Milliseconds wait, Callback callback) {
    for (QByteArray& part : serialized(words)) {
        m_unsentBytes += part.size();
        m_unsent.push_back(std::move(part));
    }
    m_due.push_back({std::move(callback), Clock::now() + wait});
    if (m_due.size() == 1)
        watchSilence();
    watchDeadlines();
    write();
}

void Connection::write() {
    while (!m_unsent.empty() && unsentBytes(*m_socket) < kSocketBuffer) {
        const QByteArray& first = m_unsent.front();
        const qsizetype slice = std::min(kSlice, first.size() - m_sentOfFirst);
        const qint64 written = m_socket->write(first.constData() + m_sentOfFirst, slice);
        if (written < 0)
            return; // errorOccurred() tells
        m_sentOfFirst += written;
        m_unsentBytes -= written;
        if (m_sentOfFirst < first.size())
            continue;
        m_unsent.pop_front();
        m_sentOfFirst = 0;
    }
}

void Connection::read() {
    const QPointer<QTcpSocket> socket = m_socket; // a callback may lose the connection
    while (socket && socket == m_socket && socket->bytesAvailable() > 0) {
        const QByteArray bytes = socket->read(kSlice);
        Result<> fed = m_reader->feed(bytes);
        while (fed && socket == m_socket) {
            Result<std::optional<Reply>> reply = m_reader->next();
            if (!reply)
                fed = reply.error();
            else if (!*reply)
                break;
            else if (m_due.empty())
                fed = Error{ErrorCode::Malformed, QStringLiteral("it sent a reply that nobody asked for")};
            else
                take(**std::move(reply));
        }
        if (!fed && socket == m_socket)
            lose(fed.error().message);
    }
    if (socket && socket == m_socket)
        watchSilence();
}

void Connection::take(Reply reply) {
    const Callback callback = std::move(m_due.front().callback);
    m_due.pop_front();
    if (!callback) {
        if (--m_late == 0)
            setState(State::Ready);
        return;
    }
    watchDeadlines();
    const Outcome outcome = reply.kind == Reply::Kind::Error ? Outcome::Refused : Outcome::Replied;
    const Answer answer{outcome, std::move(reply)};
    callback(answer);
    // It is not the primary any more; its name may lead to the new one by now.
    if (answer.reply.isError("READONLY") && m_state != State::Lost)
        lose(QString::fromUtf8(answer.reply.bytes));
}

void Connection::expire() {
    const Clock::time_point now = Clock::now();
    std::vector<Callback> expired;
    for (Due& due : m_due)
        if (due.callback && due.until <= now)
            expired.push_back(std::exchange(due.callback, nullptr));
    m_late += static_cast<int>(expired.size());
    watchDeadlines();
    if (!expired.empty() && m_state == State::Ready)
        setState(State::Slow, QStringLiteral("it answers too slowly"));
    for (const Callback& callback : expired)
        callback({Outcome::Timeout, {}});
}

void Connection::watchDeadlines() {
    Clock::time_point first = Clock::time_point::max();
    for (const Due& due : m_due)
        if (due.callback)
            first = std::min(first, due.until);
    if (first == Clock::time_point::max()) {
        m_deadlineTimer.stop();
        return;
    }
    const auto left = std::chrono::ceil<Milliseconds>(first - Clock::now());
    m_deadlineTimer.start(std::max(left, Milliseconds(0)));
}

void Connection::watchSilence() {
    if (m_due.empty())
        m_silenceTimer.stop();
    else
        m_silenceTimer.start(m_limits.silence);
}

void Connection::lose(const QString& fault) {
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
        m_socket->deleteLater();
        m_socket = nullptr;
    }
    m_deadlineTimer.stop();
    m_silenceTimer.stop();
    m_unsent.clear();
    m_unsentBytes = m_sentOfFirst = 0;
    m_greetings = m_late = 0;
    const std::deque<Due> due = std::exchange(m_due, {});
    // Spread, so that the replicas do not come back all at once.
    const double spread = 0.75 + QRandomGenerator::global()->bounded(0.5);
    m_retryTimer.start(std::chrono::duration_cast<Milliseconds>(m_retry * spread));
    m_retry = std::min(2 * m_retry, m_limits.lastRetry);
    setState(State::Lost, fault);
    for (const Due& each : due)
        if (each.callback)
            each.callback({Outcome::Down, {}});
}

void Connection::setState(State state, const QString& fault) {
    m_state = state;
    m_fault = fault;
    Q_EMIT stateChanged();
}

} // namespace nb::redis
