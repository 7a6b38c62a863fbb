#pragma once
// Splits a multipart/form-data body into its parts (RFC 7578, RFC 2046): with preamble, epilogue, padding
// behind a boundary and folded headers, as the grammar has them; what is not the grammar is refused instead
// of guessed at. It does not know which fields there are; core/server/api/form.h does. Blocking, free of
// state, safe from any thread.

#include "core/base/result.h"
#include <QByteArray>

namespace nb::server {

inline constexpr int kMaxParts = 16;
inline constexpr int kMaxPartHeaderBytes = 8 * 1024; // of one part

struct Part {
    QByteArray name;
    bool isFile = false; // it came with a filename or filename*, which is ignored
    QByteArray content;  // points into the body and lives as long as it
};

// The boundary that a Content-Type names. Errors: UnsupportedMediaType if it is not multipart/form-data,
// Malformed for no valid boundary.
[[nodiscard]] Result<QByteArray> boundaryOf(const QByteArray& contentType);

// Errors: Malformed for bad grammar, InvalidArgument for more than kMaxParts parts.
[[nodiscard]] Result<QList<Part>> splitMultipart(const QByteArray& body, const QByteArray& boundary);

} // namespace nb::server
