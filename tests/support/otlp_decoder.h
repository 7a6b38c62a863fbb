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

// All its spans.
inline QJsonArray spansOf(const QJsonObject& request) {
    return request[QStringLiteral("resourceSpans")][0][QStringLiteral("scopeSpans")][0]
                  [QStringLiteral("spans")]
                      .toArray();
}

} // namespace nb::test
