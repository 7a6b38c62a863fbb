#pragma once
// What commands print: sentences for people, errors and notices on stderr; or one JSON object a line on
// stdout for scripts (--json). An error of `serve` is also a line of its log.

#include "app/exit_codes.h"
#include "core/base/error.h"
#include <QJsonObject>

namespace nb::app {

// Log: as Text, and if stdout is no terminal also a line there, as core/telemetry/log.h writes them: whoever
// collects the log of a server must find in it why there is none.
enum class OutputStyle { Text, Json, Log };

void printLine(const QString& text);   // stdout
void printNotice(const QString& text); // stderr
void printJson(const QJsonObject& object);

// {"success":false,"error_message":…,"error_code":…,"field":…,"exit_code":…}
[[nodiscard]] QJsonObject errorAsJson(const Error& error);

// Reports the error in that style and returns its exit code.
ExitCode reportError(const Error& error, OutputStyle style);

} // namespace nb::app
