// nanobanana-studio: the desktop program.

#include "app/exit_codes.h"
#include "app/services.h"
#include "app/studio/studio.h"
#include "core/telemetry/log.h"
#include "ui/desktop/theme/theme.h"
#include <QApplication>
#include <QCommandLineParser>
#include <csignal>
#include <cstdio>

namespace {

using namespace nb;

// --help, --version and errors are answered before a window system is needed.
struct CommandLine {
    QCommandLineParser parser;
    QCommandLineOption config{QStringLiteral("config"),
                              QStringLiteral("Configuration file of NAME=value lines, as the command line "
                                             "takes it."),
                              QStringLiteral("FILE")};
    QCommandLineOption theme{QStringLiteral("theme"),
                             QStringLiteral("For this start: system, light, dark or high-contrast."),
                             QStringLiteral("THEME")};
    QCommandLineOption language{QStringLiteral("language"),
                                QStringLiteral("For this start: en, de or zh_CN."),
                                QStringLiteral("LANGUAGE")};

    QCommandLineOption untitled{
        QStringLiteral("untitled"),
        QStringLiteral("Open the picture as one without a name, and remove the file.")};

    CommandLine() {
        parser.setApplicationDescription(
            QStringLiteral("Regenerates the selected part of a picture. The NANOBANANA_… variables of the "
                           "command line work here too and win over the preferences."));
        parser.addHelpOption();
        parser.addVersionOption();
        parser.addOptions({config, theme, language, untitled});
        parser.addPositionalArgument(QStringLiteral("picture"),
                                     QStringLiteral("A picture or project to open."),
                                     QStringLiteral("[picture]"));
    }
};

// nullopt = start the studio.
std::optional<app::ExitCode> answerWithoutWindow(CommandLine& line, const QStringList& arguments) {
    const auto say = [](std::FILE* to, const QString& text) { std::fputs(qPrintable(text), to); };
    if (!line.parser.parse(arguments) || line.parser.positionalArguments().size() > 1) {
        const QString fault = line.parser.errorText();
        say(stderr, QStringLiteral("nanobanana-studio: %1; see nanobanana-studio --help\n")
                        .arg(fault.isEmpty() ? QStringLiteral("one picture at a time") : fault));
        return app::ExitCode::Usage;
    }
    const auto choice = [&](const QCommandLineOption& option, const QStringList& allowed) {
        if (!line.parser.isSet(option) || allowed.contains(line.parser.value(option)))
            return true;
        say(stderr, QStringLiteral("nanobanana-studio: --%1 takes one of: %2\n")
                        .arg(option.names().first(), allowed.join(QStringLiteral(", "))));
        return false;
    };
    if (!choice(line.theme, desktop::themeNames()) ||
        !choice(line.language, {QStringLiteral("en"), QStringLiteral("de"), QStringLiteral("zh_CN")}))
        return app::ExitCode::Usage;
    if (line.parser.isSet(QStringLiteral("version"))) {
        say(stdout, QStringLiteral("nanobanana-studio " NB_VERSION "\n"));
        return app::ExitCode::Done;
    }
    if (line.parser.isSet(QStringLiteral("help"))) {
        say(stdout, line.parser.helpText());
        return app::ExitCode::Done;
    }
    return std::nullopt;
}

int runStudio(CommandLine& line) {
    app::StudioOptions options;
    options.sources = config::Sources::ofThisProcess(config::Program::Studio);
    options.sources.configFile = line.parser.value(line.config);
    options.theme = line.parser.value(line.theme);
    options.language = line.parser.value(line.language);
    const config::Usable usable = config::usable(options.sources);
    const Result<config::Loaded> loaded = config::load(usable.sources);
    log::start(log::Sink::TextToStderr, app::stderrLevel(loaded ? loaded->settings : config::Settings()));
    for (const QString& fault : usable.faults)
        log::warning(fault);
    app::Studio studio(options);
    studio.start();
    if (const QStringList pictures = line.parser.positionalArguments(); !pictures.isEmpty()) {
        if (line.parser.isSet(line.untitled))
            studio.window().openUntitled(pictures.first());
        else
            studio.window().open(pictures.first());
    }
    return QApplication::exec();
}

} // namespace

int main(int argc, char* argv[]) {
    std::signal(SIGPIPE, SIG_IGN); // a write to a closed socket fails with an error instead
    QCoreApplication::setApplicationName(QStringLiteral("nanobanana-studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(NB_VERSION));
    CommandLine line;
    {
        const QCoreApplication withoutWindow(argc, argv);
        if (const auto code = answerWithoutWindow(line, QCoreApplication::arguments()))
            return static_cast<int>(*code);
    }
    QGuiApplication::setDesktopFileName(QStringLiteral("nanobanana-studio"));
    QApplication application(argc, argv);
    const int code = runStudio(line);
    nb::log::stop();
    return code;
}
