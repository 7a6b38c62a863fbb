#pragma once
// Request line and headers of one HTTP request, checked by the framing, and what makes a request unacceptable
// before any handler sees it.

#include "core/base/error.h"
#include <QByteArray>
#include <QList>
#include <QString>
#include <optional>

namespace nb::server {

struct HeaderField {
    QByteArray name;  // as sent
    QByteArray value; // without the white space around it
};

struct RequestHead {
    QByteArray method;    // as sent, for example "POST"; empty if not even that much was readable
    QByteArray target;    // origin form, with the query, for example "/api/edit?x=1"; "*" for OPTIONS
    int minorVersion = 1; // of HTTP/1
    QList<HeaderField> fields;
    std::optional<qint64> contentLength;
    bool chunked = false;
    bool expectsContinue = false;
    bool keepAlive = true; // what the client asks for

    // The first value of that name, compared without case; empty if there is none.
    [[nodiscard]] QByteArray value(QByteArrayView name) const;
    // All values of that name as one list, with commas between them (RFC 9110, 5.3).
    [[nodiscard]] QByteArray list(QByteArrayView name) const;
    // The target without its query.
    [[nodiscard]] QByteArray path() const;
    // Whether bytes of a body follow, perhaps none if they come in chunks.
    [[nodiscard]] bool hasBody() const { return chunked || contentLength.value_or(0) > 0; }
};

// Why a request is refused by its form: what the client is told, and the label that it is counted under, one
// of telemetry::labels::kGuardReasons.
struct Rejection {
    Error error;
    const char* reason = "request_line";
};

} // namespace nb::server
