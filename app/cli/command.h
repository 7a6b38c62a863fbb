#pragma once
// The table of commands: `nanobanana <name> …`.

#include "app/exit_codes.h"
#include <QStringList>
#include <span>

namespace nb::app {

struct Command {
    const char* name;
    const char* summary;
    ExitCode (*run)(const QStringList& words); // the words after the name; blocks until done
};

[[nodiscard]] std::span<const Command> commands();

ExitCode runEdit(const QStringList& words);
ExitCode runBatch(const QStringList& words);
ExitCode runReplay(const QStringList& words);
ExitCode runServe(const QStringList& words);
ExitCode runHealth(const QStringList& words);
ExitCode runConfig(const QStringList& words);

// What --help of every command ends with.
[[nodiscard]] QString exitCodeHelp();

} // namespace nb::app
