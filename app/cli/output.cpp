#include "app/cli/output.h"

#include "core/telemetry/line_format.h"
#include <QJsonDocument>
#include <cstdio>
#include <unistd.h>

namespace nb::app {
namespace {

void write(std::FILE* stream, const QByteArray& text) {
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
}

QByteArray logLine(const Error& error) {
    return log::jsonLine({QDateTime::currentDateTimeUtc(),
                          config::LogLevel::Error,
                          QStringLiteral("Cannot start"),
                          {{QStringLiteral("error"), errorName(error.code)},
                           {QStringLiteral("cause"), error.message},
                           {QStringLiteral("exit_code"), static_cast<int>(exitCodeFor(error))}}});
}

} // namespace

void printLine(const QString& text) {
    write(stdout, text.toUtf8());
}

void printNotice(const QString& text) {
    // A progress line may stand there.
    if (isatty(STDERR_FILENO) == 1)
        std::fputs("\r\033[K", stderr);
    write(stderr, text.toUtf8());
}

void printJson(const QJsonObject& object) {
    write(stdout, QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject errorAsJson(const Error& error) {
    QJsonObject object{{QStringLiteral("success"), false},
                       {QStringLiteral("error_message"), error.message},
                       {QStringLiteral("error_code"), errorName(error.code)},
                       {QStringLiteral("exit_code"), static_cast<int>(exitCodeFor(error))}};
    if (!error.field.isEmpty())
        object.insert(QStringLiteral("field"), error.field);
    if (error.retryAfter)
        object.insert(QStringLiteral("retry_after"), static_cast<qint64>(error.retryAfter->count()));
    return object;
}

ExitCode reportError(const Error& error, OutputStyle style) {
    if (style == OutputStyle::Json)
        printJson(errorAsJson(error));
    else
        printNotice(QStringLiteral("nanobanana: ") + error.message);
    if (style == OutputStyle::Log && isatty(STDOUT_FILENO) == 0)
        write(stdout, logLine(error));
    return exitCodeFor(error);
}

} // namespace nb::app
