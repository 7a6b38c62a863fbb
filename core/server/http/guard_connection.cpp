#include "core/server/http/guard_connection.h"

#include "core/base/memory.h"
#include "core/server/http/socket_io.h"
#include <QSslSocket>

namespace nb::server {

namespace {

// What Qt takes off the kernel's hands before we ask for it; more than that the client keeps.
constexpr qint64 kReadAhead = 16 * 1024;
constexpr qint64 kReadAheadOfBody = 256 * 1024; // while a body is read
constexpr qint64 kReadStep = 16 * 1024;
constexpr qint64 kSmallResponse = 64 * 1024;

Rejection pipelined() {
    return {{ErrorCode::Malformed, QStringLiteral("The next request came before the answer to the last one")},
            "pipelined"};
}

Rejection tooSlow(const char* reason, const QString& message) {
    return {{ErrorCode::RequestTimeout, message}, reason};
}

// With the framing of chunks.
qint64 largestBodyOnTheWire(const GuardLimits& limits) {
    constexpr qint64 kSlack = 64 * 1024;
    return limits.maxBodyBytes + limits.maxBodyBytes / 8 + kSlack;
}

} // namespace

GuardConnection::GuardConnection(std::unique_ptr<QTcpSocket> socket, const GuardLimits& limits,
                                 std::shared_ptr<const GuardHooks> hooks, QObject* parent)
    : QObject(parent), m_socket(std::move(socket)), m_limits(limits), m_hooks(std::move(hooks)),
      m_framing(limits) {
    m_timer.setSingleShot(true);
    m_bodyTimer.setSingleShot(true);
    m_stallTimer.setSingleShot(true);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &GuardConnection::onReadyRead);
    whenWritten(*m_socket, *this, [this] { onBytesWritten(); });
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &GuardConnection::onDisconnected);
    connect(&m_timer, &QTimer::timeout, this, &GuardConnection::onTimeout);
    connect(&m_bodyTimer, &QTimer::timeout, this,
            [this] { reject(tooSlow("timeout_body", QStringLiteral("The request's body took too long"))); });
    connect(&m_stallTimer, &QTimer::timeout, this, [this] { drop("write_stall"); });
    if (auto* tls = qobject_cast<QSslSocket*>(m_socket.get()))
        startHandshake(*tls);
    else
        enter(State::Fresh);
}

void GuardConnection::startHandshake(QSslSocket& socket) {
    connect(&socket, &QSslSocket::encrypted, this, [this] {
        if (m_state == State::Handshake) // else a connection above the caps, which waits to read why
            enter(State::Fresh);
    });
    enter(State::Handshake);
    socket.startServerEncryption();
}

bool GuardConnection::usesTls() const {
    return qobject_cast<const QSslSocket*>(m_socket.get()) != nullptr;
}

GuardConnection::~GuardConnection() {
    leaveQueue();
    m_socket->disconnect(this);
    m_socket->abort();
    abandon();
}

void GuardConnection::onDisconnected() {
    m_timer.stop();
    m_bodyTimer.stop();
    m_stallTimer.stop();
    if (m_state == State::Handshake)
        m_hooks->onDropped(*this, "tls_handshake");
    leaveQueue();
    m_body = RequestBody();
    abandon();
    deleteLater();
}

void GuardConnection::enter(State state) {
    if (state != State::Body)
        m_bodyTimer.stop();
    if (m_state == State::Waiting)
        leaveQueue();
    m_state = state;
    switch (state) {
    case State::Handshake:
        m_timer.start(m_limits.handshake);
        return;
    case State::Fresh:
        m_socket->setReadBufferSize(kReadAhead);
        m_timer.start(m_limits.firstByte);
        return;
    case State::Idle:
        m_socket->setReadBufferSize(kReadAhead);
        m_timer.start(m_limits.idle);
        return;
    case State::Head:
        m_timer.start(m_limits.headers);
        return;
    case State::Waiting:
        m_timer.start(m_limits.memoryWait);
        return;
    case State::Body:
        m_bodyBytesAtWindow = m_framing.bodyBytes();
        m_timer.start(m_limits.bodyWindow);
        return;
    case State::Lingering:
        m_timer.start(m_framing.atStart() ? m_limits.linger : m_limits.discard);
        return;
    case State::Deciding:
    case State::Pending: // the edit's own deadline counts
    case State::Closing:
        m_timer.stop();
        return;
    }
}

bool GuardConnection::isReading() const {
    return m_state == State::Fresh || m_state == State::Idle || m_state == State::Head ||
           m_state == State::Body;
}

