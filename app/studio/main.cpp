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

// --help, --version and what is wrong with the words are said before a window system is needed.
struct Words {
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

    Words() {
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

// nullopt = go on.
std::optional<app::ExitCode> answerWithoutWindow(Words& words, const QStringList& arguments) {
    const auto say = [](std::FILE* to, const QString& text) { std::fputs(qPrintable(text), to); };
    if (!words.parser.parse(arguments) || words.parser.positionalArguments().size() > 1) {
        const QString fault = words.parser.errorText();
        say(stderr, QStringLiteral("nanobanana-studio: %1; see nanobanana-studio --help\n")
                        .arg(fault.isEmpty() ? QStringLiteral("one picture at a time") : fault));
        return app::ExitCode::Usage;
    }
    const auto choice = [&](const QCommandLineOption& option, const QStringList& allowed) {
        if (!words.parser.isSet(option) || allowed.contains(words.parser.value(option)))
            return true;
        say(stderr, QStringLiteral("nanobanana-studio: --%1 takes one of: %2\n")
                        .arg(option.names().first(), allowed.join(QStringLiteral(", "))));
        return false;
    };
    if (!choice(words.theme, desktop::themeNames()) ||
        !choice(words.language, {QStringLiteral("en"), QStringLiteral("de"), QStringLiteral("zh_CN")}))
        return app::ExitCode::Usage;
    if (words.parser.isSet(QStringLiteral("version"))) {
        say(stdout, QStringLiteral("nanobanana-studio " NB_VERSION "\n"));
        return app::ExitCode::Done;
    }
    if (words.parser.isSet(QStringLiteral("help"))) {
        say(stdout, words.parser.helpText());
        return app::ExitCode::Done;
    }
    return std::nullopt;
}

int run(Words& words) {
    app::StudioOptions options;
    options.sources = config::Sources::ofThisProcess();
    options.sources.configFile = words.parser.value(words.config);
    options.theme = words.parser.value(words.theme);
    options.language = words.parser.value(words.language);
    const Result<config::Loaded> loaded = config::load(options.sources);
    if (!loaded) {
        std::fprintf(stderr, "nanobanana-studio: %s\n", qPrintable(loaded.error().message));
        return static_cast<int>(app::ExitCode::Usage);
    }
    log::start(log::Sink::TextToStderr, app::stderrLevel(loaded->settings));
    app::Studio studio(options);
    studio.start();
    if (const QStringList pictures = words.parser.positionalArguments(); !pictures.isEmpty()) {
        if (words.parser.isSet(words.untitled))
            studio.window().openUntitled(pictures.first());
        else
            studio.window().open(pictures.first());
    }
    return QApplication::exec();
}

} // namespace

int main(int argc, char* argv[]) {
    std::signal(SIGPIPE, SIG_IGN); // a peer that goes away is an error of one write
    QCoreApplication::setApplicationName(QStringLiteral("nanobanana-studio"));
    QCoreApplication::setApplicationVersion(QStringLiteral(NB_VERSION));
    Words words;
    {
        const QCoreApplication withoutWindow(argc, argv);
        if (const auto code = answerWithoutWindow(words, QCoreApplication::arguments()))
            return static_cast<int>(*code);
    }
    QGuiApplication::setDesktopFileName(QStringLiteral("nanobanana-studio"));
    QApplication application(argc, argv);
    const int code = run(words);
    nb::log::stop();
    return code;
}
