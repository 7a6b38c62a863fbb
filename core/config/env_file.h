#pragma once
// Reads files of NAME=value lines, as `.env` files are written: blank lines and lines that begin with # are
// skipped, `export ` may precede a name, a value may be quoted ('…' literally; "…" with the escapes \n, \",
// \\ and
// \$, other backslashes are kept), and an unquoted one ends before " #". It does not know the options and
// does not expand variables.

#include "core/base/result.h"
#include <QList>
#include <QString>

namespace nb::config {

struct EnvLine {
    QString name;
    QString value;
    int line = 0; // from 1
};

struct EnvFault {
    QString text; // "line 3: …", never with a value in it
    QString name; // that the line sets; empty if it names none
};

struct EnvFile {
    QList<EnvLine> lines;
    QList<EnvFault> faults;
};

[[nodiscard]] EnvFile parseEnvFile(const QString& text);

} // namespace nb::config
