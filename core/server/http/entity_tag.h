#pragma once
// Entity tags (RFC 9110, 8.8.3): whether a client already has what it asks for.

#include <QByteArray>

namespace nb::server {

// Whether the list of an If-None-Match header names this tag, which is strong and in quotes, or is "*". Weak
// comparison: W/"a" names "a". A list that is no list of tags names nothing.
[[nodiscard]] bool namesTag(QByteArrayView ifNoneMatch, QByteArrayView tag);

} // namespace nb::server
