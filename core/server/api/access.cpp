#include "core/server/api/access.h"
#include "core/server/api/own_origin.h"
#include "core/server/api/route_table.h"
#include <QCryptographicHash>

namespace nb::server {

namespace {

QByteArray digest(const QByteArray& text) {
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256);
}

bool isEqual(const QByteArray& a, const QByteArray& b) {
    int difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= a[i] ^ b[i];
    return difference == 0;
}

bool hasToken(const QByteArray& authorization, const QStringList& tokens) {
    const QByteArray scheme = "bearer ";
    if (authorization.left(scheme.size()).toLower() != scheme)
        return false;
    // Digests have one length, so that not even the token's length shows in the time.
    const QByteArray given = digest(authorization.mid(scheme.size()).trimmed());
    bool found = false;
    for (const QString& token : tokens)
        found |= isEqual(given, digest(token.toUtf8()));
    return found;
}

bool mayComeFrom(const RequestRecord& record, const QByteArray& origin,
                 const config::ServerSettings& settings) {
    if (origin.isEmpty() || isAllowedOrigin(settings, origin))
        return true;
    return record.route && record.route->origin == OriginRule::NamedOrOwn &&
           isOwnOrigin(record.head, record.usesTls);
}

} // namespace

Result<> checkAccess(const RequestRecord& record, const config::ServerSettings& settings) {
    if (!mayComeFrom(record, record.head.value("Origin"), settings))
        return Error{ErrorCode::Forbidden, QStringLiteral("This origin is not allowed; see ALLOWED_ORIGINS")};
    if (!settings.apiTokens.isEmpty() && !hasToken(record.head.value("Authorization"), settings.apiTokens))
        return Error{ErrorCode::Unauthenticated,
                     QStringLiteral("A valid token is needed: Authorization: Bearer <token>")};
    return {};
}

Result<> checkOperator(const QHostAddress& client, const config::SubnetList& allowlist) {
    if (allowlist.isEmpty() || allowlist.contains(client))
        return {};
    return Error{ErrorCode::Forbidden,
                 QStringLiteral("This address may not read this; see METRICS_ALLOWLIST")};
}

} // namespace nb::server
