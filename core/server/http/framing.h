#pragma once
// Decides where an HTTP/1.1 request begins and ends, and refuses every form that another parser could read
// differently (RFC 9112, strictly), since a proxy before us would see other requests than we do. It takes the
// bytes in any pieces, keeps no body, knows no sockets and no routes.

#include "core/server/http/guard_limits.h"
#include "core/server/http/request_body.h"
#include "core/server/http/request_head.h"

namespace nb::server {

class Framing {
public:
    enum class Event {
        NeedMore,
        HeadComplete,    // head() is whole; feed on for the body
        MessageComplete, // the next byte belongs to the next request
        Rejected,        // rejection() says why; nothing more can be read
    };

    explicit Framing(const GuardLimits& limits) : m_limits(limits) {}

    // Takes bytes off the front of `bytes` up to the next event. Call it again until it says NeedMore with
    // nothing left. After HeadComplete it may be called with no bytes, which completes a request without a
    // body. A Content-Length over the limit is rejected only then, so that the head can be refused for
    // something else. `body`, if there is one, gets the body's bytes.
    Event feed(QByteArrayView& bytes, RequestBody* body = nullptr);

    [[nodiscard]] const RequestHead& head() const { return m_head; }
    [[nodiscard]] const Rejection& rejection() const { return m_rejection; }
    // Whether the first byte of a request has come and its blank line has not.
    [[nodiscard]] bool insideHead() const;
    [[nodiscard]] bool insideBody() const;
    // Between two requests: nothing of the next one has come.
    [[nodiscard]] bool atStart() const { return m_state == State::Start; }
    // Of the body that is being read, without chunk framing.
    [[nodiscard]] qint64 bodyBytes() const { return m_bodyBytes; }

private:
    enum class State {
        Start,
        RequestLine,
        HeaderLine,
        HeadDone,
        Body,
        ChunkSize,
        ChunkExtension,
        ChunkSizeEnd,
        ChunkData,
        ChunkDataCr,
        ChunkDataLf,
        LastCr,
        LastLf,
        Broken,
    };

    Event reject(ErrorCode code, const char* reason, const QString& message);
    Event feedLine(QByteArrayView& bytes);
    Event requestLineDone();
    Event headerLineDone();
    Event headDone();
    Event checkHost();
    Event checkBodyFraming();
    Event checkExpectations();
    Event startBody();
    Event feedBody(QByteArrayView& bytes, RequestBody* body);
    Event feedBodyData(QByteArrayView& bytes, RequestBody* body);
    Event tooLarge();
    Event feedChunkByte(char byte);
    Event feedChunkSizeByte(char byte);
    Event feedChunkExtensionByte(char byte);
    Event chunkSizeDone();
    void begin();

    GuardLimits m_limits;
    State m_state = State::Start;
    QByteArray m_line;
    int m_headerBytes = 0;
    qint64 m_bodyBytes = 0;
    qint64 m_remaining = 0; // of the body, or of the chunk
    int m_chunkDigits = 0;
    int m_extensionBytes = 0;
    RequestHead m_head;
    Rejection m_rejection;
};

} // namespace nb::server
