#include "core/request_log/client_hash.h"

#include <QMessageAuthenticationCode>
#include <QRandomGenerator>
#include <array>
#include <utility>

namespace nb::request_log {
namespace {

constexpr qsizetype kHashBytes = 16;

QByteArray randomKey() {
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    return {reinterpret_cast<const char*>(words.data()), sizeof(words)};
}

} // namespace

ClientHash::ClientHash(QByteArray key) : m_key(key.isEmpty() ? randomKey() : std::move(key)) {}

QString ClientHash::of(const QByteArray& client) const {
    const QByteArray whole = QMessageAuthenticationCode::hash(client, m_key, QCryptographicHash::Sha256);
    return QString::fromLatin1(whole.first(kHashBytes).toHex());
}

} // namespace nb::request_log
