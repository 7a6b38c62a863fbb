#include "core/config/env_file.h"

#include <QRegularExpression>
#include <optional>

namespace nb::config {
namespace {

QString unescaped(const QString& text) {
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar next = i + 1 < text.size() ? text[i + 1] : QChar();
        const bool escapes = text[i] == QLatin1Char('\\') && QStringLiteral("n\"\\$").contains(next);
        if (!escapes || next.isNull()) {
            out += text[i];
            continue;
        }
        out += next == QLatin1Char('n') ? QChar(QLatin1Char('\n')) : next;
        ++i;
    }
    return out;
}

// nullopt: a quote does not end, or something follows it.
std::optional<QString> valueOf(const QString& text) {
    static const QRegularExpression comment(QStringLiteral("(^|\\s)#.*$"));
    static const QRegularExpression single(QStringLiteral("^'([^']*)'\\s*(#.*)?$"));
    static const QRegularExpression quoted(QStringLiteral("^\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(#.*)?$"));
    if (text.startsWith(QLatin1Char('\''))) {
        const auto match = single.match(text);
        return match.hasMatch() ? std::optional(match.captured(1)) : std::nullopt;
    }
    if (text.startsWith(QLatin1Char('"'))) {
        const auto match = quoted.match(text);
        return match.hasMatch() ? std::optional(unescaped(match.captured(1))) : std::nullopt;
    }
    return QString(text).remove(comment).trimmed();
}

} // namespace

EnvFile parseEnvFile(const QString& text) {
    static const QRegularExpression assignment(
        QStringLiteral("^(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)$"));
    EnvFile file;
    const QStringList lines = text.split(QLatin1Char('\n'));
    for (int i = 0; i < lines.size(); ++i) {
        const QString line = lines[i].trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        const auto fault = [&](const QString& what, const QString& name = {}) {
            file.faults << EnvFault{QStringLiteral("line %1: %2").arg(QString::number(i + 1), what), name};
        };
        const auto match = assignment.match(line);
        if (!match.hasMatch()) {
            fault(QStringLiteral("must be NAME=value"));
            continue;
        }
        if (const std::optional<QString> value = valueOf(match.captured(2)))
            file.lines << EnvLine{match.captured(1), *value, i + 1};
        else
            fault(QStringLiteral("the quote of %1 does not end with the line").arg(match.captured(1)),
                  match.captured(1));
    }
    return file;
}

} // namespace nb::config
