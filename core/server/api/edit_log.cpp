#include "core/server/api/edit_log.h"
#include "core/server/http/error_response.h"
#include "core/telemetry/log.h"
#include <QJsonArray>
#include <QJsonObject>

namespace nb::server {

namespace {

QString idOf(const RequestRecord& record) {
    return QString::fromLatin1(record.identity.requestId);
}

} // namespace

void logStage(const QString& requestId, const QString& stage, std::chrono::nanoseconds duration) {
    log::debug(stage, {{QStringLiteral("request_id"), requestId},
                       {QStringLiteral("duration_ms"),
                        std::chrono::duration<double, std::milli>(duration).count()}});
}

void logWarnings(const QString& requestId, const QStringList& sentences) {
    if (!sentences.isEmpty())
        log::warning(QStringLiteral("Odd input"),
                     {{QStringLiteral("request_id"), requestId},
                      {QStringLiteral("warnings"), QJsonArray::fromStringList(sentences)}});
}

void logSuccess(const RequestRecord& record, const EditFacts& facts, const StoredResult& result,
                std::chrono::nanoseconds total) {
    QJsonObject fields{{QStringLiteral("request_id"), idOf(record)},
                       {QStringLiteral("total_time"), std::chrono::duration<double>(total).count()},
                       {QStringLiteral("image_size"),
                        QStringLiteral("%1x%2").arg(QString::number(facts.imageSize.width()),
                                                    QString::number(facts.imageSize.height()))},
                       {QStringLiteral("prompt_length"), facts.promptLength},
                       {QStringLiteral("engine"), result.engine},
                       {QStringLiteral("attempts"), result.attempts}};
    if (const QByteArray& trace = record.identity.traceId; !trace.isEmpty())
        fields[QStringLiteral("trace_id")] = QString::fromLatin1(trace);
    log::info(QStringLiteral("Inpainting completed successfully"), fields);
}

void logFailure(const RequestRecord& record, const Error& error) {
    log::write(httpStatus(error.code) >= 500 ? log::Level::Error : log::Level::Debug,
               QStringLiteral("Inpainting failed"),
               {{QStringLiteral("request_id"), idOf(record)},
                {QStringLiteral("error"), errorName(error.code)},
                {QStringLiteral("cause"), error.message},
                {QStringLiteral("detail"), error.detail}});
}

} // namespace nb::server
