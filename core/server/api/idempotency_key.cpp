#include "core/server/api/idempotency_key.h"

#include <QCryptographicHash>
#include <algorithm>

namespace nb::server {

namespace {

constexpr const char* kName = "Idempotency-Key";

Error malformed() {
    return {ErrorCode::Malformed,
            QStringLiteral("Idempotency-Key must be 1 to %1 visible ASCII characters, in quotes or not, and "
                           "stand there once")
                .arg(kMaxIdempotencyKeyLength)};
}

// A string of RFC 8941, with its quotes; nullopt if it is none.
std::optional<QByteArray> unquoted(QByteArrayView text) {
    if (text.size() < 2 || text.back() != '"')
        return std::nullopt;
    const QByteArrayView inside = text.sliced(1, text.size() - 2);
    QByteArray key;
    for (qsizetype i = 0; i < inside.size(); ++i) {
        char c = inside[i];
        if (c == '"')
            return std::nullopt;
        if (c == '\\') {
            if (++i == inside.size() || (inside[i] != '"' && inside[i] != '\\'))
                return std::nullopt;
            c = inside[i];
        }
        key += c;
    }
    return key;
}

bool isVisible(char c) {
    return c > ' ' && c <= '~';
}

// Two keys in one header are joined by a comma.
bool mayStandBare(char c) {
    return isVisible(c) && c != '"' && c != ',';
}

} // namespace

Result<QByteArray> idempotencyKey(const RequestHead& head) {
    const auto isKey = [](const HeaderField& field) {
        return field.name.compare(kName, Qt::CaseInsensitive) == 0;
    };
    const auto count = std::count_if(head.fields.begin(), head.fields.end(), isKey);
    if (count == 0)
        return QByteArray();
    const QByteArray value = head.value(kName).trimmed();
    std::optional<QByteArray> key = value;
    const bool isQuoted = value.startsWith('"');
    if (isQuoted)
        key = unquoted(value);
    const auto isAllowed = [isQuoted](char c) {
        return isQuoted ? c == ' ' || isVisible(c) : mayStandBare(c);
    };
    if (count > 1 || !key || key->isEmpty() || key->size() > kMaxIdempotencyKeyLength ||
        !std::all_of(key->begin(), key->end(), isAllowed))
        return malformed();
    return *std::move(key);
}

QByteArray scopedKey(const QByteArray& key, const QByteArray& client) {
    // The client's part has always the same length.
    return QCryptographicHash::hash(client + key, QCryptographicHash::Sha256);
}

} // namespace nb::server
