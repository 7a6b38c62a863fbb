// nanobanana: the command line and the HTTP server. It links neither Qt Gui nor Widgets.

#include "app/cli/command.h"
#include "app/cli/output.h"
#include "core/storage/file_path.h"
#include "core/telemetry/log.h"
#include <QCoreApplication>
#include <algorithm>
#include <csignal>

namespace {

using namespace nb::app;

QString help() {
    QString text = QStringLiteral(
        "Usage: nanobanana <command> [options]\n\n"
        "Regenerates the selected part of a picture: with the NanoBanana API or another image\n"
        "API, or without a key by a local engine, offline.\n\nCommands:\n");
    for (const Command& command : commands())
        text += QStringLiteral("  %1%2\n")
                    .arg(QString::fromLatin1(command.name).leftJustified(10),
                         QString::fromLatin1(command.summary));
    text += QStringLiteral(
        "\n  nanobanana <command> --help    what a command takes, with examples\n"
        "  nanobanana --version           the version\n\n"
        "Example:\n"
        "  nanobanana edit --image photo.jpg --mask mask.png --prompt \"a red rose\" --output out.png\n\n");
    return text + exitCodeHelp();
}

ExitCode dispatch(const QStringList& arguments) {
    const QString first = arguments.value(0);
    if (first.isEmpty() || first == QLatin1String("--help") || first == QLatin1String("-h") ||
        first == QLatin1String("help")) {
        printLine(help().trimmed());
        return first.isEmpty() ? ExitCode::Usage : ExitCode::Done;
    }
    if (first == QLatin1String("--version")) {
        printLine(QStringLiteral("nanobanana " NB_VERSION));
        return ExitCode::Done;
    }
    const auto command =
        std::ranges::find(commands(), first, [](const Command& c) { return QString::fromLatin1(c.name); });
    if (command != commands().end())
        return command->run(arguments.mid(1));
    printNotice(QStringLiteral("nanobanana: there is no command '%1'; see nanobanana --help")
                    .arg(nb::storage::shown(first)));
    return ExitCode::Usage;
}

} // namespace

int main(int argc, char* argv[]) {
    // A peer or a pipe that goes away is an error of one write, not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    // Not QCoreApplication::arguments(), which loses bytes that are no UTF-8.
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments += nb::storage::toText(argv[i]);
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("nanobanana"));
    QCoreApplication::setApplicationVersion(QStringLiteral(NB_VERSION));
    const ExitCode code = dispatch(arguments);
    nb::log::stop();
    return static_cast<int>(code);
}
