#pragma once
// What every command does around its own work: reads its words, answers --help, reports the error.

#include "app/cli/arguments.h"
#include "app/cli/output.h"
#include "core/base/result.h"
#include <functional>

namespace nb::app {

using CommandBody = std::function<Result<ExitCode>(const Arguments&, OutputStyle)>;

// `words` begin after the command. An error, of the words or of the body, is reported in the style that was
// asked for, and is the exit code.
ExitCode runCommand(Arguments arguments, const QStringList& words, const CommandBody& body);

} // namespace nb::app
