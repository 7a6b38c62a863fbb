#pragma once
// Paths as the kernel has them: bytes. A name on a disk need not be UTF-8, and QString and QFile lose the
// bytes that are not; here they survive from the command line to the file and back. Not for texts: what is
// shown to people goes through shown().

#include <QByteArrayView>
#include <QString>
#include <filesystem>

namespace nb::storage {

using FilePath = std::filesystem::path; // its bytes are the name

// From an argument or a name: UTF-8 as usual, and each byte that is no part of UTF-8 as a lone surrogate,
// U+DC80 to U+DCFF, which no valid text contains. toPath() brings back the same bytes.
[[nodiscard]] QString toText(QByteArrayView bytes);
[[nodiscard]] FilePath toPath(const QString& text);

// Whether the text is one that UTF-8 can hold: false after toText() of bytes that are no UTF-8.
[[nodiscard]] bool isUtf8(const QString& text);
[[nodiscard]] bool isUtf8(const FilePath& path);

// For reports and errors. UTF-8 is shown as it is; in a path that is not, each byte that is no part of UTF-8,
// and each percent sign, is shown as %XX: "caf%E9.png".
[[nodiscard]] QString shown(const FilePath& path);
[[nodiscard]] QString shown(const QString& text);

// Where the first byte stands that is no part of UTF-8 (RFC 3629); -1 = there is none.
[[nodiscard]] qsizetype firstNotUtf8(QByteArrayView bytes);

} // namespace nb::storage
