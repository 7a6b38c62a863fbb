#include "app/cli/command.h"

#include <array>

namespace nb::app {

std::span<const Command> commands() {
    static constexpr std::array kCommands{
        Command{"edit", "Edit one picture.", runEdit},
        Command{"batch", "Edit a folder, or the rows of a CSV file.", runBatch},
        Command{"replay", "Make the edits of a journal again, or list them.", runReplay},
        Command{"serve", "Serve edits over HTTP.", runServe},
        Command{"health", "Check whether a server is healthy (for container probes).", runHealth},
        Command{"config", "Print the effective configuration, secrets hidden.", runConfig},
    };
    return kCommands;
}

QString exitCodeHelp() {
    return QStringLiteral(
        "Exit codes: 0 done, 1 internal error, 2 usage or configuration, 3 bad input, 4 provider,\n"
        "5 cancelled, 6 some edits of a list failed, 7 the result cannot be written.\n");
}

} // namespace nb::app
