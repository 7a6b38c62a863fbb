#pragma once
// The table of commands: `nanobanana <name> …`.

#include "app/exit_codes.h"
#include <QStringList>
#include <span>

namespace nb::app {

struct Command {
    const char* name;
    const char* summary;
    ExitCode (*run)(const QStringList& arguments); // those after the name; blocks until done
};

[[nodiscard]] std::span<const Command> commands();

ExitCode runEdit(const QStringList& arguments);
ExitCode runBatch(const QStringList& arguments);
ExitCode runReplay(const QStringList& arguments);
ExitCode runServe(const QStringList& arguments);
ExitCode runHealth(const QStringList& arguments);
ExitCode runConfig(const QStringList& arguments);

// What --help of every command ends with.
[[nodiscard]] QString exitCodeHelp();

} // namespace nb::app
