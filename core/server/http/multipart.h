#pragma once
// Splits a multipart/form-data body into its parts (RFC 7578, RFC 2046), strictly: what is not exactly the
// grammar is refused instead of guessed at. It does not know which fields there are; core/server/api/form.h
// does. Blocking, free of state, safe from any thread.

#include "core/server/http/error_body.h"
#include <tl/expected.hpp>

namespace nb::server {

template <class T>
using Checked = tl::expected<T, Problem>;

inline constexpr int kMaxParts = 16;
inline constexpr int kMaxPartHeaderBytes = 8 * 1024; // of one part

struct Part {
    QByteArray name;
    bool isFile = false; // it came with a filename, which is ignored
    QByteArray content;  // points into the body and lives as long as it
};

// The boundary that a Content-Type names. Problems: 415 if it is not multipart/form-data, 400 for no valid
// boundary.
[[nodiscard]] Checked<QByteArray> boundaryOf(const QByteArray& contentType);

// Problems: 400 for bad grammar, 422 for more than kMaxParts parts.
[[nodiscard]] Checked<QList<Part>> splitMultipart(const QByteArray& body, const QByteArray& boundary);

} // namespace nb::server
