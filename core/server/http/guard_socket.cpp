#include "core/server/http/guard_socket.h"

#include "core/server/http/qt_http_compat.h"
#include <sys/socket.h>

namespace nb::server {

namespace {

constexpr qint64 kReadBufferSlack = 64 * 1024;

Rejection pipelined() {
    return {{ErrorCode::Malformed, QStringLiteral("The next request came before the answer to the last one")},
            "pipelined"};
}

Rejection tooSlow(const char* reason, const QString& message) {
    return {{ErrorCode::RequestTimeout, message}, reason};
}

} // namespace

GuardSocket::GuardSocket(const GuardLimits& limits, std::shared_ptr<const GuardHooks> hooks, QObject* parent)
    : QTcpSocket(parent), m_limits(limits), m_hooks(std::move(hooks)), m_framing(limits) {
    // QHttpServer reads inside a transaction, which keeps all bytes of a request in the buffer: it must hold
    // the largest one, chunk framing included, or reading would stop until the body's timer ends it.
    setReadBufferSize(limits.maxHeaderBytes + limits.maxBodyBytes + limits.maxBodyBytes / 8 +
                      kReadBufferSlack);
    m_timer.setSingleShot(true);
    m_stallTimer.setSingleShot(true);
    connect(this, &QTcpSocket::readyRead, this, &GuardSocket::onReadyRead);
    connect(this, &QTcpSocket::bytesWritten, this, &GuardSocket::onBytesWritten);
    connect(&m_timer, &QTimer::timeout, this, &GuardSocket::onTimeout);
    connect(this, &QTcpSocket::disconnected, this, [this] {
        if (m_state == State::Pending)
            Q_EMIT abandoned();
    });
    connect(&m_stallTimer, &QTimer::timeout, this, [this] { drop("write_stall"); });
    enter(State::Fresh);
}

// QAbstractSocket's destructor would close an open connection too, and emit its signals when nothing of this
// class is left to receive them.
GuardSocket::~GuardSocket() {
    abort();
}

void GuardSocket::enter(State state) {
    m_state = state;
    switch (state) {
    case State::Fresh:
        m_timer.start(m_limits.firstByte);
        return;
    case State::Idle:
        m_timer.start(m_limits.idle);
        return;
    case State::Head:
        m_timer.start(m_limits.headers);
        return;
    case State::Body:
        m_bodyBytesAtWindow = m_framing.bodyBytes();
        m_timer.start(m_limits.bodyWindow);
        return;
    case State::Lingering:
        m_timer.start(m_limits.linger);
        return;
    case State::Pending: // the edit's own deadline counts
    case State::Closing:
        m_timer.stop();
        return;
    }
}

void GuardSocket::onReadyRead() {
    const qint64 available = bytesAvailable();
    if (available == 0)
        return;
    if (kQtAnswersExpect && m_state == State::Body)
        flush(); // "100 Continue", which QHttpServer has only put into the buffer, is no answer
    // A client that read a response has read all of it: bytes before that were sent without waiting for it.
    if (m_state == State::Pending || bytesToWrite() > 0) {
        reject(pipelined());
        return;
    }
    feed(peek(available));
}

bool GuardSocket::feed(QByteArrayView bytes) {
    if (m_framing.atStart()) {
        m_requestBegan = std::chrono::steady_clock::now();
        m_passedPreflight = false;
        enter(State::Head);
    }
    for (;;) {
        switch (m_framing.feed(bytes)) {
        case Framing::Event::NeedMore:
            return true;
        case Framing::Event::Rejected:
            reject(m_framing.rejection());
            return false;
        case Framing::Event::HeadComplete:
            if (!headComplete(!bytes.isEmpty()))
                return false;
            break;
        case Framing::Event::MessageComplete:
            if (!bytes.isEmpty()) {
                reject(pipelined());
                return false;
            }
            enter(State::Pending);
            return true;
        }
    }
}

bool GuardSocket::headComplete(bool bodyHasCome) {
    const RequestHead& head = m_framing.head();
    enter(State::Body);
    if (!head.expectsContinue || bodyHasCome || (!head.chunked && head.contentLength.value_or(0) == 0))
        return true;
    if (const std::optional<Response> refusal = m_hooks->onPreflight(*this)) {
        refuse(*refusal);
        return false;
    }
    m_passedPreflight = true;
    if (kQtAnswersExpect)
        return true;
    write("HTTP/1.1 100 Continue\r\n\r\n");
    flush(); // the first bytes of the body may be here before the event loop would write this
    return true;
}

void GuardSocket::reject(const Rejection& rejection) {
    const bool wasPending = m_state == State::Pending;
    refuse(m_hooks->onRejected(*this, rejection));
    if (wasPending)
        Q_EMIT abandoned();
}

void GuardSocket::respond(const Response& response) {
    if (m_state != State::Pending || state() != ConnectedState)
        return;
    const bool close = m_closeAfterResponse || !head().keepAlive;
    if (close)
        detachHttpServer();
    send(response, close ? Connection::Close : Connection::KeepAlive);
    enter(close ? State::Closing : State::Idle);
}

void GuardSocket::refuse(const Response& response) {
    if (m_state == State::Closing || m_state == State::Lingering)
        return;
    detachHttpServer();
    if (state() != ConnectedState)
        return;
    send(response, Connection::Close);
    enter(State::Closing);
}

void GuardSocket::send(const Response& response, Connection connection) {
    write(headBytes(response, connection));
    if (head().method != "HEAD" && !response.body.isEmpty())
        write(response.body);
    m_stallTimer.start(m_limits.writeStall);
}

// QHttpServer sees no byte of this connection any more, not even in the emission that is running.
void GuardSocket::detachHttpServer() {
    QObject::disconnect(this, &QIODevice::readyRead, nullptr, nullptr);
    connect(this, &QTcpSocket::readyRead, this, &GuardSocket::discard);
    if (isTransactionStarted())
        commitTransaction();
}

void GuardSocket::onBytesWritten() {
    if (bytesToWrite() > 0) {
        m_stallTimer.start(m_limits.writeStall);
        return;
    }
    m_stallTimer.stop();
    if (m_state == State::Closing)
        linger();
}

// Closing while unread bytes wait in the kernel would send a reset, which can destroy the response before the
// client has read it. So: say that nothing more comes, and wait a moment for the client to close.
void GuardSocket::linger() {
    enter(State::Lingering);
    ::shutdown(static_cast<int>(socketDescriptor()), SHUT_WR);
    discard();
}

void GuardSocket::discard() {
    m_discarded += skip(bytesAvailable());
    if (m_discarded > m_limits.lingerBytes)
        abort();
}

void GuardSocket::drop(const char* reason) {
    m_hooks->onDropped(*this, reason);
    abort();
}

void GuardSocket::onTimeout() {
    switch (m_state) {
    case State::Fresh:
        drop("idle");
        return;
    case State::Idle:
        disconnectFromHost();
        return;
    case State::Head:
        reject(tooSlow("timeout_header", QStringLiteral("The request's headers took too long")));
        return;
    case State::Body:
        if (m_framing.bodyBytes() - m_bodyBytesAtWindow < m_limits.minBodyBytesPerWindow)
            reject(tooSlow("timeout_body", QStringLiteral("The request's body comes too slowly")));
        else
            enter(State::Body);
        return;
    case State::Lingering:
        abort();
        return;
    case State::Pending:
    case State::Closing:
        return;
    }
}

void GuardSocket::closeWhenIdle() {
    m_closeAfterResponse = true;
    if (m_state == State::Fresh || m_state == State::Idle)
        disconnectFromHost();
}

} // namespace nb::server
