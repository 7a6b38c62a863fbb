#include "app/cli/run_command.h"

namespace nb::app {

ExitCode runCommand(Arguments arguments, const QStringList& words, const CommandBody& body) {
    const Result<> parsed = arguments.parse(words);
    const QString json = QStringLiteral("json");
    const OutputStyle style =
        arguments.takes(json) && arguments.isSet(json) ? OutputStyle::Json : OutputStyle::Text;
    if (!parsed)
        return reportError(parsed.error(), style);
    if (arguments.helpRequested()) {
        printLine(arguments.helpText().trimmed());
        return ExitCode::Done;
    }
    const Result<ExitCode> code = body(arguments, style);
    return code ? *code : reportError(code.error(), style);
}

} // namespace nb::app
