#pragma once
// The socket below a connection of QtSql's PostgreSQL driver, so that another thread can end a statement
// whose answer does not come: libpq waits for it without a limit.

class QSqlDatabase;

namespace nb::request_log {

// A descriptor of the caller's own for that socket, which stays valid when libpq closes its one; -1 if the
// database is not an open one of PostgreSQL.
[[nodiscard]] int duplicateSocket(const QSqlDatabase& database);

} // namespace nb::request_log