void GuardConnection::onReadyRead() {
    const bool isAnswered = m_state == State::Closing || m_state == State::Lingering;
    // A client that read a response has read all of it: bytes before that were sent without waiting for it.
    const bool isTooEarly =
        m_state == State::Pending || (m_state == State::Idle && unwrittenBytes(*m_socket) > 0);
    if (isAnswered)
        discard();
    else if (isTooEarly && m_socket->bytesAvailable() > 0)
        reject(pipelined());
    else
        read();
}

// Reads as long as there is something to read and a use for it. What a hook does at once happens inside.
void GuardConnection::read() {
    if (m_isInRead)
        return;
    m_isInRead = true;
    while (isReading()) {
        if (m_framing.atStart() && m_socket->bytesAvailable() > 0) {
            m_requestBegan = std::chrono::steady_clock::now();
            enter(State::Head);
        }
        if (!handle(feedOnce()) && m_socket->bytesAvailable() == 0)
            break;
    }
    m_isInRead = false;
}

// Bytes stay in the socket until the framing has taken them.
Framing::Event GuardConnection::feedOnce() {
    char buffer[kReadStep];
    const qint64 there = m_socket->peek(buffer, qMin(kReadStep, m_socket->bytesAvailable()));
    QByteArrayView bytes(buffer, qMax<qint64>(there, 0));
    const Framing::Event event = m_framing.feed(bytes, &m_body);
    m_socket->read(buffer, there - bytes.size()); // skip() would not make a QSslSocket decrypt the next bytes
    return event;
}

// False: nothing has happened, more bytes are needed.
bool GuardConnection::handle(Framing::Event event) {
    switch (event) {
    case Framing::Event::NeedMore:
        return false;
    case Framing::Event::Rejected:
        reject(m_framing.rejection());
        return true;
    case Framing::Event::HeadComplete:
        headComplete();
        return true;
    case Framing::Event::MessageComplete:
        messageComplete();
        return true;
    }
    return false;
}

void GuardConnection::headComplete() {
    enter(State::Deciding);
    if (!head().hasBody() && m_socket->bytesAvailable() > 0)
        reject(pipelined());
    else
        m_hooks->onHead(*this);
}

// A length over the limit takes no memory: the framing will refuse it.
void GuardConnection::proceed() {
    if (m_state != State::Deciding)
        return;
    const qint64 bytes = head().chunked ? m_limits.maxBodyBytes : head().contentLength.value_or(0);
    if (bytes == 0 || bytes > m_limits.maxBodyBytes || !m_hooks->bodyMemory) {
        startBody({});
        return;
    }
    enter(State::Waiting);
    m_hooks->bodyMemory->request(this, bytes,
                                 [this](BodyMemory::Share share) { startBody(std::move(share)); });
}

void GuardConnection::leaveQueue() {
    if (m_hooks->bodyMemory)
        m_hooks->bodyMemory->withdraw(this);
}

void GuardConnection::startBody(BodyMemory::Share share) {
    const qint64 bytes = share.bytes() > 0 ? share.bytes() : head().contentLength.value_or(0);
    enter(State::Body);
    m_bodyTimer.start(m_limits.body);
    m_body = RequestBody(std::move(share));
    if (bytes <= m_limits.maxBodyBytes && !m_body.reserve(bytes)) {
        reject({outOfMemory(QStringLiteral("request body")), "memory"});
        return;
    }
    m_socket->setReadBufferSize(kReadAheadOfBody);
    if (head().expectsContinue && head().hasBody() && bytes <= m_limits.maxBodyBytes &&
        m_socket->bytesAvailable() == 0) {
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
        m_socket->flush(); // the first bytes of the body may be here before the event loop would write this
    }
    read();
}

void GuardConnection::messageComplete() {
    if (m_socket->bytesAvailable() > 0) {
        reject(pipelined());
        return;
    }
    enter(State::Pending);
    m_body.trim();
    if (m_listener)
        m_listener->bodyComplete(std::exchange(m_body, RequestBody()));
    else // whoever should answer is gone
        m_socket->abort();
}

void GuardConnection::reject(const Rejection& rejection) {
    // What is wrong with bytes after a whole request is not that request's fault.
    if (m_state == State::Pending || !m_listener)
        refuse(m_hooks->onRejected(*this, rejection));
    else
        refuse(std::exchange(m_listener, nullptr)->rejected(rejection));
    abandon();
}

void GuardConnection::abandon() {
    if (RequestListener* listener = std::exchange(m_listener, nullptr))
        listener->clientLeft();
}

