#pragma once
// The character classes and small grammars of RFC 9110 and 9112 that the server checks by hand, free of
// locale and state.

#include <QByteArray>

namespace nb::server {

[[nodiscard]] bool isDigit(char byte);
[[nodiscard]] bool isControl(char byte); // 0 to 31 and 127
[[nodiscard]] bool isTokenChar(char byte);
[[nodiscard]] bool isToken(QByteArrayView text);  // not empty
[[nodiscard]] bool isDigits(QByteArrayView text); // not empty
[[nodiscard]] int hexValue(char byte);            // -1 if it is not a hexadecimal digit

// A host name or address with an optional port, as the Host header has it.
[[nodiscard]] bool isHost(QByteArrayView text);

// A request target as path and query; an absolute http URL loses its authority. Empty if it is neither, or
// has characters that a URL may not have. "*" stays.
[[nodiscard]] QByteArray originForm(const QByteArray& target);

// Whether a client's id may be echoed: ^[A-Za-z0-9._-]{1,128}$.
[[nodiscard]] bool isEchoable(QByteArrayView id);

} // namespace nb::server
