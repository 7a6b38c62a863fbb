#include "core/server/api/edit_log.h"
#include "core/server/http/error_response.h"
#include "core/telemetry/log.h"
#include <QJsonArray>
#include <QJsonObject>

namespace nb::server {

void logStage(const LogIds& ids, const QString& stage, std::chrono::nanoseconds duration) {
    QJsonObject fields = ids.fields();
    fields.insert(QStringLiteral("duration_ms"), std::chrono::duration<double, std::milli>(duration).count());
    log::debug(stage, fields);
}

void logWarnings(const LogIds& ids, const QStringList& sentences) {
    if (sentences.isEmpty())
        return;
    QJsonObject fields = ids.fields();
    fields.insert(QStringLiteral("warnings"), QJsonArray::fromStringList(sentences));
    log::warning(QStringLiteral("Odd input"), fields);
}

void logSuccess(const RequestRecord& record, const StoredResult& result, std::chrono::nanoseconds total) {
    const EditFacts& facts = record.edit;
    QJsonObject fields = record.logIds().fields();
    fields.insert(QStringLiteral("total_time"), std::chrono::duration<double>(total).count());
    fields.insert(QStringLiteral("image_size"),
                  QStringLiteral("%1x%2").arg(QString::number(facts.imageSize.width()),
                                              QString::number(facts.imageSize.height())));
    fields.insert(QStringLiteral("prompt_length"), facts.promptLength.value_or(0));
    fields.insert(QStringLiteral("engine"), result.engine);
    fields.insert(QStringLiteral("attempts"), result.attempts);
    log::info(QStringLiteral("Inpainting completed successfully"), fields);
}

void logFailure(const RequestRecord& record, const Error& error) {
    QJsonObject fields = record.logIds().fields();
    fields.insert(QStringLiteral("error"), errorName(error.code));
    fields.insert(QStringLiteral("cause"), error.message);
    fields.insert(QStringLiteral("detail"), error.detail);
    log::write(httpStatus(error.code) >= 500 ? log::Level::Error : log::Level::Debug,
               QStringLiteral("Inpainting failed"), fields);
}

} // namespace nb::server
