#include "app/cli/built_in_page.h"
#include "app/cli/command.h"
#include "app/cli/configured.h"
#include "app/cli/run_command.h"
#include "app/cli/serve_memory.h"
#include "app/interrupt.h"
#include "app/services.h"
#include "core/config/loader.h"
#include "core/providers/provider.h"
#include "core/request_log/database_request_log.h"
#include "core/server/api/server.h"
#include "core/telemetry/log.h"
#include <QCoreApplication>
#include <opencv2/core/utility.hpp>

namespace nb::app {
namespace {

Arguments describedArguments() {
    Arguments arguments(
        QStringLiteral("serve [options]"),
        QStringLiteral("Serves POST /api/edit and its companions over HTTP, with JSON logs on stdout. "
                       "SIGTERM or Ctrl+C finishes the edits that run and exits with 0; a second one "
                       "ends at once. SIGHUP reads API_TOKENS, LOG_LEVEL and the TLS files "
                       "again."),
        QStringLiteral(
            "Examples:\n"
            "  nanobanana serve\n"
            "  NANOBANANA_KEY_FILE=/run/secrets/key nanobanana serve --host 127.0.0.1 --port 9000\n"
            "  nanobanana serve --web-port 5173    # and a page for browsers\n"
            "  curl -F image=@photo.jpg -F mask=@mask.png -F prompt=\"a red rose\" \\\n"
            "      localhost:8000/api/edit -o out.png\n\n"
            "Everything else is configured by the environment: docs/configuration.md.\n"));
    addConfigurationOptions(arguments, {"provider", "method", "host", "port", "web-port"});
    return arguments;
}

// The log runs for as long as this lives.
class Logging {
public:
    explicit Logging(const config::Settings& settings) {
        log::start(log::Sink::JsonToStdout, settings.logLevel);
    }
    ~Logging() { log::stop(); }
    Logging(const Logging&) = delete;
    Logging& operator=(const Logging&) = delete;
};

// Takes over what may change while edits run; everything else needs a restart.
void reload(const Arguments& arguments, Services& services, server::Server& server) {
    const Result<config::Loaded> loaded = loadConfiguration(arguments, config::Program::Serve);
    const Result<> taken = loaded ? server.reload(loaded->settings) : loaded.error();
    if (!taken) {
        log::error(QStringLiteral("Reload failed; everything stays as it was"),
                   {{QStringLiteral("cause"), taken.error().message}});
        return;
    }
    services.hideTokens(loaded->settings.server.apiTokens);
    log::setLevel(loaded->settings.logLevel);
    log::announce(QStringLiteral("Reloaded"));
}

Result<ExitCode> serve(const Arguments& arguments, const config::Loaded& loaded) {
    const config::Settings& settings = loaded.settings;
    limitArenas();
    const Logging logging(settings);
    for (const QString& warning : loaded.warnings)
        log::warning(warning);
    // Edits run beside each other already; threads of OpenCV's own would not be as nice as the pool's.
    cv::setNumThreads(1);
    Result<std::unique_ptr<Services>> services = makeServices(settings);
    if (!services)
        return services.error();
    Result<std::unique_ptr<server::Server>> server =
        server::Server::create(settings, *(*services)->provider, (*services)->pool, {},
                               settings.server.webPort != 0 ? builtInPage() : server::PageFiles());
    if (!server)
        return server.error();
    if (!settings.requestLog.url.isEmpty()) {
        auto requestLog = request_log::DatabaseRequestLog::create(settings.requestLog, (*server)->metrics());
        if (!requestLog)
            return requestLog.error();
        (*server)->keepRequestLog(*std::move(requestLog));
    }
    prepareForLackOfMemory((*services)->pool);
    const Result<quint16> port = (*server)->listen();
    if (!port)
        return port.error();
    const Interrupt interrupt(
        [&server] {
            log::info(QStringLiteral("Stopping"));
            (*server)->drain([] { QCoreApplication::quit(); });
        },
        static_cast<int>(ExitCode::Cancelled),
        [&arguments, &services, &server] { reload(arguments, **services, **server); });
    log::announce(
        QStringLiteral("Listening"),
        {{QStringLiteral("host"), settings.server.host},
         {QStringLiteral("port"), *port},
         {QStringLiteral("mode"), settings.demoMode() ? QStringLiteral("demo") : QStringLiteral("live")},
         {QStringLiteral("provider"), (*services)->provider->name()}});
    if (settings.server.webPort != 0)
        log::announce(QStringLiteral("Serving the page"),
                      {{QStringLiteral("host"), settings.server.host},
                       {QStringLiteral("port"), settings.server.webPort}});
    QCoreApplication::exec();
    log::info(QStringLiteral("Stopped"));
    return ExitCode::Done;
}

Result<ExitCode> perform(const Arguments& arguments, OutputStyle) {
    const Result<config::Loaded> loaded = loadConfiguration(arguments, config::Program::Serve);
    if (!loaded)
        return loaded.error();
    return serve(arguments, *loaded);
}

} // namespace

ExitCode runServe(const QStringList& arguments) {
    return runCommand(describedArguments(), arguments, perform, OutputStyle::Log);
}

} // namespace nb::app
