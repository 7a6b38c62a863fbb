#pragma once
// Which of the two formats of /metrics a scraper wants.

#include <QByteArray>

namespace nb::server {

// accept: the Accept header (RFC 9110). True if it names OpenMetrics, in a version that we write, with at
// least the weight of plain text.
[[nodiscard]] bool prefersOpenMetrics(const QByteArray& accept);

} // namespace nb::server
