#pragma once
// Reads files of NAME=value lines, as `.env` files are written: blank lines and lines that begin with # are
// skipped, `export ` may precede a name, a value may be quoted ('…' literally; "…" with the escapes \n, \",
// \\ and
// \$, other backslashes are kept), and an unquoted one ends before " #". It does not know the options and
// does not expand variables.

#include "core/base/result.h"
#include <QList>
#include <QString>
#include <QStringList>

namespace nb::config {

struct EnvLine {
    QString name;
    QString value;
    int line = 0; // from 1
};

struct EnvFile {
    QList<EnvLine> lines;
    QStringList errors; // "line 3: …", never with a value in them
};

[[nodiscard]] EnvFile parseEnvFile(const QString& text);

} // namespace nb::config
