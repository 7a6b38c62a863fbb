#pragma once
// gzip (RFC 1952), for bodies of requests.

#include <QByteArray>

namespace nb::telemetry {

// Empty if there is no memory for it.
[[nodiscard]] QByteArray gzipped(const QByteArray& bytes);

} // namespace nb::telemetry
