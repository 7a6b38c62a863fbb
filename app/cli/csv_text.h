#pragma once
// From the bytes of a CSV file to its text. UTF-8 is read, with or without a byte order mark, and UTF-16 and
// UTF-32 with one; nothing is guessed: in a list of file names a wrong letter is another file.

#include "core/base/result.h"
#include <QByteArray>

namespace nb::app {

// Without the byte order mark. Error: InvalidArgument; the message begins with "line N: " and says what to
// do.
Result<QString> csvText(const QByteArray& bytes);

} // namespace nb::app
