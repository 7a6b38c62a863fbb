#include "core/server/api/client_key.h"

#include "core/server/api/rate_buckets.h"
#include <QCryptographicHash>

namespace nb::server {

namespace {

// What follows "Bearer" in the header.
QByteArray credentials(const QByteArray& authorization) {
    return authorization.mid(authorization.indexOf(' ') + 1).trimmed();
}

} // namespace

QByteArray clientKey(const RequestRecord& record, const config::ServerSettings& settings) {
    const QByteArray who = settings.apiTokens.isEmpty()
                               ? "address " + networksOf(record.client).own
                               : "token " + credentials(record.head.value("Authorization"));
    return QCryptographicHash::hash(who, QCryptographicHash::Sha256);
}

} // namespace nb::server
