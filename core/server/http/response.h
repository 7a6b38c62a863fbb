#pragma once
// A response as a value, and its head as bytes. Which headers every response carries is decided in
// core/server/api/common_headers.h; this only writes them.

#include "core/server/http/request_head.h"

namespace nb::server {

struct Response {
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body = {};
    QList<HeaderField> headers = {}; // further ones; only text of our own or checked text

    void add(const QByteArray& name, const QByteArray& value) { headers.append({name, value}); }
    // The value of the header of that name, in the spelling in which it was added; empty if there is none.
    [[nodiscard]] QByteArray value(QByteArrayView name) const;
};

enum class Connection { KeepAlive, Close };

// Status line and headers with the blank line; Content-Length is that of the body in any case; a 204 and
// a 304 have neither length nor type.
[[nodiscard]] QByteArray headBytes(const Response& response, Connection connection);

[[nodiscard]] QByteArray reasonPhrase(int status);

} // namespace nb::server
