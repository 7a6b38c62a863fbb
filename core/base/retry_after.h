#pragma once
// How long a server asks to wait before it is asked again.

#include <QByteArray>
#include <QDateTime>
#include <chrono>
#include <optional>

namespace nb {

// The value of Retry-After (RFC 9110 section 10.2.3): seconds, or an HTTP date; also with a fraction, as some
// services send it. At most a year. nullopt for what is neither, is zero or lies in the past.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray& header,
                                                                       const QDateTime& now);

} // namespace nb
