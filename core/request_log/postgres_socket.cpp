#include "core/request_log/postgres_socket.h"

#include <QSqlDatabase>
#include <QSqlDriver>
#include <QVariant>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>

struct pg_conn; // libpq's, which we do not link: the driver has loaded it

namespace nb::request_log {
namespace {

// Qt 6 names the struct that libpq's PGconn stands for.
bool isConnection(const char* typeName) {
    return std::strcmp(typeName, "pg_conn*") == 0 || std::strcmp(typeName, "PGconn*") == 0;
}

} // namespace

int duplicateSocket(const QSqlDatabase& database) {
    const QVariant handle = database.driver()->handle();
    if (!handle.isValid() || !isConnection(handle.typeName()))
        return -1;
    void* const library = ::dlopen("libpq.so.5", RTLD_LAZY | RTLD_NOLOAD);
    if (!library)
        return -1;
    using SocketOf = int (*)(const pg_conn*);
    const auto socketOf = reinterpret_cast<SocketOf>(::dlsym(library, "PQsocket"));
    const pg_conn* const connection = *static_cast<pg_conn* const*>(handle.constData());
    const int socket = socketOf && connection ? socketOf(connection) : -1;
    const int own = socket < 0 ? -1 : ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    ::dlclose(library); // the driver still holds it
    return own;
}

} // namespace nb::request_log
