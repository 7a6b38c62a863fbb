#pragma once
// What commands print: sentences for people, errors and notices on stderr; or one JSON object a line on
// stdout for scripts (--json).

#include "app/exit_codes.h"
#include "core/base/error.h"
#include <QJsonObject>

namespace nb::app {

enum class OutputStyle { Text, Json };

void printLine(const QString& text);   // stdout
void printNotice(const QString& text); // stderr
void printJson(const QJsonObject& object);

// {"success":false,"error_message":…,"error_code":…,"field":…,"exit_code":…}
[[nodiscard]] QJsonObject errorAsJson(const Error& error);

// Reports the error in that style and returns its exit code.
ExitCode reportError(const Error& error, OutputStyle style);

} // namespace nb::app
