#include "core/request_log/request_table.h"

#include <QTimeZone>

namespace nb::request_log {
namespace {

const QString kColumns = QStringLiteral(
    "created_at, request_id, client_hash, width, height, image_bytes, mask_bytes, prompt_length,"
    " engine, status, total_seconds, validation_seconds, api_seconds, attempts, cost_usd");
const QString kPlaceholders = QStringLiteral("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

// 2026-01-31T12:00:00.123Z: of one length, so that as texts they have the order of the times.
QString timeText(const QDateTime& time) {
    return time.toUTC().toString(Qt::ISODateWithMs);
}

template <class T>
QVariant orNull(const std::optional<T>& value) {
    return value ? QVariant::fromValue(*value) : QVariant();
}

// QtSql binds a null QString as NULL.
QVariant text(const QString& text) {
    return text.isNull() ? QStringLiteral("") : text;
}

QVariantList valuesOf(const Row& row) {
    return {timeText(row.createdAt),
            text(row.requestId),
            text(row.clientHash),
            orNull(row.width),
            orNull(row.height),
            orNull(row.imageBytes),
            orNull(row.maskBytes),
            orNull(row.promptLength),
            row.engine.isEmpty() ? QVariant() : QVariant(row.engine),
            row.status,
            row.totalSeconds,
            orNull(row.validationSeconds),
            orNull(row.apiSeconds),
            orNull(row.attempts),
            orNull(row.costUsd)};
}

} // namespace

Result<> insertRows(Database& database, const std::vector<Row>& rows) {
    if (rows.empty())
        return {};
    QStringList places;
    QVariantList values;
    for (const Row& row : rows) {
        places << kPlaceholders;
        values << valuesOf(row);
    }
    const QString sql = QStringLiteral("INSERT INTO requests(") + kColumns + QStringLiteral(") VALUES ") +
                        places.join(QLatin1Char(','));
    if (const Result<QSqlQuery> done = database.run(sql, values); !done)
        return done.error();
    return {};
}

Result<int> deleteBefore(Database& database, const QDateTime& limit, int count) {
    QString sql = QStringLiteral("DELETE FROM requests WHERE id IN (SELECT id FROM requests"
                                 " WHERE created_at < ? ORDER BY created_at LIMIT ?");
    sql += database.kind() == Kind::PostgreSql ? QStringLiteral(" FOR UPDATE SKIP LOCKED)")
                                               : QStringLiteral(")");
    const Result<QSqlQuery> done = database.run(sql, {timeText(limit), count});
    if (!done)
        return done.error();
    return done->numRowsAffected();
}

} // namespace nb::request_log
