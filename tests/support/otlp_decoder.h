#pragma once
// Requests of the OpenTelemetry protocol as JSON, decoded by the code that OpenTelemetry publishes on npm
// (tests/otlp, which tools/setup.sh installs). NB_SOURCE_DIR must be defined.

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

namespace nb::test {

// False on a machine without it: the test is skipped.
inline bool hasOtlpDecoder() {
    return !QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty() &&
           QFileInfo::exists(QStringLiteral(NB_SOURCE_DIR "/tests/otlp/node_modules"));
}

// An ExportTraceServiceRequest; ids are hexadecimal, 64-bit numbers text. {"fault": …} if it is none.
inline QJsonObject decodedRequest(const QByteArray& request) {
    QProcess process;
    process.start(QStringLiteral("node"), {QStringLiteral(NB_SOURCE_DIR "/tests/otlp/decode.js")});
    process.write(request);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        return {{QStringLiteral("fault"), QString::fromUtf8(process.readAllStandardError())}};
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

// All its spans. The bytes of several requests in a row are one with the spans of all.
inline QJsonArray spansOf(const QJsonObject& request) {
    QJsonArray spans;
    for (const QJsonValue resource : request[QLatin1String("resourceSpans")].toArray())
        for (const QJsonValue scope : resource[QLatin1String("scopeSpans")].toArray())
            for (const QJsonValue span : scope[QLatin1String("spans")].toArray())
                spans.append(span);
    return spans;
}

} // namespace nb::test
