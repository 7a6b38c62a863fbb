#pragma once
// What every command does around its own work: reads its arguments, answers --help, reports the error.

#include "app/cli/arguments.h"
#include "app/cli/output.h"
#include "core/base/result.h"
#include <functional>

namespace nb::app {

using CommandBody = std::function<Result<ExitCode>(const Arguments&, OutputStyle)>;

// `arguments` begin after the command. An error, of the arguments or of the body, is reported and decides the
// exit code; in JSON if --json asks for it, else in `style`.
ExitCode runCommand(Arguments parser, const QStringList& arguments, const CommandBody& body,
                    OutputStyle style = OutputStyle::Text);

} // namespace nb::app
