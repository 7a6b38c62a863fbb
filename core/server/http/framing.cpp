#include "core/server/http/framing.h"
#include "core/base/memory.h"
#include "core/server/http/http_syntax.h"

namespace nb::server {

namespace {

constexpr int kMaxMethodLength = 32;
constexpr int kMaxContentLengthDigits = 18; // fits a qint64
constexpr int kMaxChunkDigits = 8;
// What a request line has beside the target.
constexpr int kRequestLineOverhead = kMaxMethodLength + 16;

bool isListed(QByteArrayView list, QByteArrayView word) {
    for (const QByteArray& item : list.toByteArray().split(','))
        if (item.trimmed().compare(word, Qt::CaseInsensitive) == 0)
            return true;
    return false;
}

// Whether WebSocket, of whatever version, is among the protocols that an Upgrade header offers.
bool offersWebSocket(QByteArrayView offers) {
    for (const QByteArray& offer : offers.toByteArray().split(','))
        if (offer.split('/').first().trimmed().compare("websocket", Qt::CaseInsensitive) == 0)
            return true;
    return false;
}

} // namespace

bool Framing::insideHead() const {
    return m_state == State::RequestLine || m_state == State::HeaderLine;
}

bool Framing::insideBody() const {
    return m_state > State::HeadDone && m_state < State::Broken;
}

Framing::Event Framing::reject(ErrorCode code, const char* reason, const QString& message) {
    m_state = State::Broken;
    m_rejection = {{code, message}, reason};
    return Event::Rejected;
}

void Framing::begin() {
    m_head = {};
    m_line.clear();
    m_headerBytes = 0;
    m_bodyBytes = 0;
    m_state = State::RequestLine;
}

Framing::Event Framing::tooLarge() {
    return reject(ErrorCode::BodyTooLarge, "body_size",
                  QStringLiteral("The request body must not exceed %1 bytes").arg(m_limits.maxBodyBytes));
}

Framing::Event Framing::startBody() {
    if (!m_head.hasBody()) {
        m_state = State::Start;
        return Event::MessageComplete;
    }
    m_remaining = m_head.contentLength.value_or(0);
    if (m_remaining > m_limits.maxBodyBytes)
        return tooLarge();
    m_chunkDigits = 0;
    m_state = m_head.chunked ? State::ChunkSize : State::Body;
    return Event::NeedMore;
}

Framing::Event Framing::feed(QByteArrayView& bytes, RequestBody* body) {
    if (m_state == State::Broken)
        return Event::Rejected;
    if (m_state == State::HeadDone)
        if (const Event event = startBody(); event != Event::NeedMore)
            return event;
    if (bytes.isEmpty())
        return Event::NeedMore;
    if (m_state == State::Start)
        begin();
    return insideHead() ? feedLine(bytes) : feedBody(bytes, body);
}

Framing::Event Framing::feedLine(QByteArrayView& bytes) {
    while (!bytes.isEmpty()) {
        const char byte = bytes.front();
        bytes = bytes.sliced(1);
        const bool inRequestLine = m_state == State::RequestLine;
        if (byte == '\n') {
            if (!m_line.endsWith('\r'))
                return reject(ErrorCode::Malformed, inRequestLine ? "request_line" : "header",
                              QStringLiteral("A line of the request does not end in CR LF"));
            m_line.chop(1);
            const Event event = inRequestLine ? requestLineDone() : headerLineDone();
            m_line.clear();
            if (event != Event::NeedMore)
                return event;
            continue;
        }
        if (m_line.endsWith('\r') || (isControl(byte) && byte != '\r' && (inRequestLine || byte != '\t')))
            return reject(ErrorCode::Malformed, inRequestLine ? "request_line" : "header",
                          QStringLiteral("The request has a control character where none may be"));
        m_line.append(byte);
        if (inRequestLine) {
            if (m_line.size() > m_limits.maxTargetBytes + kRequestLineOverhead)
                return reject(ErrorCode::TargetTooLong, "uri",
                              QStringLiteral("The URL is longer than %1 bytes").arg(m_limits.maxTargetBytes));
            const bool methodEnded = m_line.contains(' ');
            if (!methodEnded && (!isTokenChar(byte) || m_line.size() > kMaxMethodLength))
                return reject(ErrorCode::Malformed, "request_line",
                              QStringLiteral("This is no HTTP request"));
        } else if (++m_headerBytes > m_limits.maxHeaderBytes) {
            return reject(ErrorCode::HeadersTooLarge, "header_size",
                          QStringLiteral("The header lines are longer than %1 bytes together")
                              .arg(m_limits.maxHeaderBytes));
        }
    }
    return Event::NeedMore;
}

Framing::Event Framing::requestLineDone() {
    const QList<QByteArray> words = m_line.split(' ');
    if (words.size() != 3 || words[0].isEmpty())
        return reject(ErrorCode::Malformed, "request_line",
                      QStringLiteral("The request line is not a method, a path and a version"));
    m_head.method = words[0];
    if (words[1].size() > m_limits.maxTargetBytes)
        return reject(ErrorCode::TargetTooLong, "uri",
                      QStringLiteral("The URL is longer than %1 bytes").arg(m_limits.maxTargetBytes));
    if (m_head.method == "CONNECT" || m_head.method == "TRACE") {
        reject(ErrorCode::MethodNotAllowed, "request_line",
               QStringLiteral("Method %1 is not allowed here").arg(QString::fromLatin1(m_head.method)));
        m_rejection.error.allowed = QStringLiteral("GET, HEAD, POST, OPTIONS");
        return Event::Rejected;
    }
    m_head.target = originForm(words[1]);
    if (m_head.target.isEmpty() || (m_head.target == "*" && m_head.method != "OPTIONS"))
        return reject(ErrorCode::Malformed, "request_line",
                      QStringLiteral("The request line names no valid path"));
    const QByteArray& version = words[2];
    if (version == "HTTP/1.1" || version == "HTTP/1.0")
        m_head.minorVersion = version.back() - '0';
    else if (version.size() == 8 && version.startsWith("HTTP/") && isDigit(version[5]) && version[6] == '.' &&
             isDigit(version[7]))
        return reject(ErrorCode::VersionNotSupported, "version",
                      QStringLiteral("Only HTTP/1.1 and HTTP/1.0 are spoken here"));
    else
        return reject(ErrorCode::Malformed, "version",
                      QStringLiteral("The request line ends in no HTTP version"));
    m_state = State::HeaderLine;
    return Event::NeedMore;
}

Framing::Event Framing::headerLineDone() {
    if (m_line.isEmpty())
        return headDone();
    if (m_head.fields.size() >= m_limits.maxHeaderCount)
        return reject(ErrorCode::HeadersTooLarge, "header_count",
                      QStringLiteral("There are more than %1 header lines").arg(m_limits.maxHeaderCount));
    const qsizetype colon = m_line.indexOf(':');
    const QByteArray name = m_line.left(qMax<qsizetype>(colon, 0));
    if (!isToken(name))
        return reject(ErrorCode::Malformed, "header", QStringLiteral("A header line has no valid name"));
    m_head.fields.append({name, m_line.mid(colon + 1).trimmed()});
    return Event::NeedMore;
}

Framing::Event Framing::headDone() {
    m_state = State::HeadDone;
    for (const auto check : {&Framing::checkHost, &Framing::checkBodyFraming, &Framing::checkExpectations})
        if ((this->*check)() == Event::Rejected)
            return Event::Rejected;
    return Event::HeadComplete;
}

Framing::Event Framing::checkHost() {
    int hosts = 0;
    for (const HeaderField& field : m_head.fields)
        if (field.name.compare("Host", Qt::CaseInsensitive) == 0) {
            ++hosts;
            if (!isHost(field.value))
                return reject(ErrorCode::Malformed, "host",
                              QStringLiteral("The Host header names no valid host"));
        }
    if (hosts > 1 || (hosts == 0 && m_head.minorVersion == 1))
        return reject(ErrorCode::Malformed, "host",
                      QStringLiteral("The request needs exactly one Host header"));
    return Event::NeedMore;
}

Framing::Event Framing::checkBodyFraming() {
    int encodings = 0;
    for (const HeaderField& field : m_head.fields) {
        if (field.name.compare("Content-Length", Qt::CaseInsensitive) == 0) {
            if (!isDigits(field.value) || field.value.size() > kMaxContentLengthDigits)
                return reject(ErrorCode::Malformed, "bad_length",
                              QStringLiteral("Content-Length is no valid number"));
            const qint64 length = field.value.toLongLong();
            if (m_head.contentLength.value_or(length) != length)
                return reject(ErrorCode::Malformed, "bad_length",
                              QStringLiteral("There are two different Content-Lengths"));
            m_head.contentLength = length;
        } else if (field.name.compare("Transfer-Encoding", Qt::CaseInsensitive) == 0) {
            ++encodings;
            m_head.chunked = field.value.compare("chunked", Qt::CaseInsensitive) == 0;
        }
    }
    if (encodings > 0) {
        if (m_head.contentLength || m_head.minorVersion == 0 || encodings > 1)
            return reject(ErrorCode::Malformed, "te",
                          QStringLiteral("Transfer-Encoding is not allowed here: once, on HTTP/1.1, and "
                                         "without Content-Length"));
        if (!m_head.chunked)
            return reject(ErrorCode::MethodNotImplemented, "te",
                          QStringLiteral("The only Transfer-Encoding taken here is chunked"));
    }
    return Event::NeedMore;
}

Framing::Event Framing::checkExpectations() {
    QByteArray connection;
    for (const HeaderField& field : m_head.fields) {
        // Upgrade is an offer that a server may pass over (RFC 9110 section 7.8), and a client that offers
        // h2c goes on with HTTP/1.1. Only who wants WebSocket can do nothing with another answer.
        if (field.name.compare("Upgrade", Qt::CaseInsensitive) == 0 && offersWebSocket(field.value))
            return reject(ErrorCode::Malformed, "upgrade",
                          QStringLiteral("This server does not support WebSocket"));
        if (field.name.compare("Connection", Qt::CaseInsensitive) == 0)
            connection += "," + field.value;
        if (field.name.compare("Expect", Qt::CaseInsensitive) == 0) {
            if (field.value.compare("100-continue", Qt::CaseInsensitive) != 0)
                return reject(ErrorCode::ExpectationFailed, "expect",
                              QStringLiteral("The only expectation met here is 100-continue"));
            m_head.expectsContinue = m_head.minorVersion == 1;
        }
    }
    m_head.keepAlive = m_head.minorVersion == 1
                           ? !isListed(connection, "close")
                           : isListed(connection, "keep-alive") && !isListed(connection, "close");
    return Event::NeedMore;
}

Framing::Event Framing::feedBody(QByteArrayView& bytes, RequestBody* body) {
    while (!bytes.isEmpty()) {
        if (m_state == State::Body || m_state == State::ChunkData) {
            const Event event = feedBodyData(bytes, body);
            if (event != Event::NeedMore)
                return event;
            continue;
        }
        const char byte = bytes.front();
        bytes = bytes.sliced(1);
        if (const Event event = feedChunkByte(byte); event != Event::NeedMore)
            return event;
    }
    return Event::NeedMore;
}

Framing::Event Framing::feedBodyData(QByteArrayView& bytes, RequestBody* body) {
    const qint64 taken = qMin<qint64>(m_remaining, bytes.size());
    if (body && !body->append(bytes.first(taken))) {
        const Error error = outOfMemory(QStringLiteral("request body"));
        return reject(error.code, "memory", error.message);
    }
    bytes = bytes.sliced(taken);
    m_bodyBytes += taken;
    m_remaining -= taken;
    if (m_remaining > 0)
        return Event::NeedMore;
    if (m_state == State::Body) {
        m_state = State::Start;
        return Event::MessageComplete;
    }
    m_state = State::ChunkDataCr;
    return Event::NeedMore;
}

Framing::Event Framing::feedChunkByte(char byte) {
    const auto expect = [this, byte](char wanted, State next) {
        if (byte != wanted)
            return reject(ErrorCode::Malformed, "chunk",
                          QStringLiteral("A chunk does not end where its size says"));
        m_state = next;
        return Event::NeedMore;
    };
    switch (m_state) {
    case State::ChunkSize:
        return feedChunkSizeByte(byte);
    case State::ChunkExtension:
        return feedChunkExtensionByte(byte);
    case State::ChunkSizeEnd:
        if (expect('\n', State::ChunkData) == Event::Rejected)
            return Event::Rejected;
        return chunkSizeDone();
    case State::ChunkDataCr:
        return expect('\r', State::ChunkDataLf);
    case State::ChunkDataLf:
        m_chunkDigits = 0;
        return expect('\n', State::ChunkSize);
    case State::LastCr:
        if (byte != '\r')
            return reject(ErrorCode::Malformed, "chunk", QStringLiteral("Trailers are not taken here"));
        m_state = State::LastLf;
        return Event::NeedMore;
    case State::LastLf:
        if (expect('\n', State::Start) == Event::Rejected)
            return Event::Rejected;
        return Event::MessageComplete;
    default:
        Q_UNREACHABLE();
        return Event::NeedMore;
    }
}

Framing::Event Framing::feedChunkSizeByte(char byte) {
    if (const int digit = hexValue(byte); digit >= 0 && m_chunkDigits < kMaxChunkDigits) {
        m_remaining = (m_chunkDigits == 0 ? 0 : m_remaining * 16) + digit;
        ++m_chunkDigits;
        return Event::NeedMore;
    }
    if (m_chunkDigits == 0 || (byte != ';' && byte != '\r'))
        return reject(ErrorCode::Malformed, "chunk", QStringLiteral("A chunk has no valid size"));
    m_extensionBytes = 0;
    m_state = byte == ';' ? State::ChunkExtension : State::ChunkSizeEnd;
    return Event::NeedMore;
}

Framing::Event Framing::feedChunkExtensionByte(char byte) {
    if (byte == '\r') {
        m_state = State::ChunkSizeEnd;
        return Event::NeedMore;
    }
    if (isControl(byte) || ++m_extensionBytes > m_limits.maxChunkExtensionBytes)
        return reject(ErrorCode::Malformed, "chunk", QStringLiteral("A chunk has no valid extension"));
    return Event::NeedMore;
}

Framing::Event Framing::chunkSizeDone() {
    if (m_remaining == 0) {
        m_state = State::LastCr;
        return Event::NeedMore;
    }
    if (m_bodyBytes + m_remaining > m_limits.maxBodyBytes)
        return tooLarge();
    return Event::NeedMore;
}

} // namespace nb::server
