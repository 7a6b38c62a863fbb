#pragma once
// The table `requests`: rows go in and, when they are old, out. core/request_log/migrations.h makes it.

#include "core/request_log/database.h"
#include <QDateTime>
#include <optional>
#include <vector>

namespace nb::request_log {

// A row but for its id; nullopt and an empty engine are NULL.
struct Row {
    QDateTime createdAt; // kept with milliseconds, in UTC
    QString requestId;
    QString clientHash;
    std::optional<qint64> width, height, imageBytes, maskBytes, promptLength;
    QString engine;
    int status = 0;
    double totalSeconds = 0;
    std::optional<double> validationSeconds, apiSeconds;
    std::optional<int> attempts;
    std::optional<double> costUsd;
};

// All or none. At most 1000 at a time: a statement has a limited number of values. Errors here as
// Database::run().
Result<> insertRows(Database& database, const std::vector<Row>& rows);

// Deletes rows from before `limit`, the oldest first, at most `count`, and not those that another process is
// deleting at the moment. Returns how many.
Result<int> deleteBefore(Database& database, const QDateTime& limit, int count);

} // namespace nb::request_log
