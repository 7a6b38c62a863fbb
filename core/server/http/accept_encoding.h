#pragma once
// Which content coding a client wants, by its Accept-Encoding header (RFC 9110, 12.5.3).

#include <QByteArray>
#include <QByteArrayList>

namespace nb::server {

// One of `codings` in the spelling given there, or empty for the bytes as they are. `codings` are in lower
// case; among those that the client likes equally the first is taken, and any before the plain bytes.
// "identity" is of less weight than every coding that is named, unless it has a weight itself. Who accepts
// nothing that there is gets the plain bytes all the same: a 406 would help less.
[[nodiscard]] QByteArray chooseCoding(const QByteArray& acceptEncoding, const QByteArrayList& codings);

} // namespace nb::server
