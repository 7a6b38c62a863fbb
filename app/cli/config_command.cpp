#include "app/cli/command.h"
#include "app/cli/configured.h"
#include "app/cli/run_command.h"
#include "core/config/describe.h"

namespace nb::app {
namespace {

Arguments describedArguments() {
    Arguments arguments(
        QStringLiteral("config [options]"),
        QStringLiteral("Prints the effective configuration and where each value comes from. Secrets are "
                       "shown as (set) or (empty)."),
        QStringLiteral("Examples:\n"
                       "  nanobanana config\n"
                       "  PORT=9000 nanobanana config --json\n"));
    addConfigurationOptions(arguments, {"provider", "method", "host", "port"});
    arguments.addFlag(QStringLiteral("json"), QStringLiteral("As one JSON object."));
    arguments.addFlag(QStringLiteral("markdown"),
                      QStringLiteral("The reference of all options, docs/configuration.md."));
    return arguments;
}

Result<ExitCode> perform(const Arguments& arguments, OutputStyle style) {
    if (arguments.isSet(QStringLiteral("markdown"))) {
        printLine(config::configurationMarkdown().trimmed());
        return ExitCode::Done;
    }
    const Result<config::Loaded> loaded = loadConfiguration(arguments, config::Program::Serve);
    if (!loaded)
        return loaded.error();
    for (const QString& warning : loaded->warnings)
        printNotice(QStringLiteral("nanobanana: ") + warning);
    if (style == OutputStyle::Json)
        printJson(config::effectiveJson(*loaded));
    else
        printLine(config::effectiveText(*loaded).trimmed());
    return ExitCode::Done;
}

} // namespace

ExitCode runConfig(const QStringList& arguments) {
    return runCommand(describedArguments(), arguments, perform);
}

} // namespace nb::app
