#pragma once
// Merges the configuration: default < .env < --config FILE < environment < flag. It reads only files;
// environment and flags are parameters, so that tests do not depend on the process. Each program reads only
// its own options (Option::programs): the others have their defaults, whatever is set.

#include "core/base/result.h"
#include "core/config/options.h"
#include "core/config/settings.h"
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace nb::config {

struct Sources {
    Program program = Program::Serve; // that asks
    QString dotEnv = {};              // path of a file that is read if it exists; empty = none
    QString configFile = {};          // path of a file that must exist; empty = none
    QMap<QString, QString> environment = {};
    QMap<QString, QString> flags = {}; // by Option::flag, for example "port"

    // ".env" in the working directory and this process's environment; no config file, no flags.
    [[nodiscard]] static Sources ofThisProcess(Program program);
};

enum class Layer { Default, File, Environment, Flag };

// The effective value of one option.
struct Value {
    const Option* option = nullptr;
    QVariant value; // see Type
    Layer layer = Layer::Default;
    QString origin; // "default", ".env:3", "environment", "--port"
};

struct Loaded {
    Settings settings;
    QList<Value> values;  // of every option, in the order of options()
    QStringList warnings; // sentences for the log or stderr; never a secret
};

// Error: InvalidArgument. Its message has one line for each fault, all of them at once, and never contains
// a secret.
Result<Loaded> load(const Sources& sources);

// What a program can use that goes on without the rest.
struct Usable {
    Sources sources;    // without faults, so that load() succeeds; without files, which have been read
    QStringList faults; // why the rest cannot be used: sentences for people; never a secret
};

// For a program with a window, which says the faults there. A key that was meant for an address or a provider
// that cannot be used is not used either: it would go to another one.
[[nodiscard]] Usable usable(const Sources& sources);

} // namespace nb::config
