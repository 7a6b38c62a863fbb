#include "app/cli/configured.h"

#include "app/cli/arguments.h"
#include "app/cli/output.h"
#include "app/services.h"
#include "core/config/loader.h"
#include "core/telemetry/log.h"

namespace nb::app {

void addConfigurationOptions(Arguments& arguments, std::initializer_list<const char*> flags) {
    arguments.addOption(QStringLiteral("config"), QStringLiteral("FILE"),
                        QStringLiteral("Configuration file of NAME=value lines; see docs/configuration.md."));
    for (const config::Option& option : config::options())
        for (const char* flag : flags)
            if (option.flag == QLatin1String(flag))
                arguments.addOption(option.flag, option.flag.toUpper(),
                                    QStringLiteral("As %1: %2").arg(option.name, option.help));
}

Result<config::Loaded> loadConfiguration(const Arguments& arguments, config::Program program) {
    config::Sources sources = config::Sources::ofThisProcess(program);
    sources.configFile = arguments.value(QStringLiteral("config"));
    for (const config::Option& option : config::options())
        if (arguments.takes(option.flag) && arguments.isSet(option.flag))
            sources.flags.insert(option.flag, arguments.value(option.flag));
    return config::load(sources);
}

Result<std::unique_ptr<Services>> configuredServices(const Arguments& arguments) {
    const Result<config::Loaded> loaded = loadConfiguration(arguments, config::Program::Edit);
    if (!loaded)
        return loaded.error();
    for (const QString& warning : loaded->warnings)
        printNotice(QStringLiteral("nanobanana: ") + warning);
    log::start(log::Sink::TextToStderr, stderrLevel(loaded->settings));
    return makeServices(loaded->settings);
}

} // namespace nb::app
