#include "app/cli/run_command.h"

namespace nb::app {

ExitCode runCommand(Arguments parser, const QStringList& arguments, const CommandBody& body,
                    OutputStyle style) {
    const Result<> parsed = parser.parse(arguments);
    const QString json = QStringLiteral("json");
    if (parser.takes(json) && parser.isSet(json))
        style = OutputStyle::Json;
    if (!parsed)
        return reportError(parsed.error(), style);
    if (parser.helpRequested()) {
        printLine(parser.helpText().trimmed());
        return ExitCode::Done;
    }
    const Result<ExitCode> code = body(parser, style);
    return code ? *code : reportError(code.error(), style);
}

} // namespace nb::app
