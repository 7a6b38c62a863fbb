#include "core/server/api/response_cache.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>

namespace nb::server {
namespace {

QByteArray described(const edit::Parameters& parameters, const QString& engine) {
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << engine << parameters.prompt << parameters.seed.has_value() << parameters.seed.value_or(0)
           << parameters.strength << parameters.guidanceScale << parameters.preserveUnmasked;
    return bytes;
}

} // namespace

ResponseCache::ResponseCache(const Limits& limits, Clock clock)
    : m_limits(limits), m_clock(std::move(clock)), m_kept(limits.maxBytes) {}

QByteArray ResponseCache::keyOf(QByteArrayView image, QByteArrayView mask, const edit::Parameters& parameters,
                                const QString& engine) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const QByteArray words = described(parameters, engine);
    for (const QByteArrayView part : {image, mask, QByteArrayView(words)}) {
        // With its length, so that no two ways to cut the same bytes are alike.
        hash.addData(QByteArray::number(part.size()) + ':');
        hash.addData(part);
    }
    return hash.result();
}

std::optional<ResponseCache::Entry> ResponseCache::find(const QByteArray& key) {
    const Kept* kept = m_kept.object(key);
    if (!kept)
        return std::nullopt;
    if (kept->until > m_clock())
        return kept->entry;
    m_kept.remove(key);
    return std::nullopt;
}

void ResponseCache::insert(const QByteArray& key, const Entry& entry) {
    m_kept.insert(key, new Kept{entry, m_clock() + m_limits.timeToLive}, entry.png.size());
}

} // namespace nb::server
