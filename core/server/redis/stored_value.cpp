#include "core/server/redis/stored_value.h"

#include <QDataStream>
#include <QIODevice>

namespace nb::redis {
namespace {

constexpr quint8 kVersion = 1;
constexpr auto kStreamVersion = QDataStream::Qt_6_0;
constexpr int kMaxAttempts = 1000; // far more than one edit makes
constexpr QByteArrayView kPngSignature = "\x89PNG\r\n\x1a\n";

} // namespace

Value valueOf(const server::StoredResult& result) {
    Value value;
    QDataStream stream(&value.head, QIODevice::WriteOnly);
    stream.setVersion(kStreamVersion);
    stream << kVersion << result.engine.toUtf8() << static_cast<qint32>(result.attempts);
    value.body = result.png;
    return value;
}

std::optional<server::StoredResult> resultOf(const Value& value) {
    QDataStream stream(value.head);
    stream.setVersion(kStreamVersion);
    quint8 version = 0;
    QByteArray engine;
    qint32 attempts = 0;
    stream >> version >> engine >> attempts;
    // The engine becomes a header of the response.
    const bool isWord = !engine.isEmpty() && std::all_of(engine.begin(), engine.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    if (stream.status() != QDataStream::Ok || version != kVersion || !isWord || attempts < 0 ||
        attempts > kMaxAttempts || !value.body.startsWith(kPngSignature))
        return std::nullopt;
    return server::StoredResult{value.body, QString::fromLatin1(engine), attempts};
}

} // namespace nb::redis
