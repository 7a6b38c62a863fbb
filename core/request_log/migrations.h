#pragma once
// Brings the tables of the request log to the version that this program writes. Which versions a database has
// seen stands in its table request_log_schema. Migrations only add: during a rolling update the older program
// goes on writing into the newer table.

#include "core/request_log/database.h"

namespace nb::request_log {

// Entry n, counted from 1, leads from version n - 1 to n. Each runs once in a database, together with the
// others that it lacks, in one transaction.
using Migrations = QList<QStringList>;

[[nodiscard]] const Migrations& migrationsOf(Kind kind);

// 0 = none yet.
Result<int> schemaVersion(Database& database);

// Runs what the database lacks; nothing if it has been written by a newer program. Several processes may do
// it at once: the first one does it, the others wait for that. Error: as Database::run(); then nothing has
// changed.
Result<> migrate(Database& database, const Migrations& migrations);

} // namespace nb::request_log