void GuardConnection::respond(const Response& response) {
    if (m_state != State::Deciding && m_state != State::Waiting && m_state != State::Body &&
        m_state != State::Pending)
        return;
    m_listener = nullptr;
    if (m_socket->state() != QTcpSocket::ConnectedState)
        return;
    const bool isWhole = m_state == State::Pending || skipRest();
    if (!isWhole || m_closeAfterResponse || !head().keepAlive) {
        close(response);
        return;
    }
    send(response, Connection::KeepAlive);
    enter(State::Idle);
    flushSmall();
}

// Whether the body that nobody wants is wholly here, and nothing behind it.
bool GuardConnection::skipRest() {
    Framing::Event event = Framing::Event::NeedMore;
    do
        event = feedOnce();
    while (event == Framing::Event::NeedMore && m_socket->bytesAvailable() > 0);
    m_body = RequestBody();
    return event == Framing::Event::MessageComplete && m_socket->bytesAvailable() == 0;
}

void GuardConnection::refuse(const Response& response) {
    if (m_state == State::Closing || m_state == State::Lingering)
        return;
    m_body = RequestBody();
    if (m_socket->state() == QTcpSocket::ConnectedState)
        close(response);
}

void GuardConnection::refuseAtOnce(const Response& response) {
    send(response, Connection::Close);
    m_socket->flush(); // a new connection has room for it
    shutDownWriting(*m_socket);
    discardUnread(*m_socket);
    m_socket->abort();
}

void GuardConnection::close(const Response& response) {
    send(response, Connection::Close);
    enter(State::Closing);
    flushSmall();
    discard();
}

// At once, not when the event loop comes to it: a client that has said that it sends nothing more would be
// gone for Qt by then.
void GuardConnection::flushSmall() {
    if (m_socket->bytesToWrite() <= kSmallResponse)
        m_socket->flush();
}

void GuardConnection::send(const Response& response, Connection connection) {
    m_socket->write(headBytes(response, connection));
    if (head().method != "HEAD" && !response.body.isEmpty())
        m_socket->write(response.body);
    m_stallTimer.start(m_limits.writeStall);
}

void GuardConnection::onBytesWritten() {
    if (unwrittenBytes(*m_socket) > 0) {
        m_stallTimer.start(m_limits.writeStall);
        return;
    }
    m_stallTimer.stop();
    if (m_state == State::Closing)
        linger();
}

// Closing while unread bytes wait in the kernel would send a reset, which can destroy the response before the
// client has read it. So: say that nothing more comes, and wait a moment for the client to close.
void GuardConnection::linger() {
    enter(State::Lingering);
    shutDownWriting(*m_socket);
    discard();
}

void GuardConnection::discard() {
    m_discarded += discardAvailable(*m_socket);
    if (m_discarded > largestBodyOnTheWire(m_limits))
        m_socket->abort();
}

void GuardConnection::drop(const char* reason) {
    m_hooks->onDropped(*this, reason);
    m_socket->abort();
}

void GuardConnection::onTimeout() {
    switch (m_state) {
    case State::Handshake:
        m_socket->abort(); // counted when it is disconnected
        return;
    case State::Fresh:
        drop("idle");
        return;
    case State::Idle:
        m_socket->disconnectFromHost();
        return;
    case State::Head:
        reject(tooSlow("timeout_header", QStringLiteral("The request's headers took too long")));
        return;
    case State::Waiting:
        reject(
            {{ErrorCode::Overloaded, QStringLiteral("The server has too many uploads to do; try again soon")},
             "memory"});
        return;
    case State::Body:
        if (m_framing.bodyBytes() - m_bodyBytesAtWindow < leastPerWindow())
            reject(tooSlow("timeout_body", QStringLiteral("The request's body comes too slowly")));
        else
            enter(State::Body);
        return;
    case State::Lingering:
        m_socket->abort();
        return;
    case State::Deciding:
    case State::Pending:
    case State::Closing:
        return;
    }
}

// While others wait for memory, a body must come as fast as brings all of it within its time.
qint64 GuardConnection::leastPerWindow() const {
    if (!m_hooks->bodyMemory || m_hooks->bodyMemory->waiting() == 0)
        return m_limits.minBodyBytesPerWindow;
    return qMax(m_limits.minBodyBytesPerWindow,
                m_body.sharedBytes() * m_limits.bodyWindow.count() / m_limits.body.count());
}

void GuardConnection::closeWhenIdle() {
    m_closeAfterResponse = true;
    if (m_state == State::Handshake || m_state == State::Fresh || m_state == State::Idle)
        m_socket->disconnectFromHost();
}

} // namespace nb::server
