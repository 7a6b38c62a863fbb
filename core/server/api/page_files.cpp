#include "core/server/api/page_files.h"
#include <QCryptographicHash>
#include <QHash>

namespace nb::server {

namespace {

constexpr int kTagBytes = 16;

QByteArray typeOf(const QByteArray& name) {
    static const QHash<QByteArray, QByteArray> types{
        {"html", "text/html; charset=utf-8"},
        {"js", "text/javascript; charset=utf-8"},
        {"css", "text/css; charset=utf-8"},
        {"json", "application/json; charset=utf-8"},
        {"map", "application/json; charset=utf-8"},
        {"webmanifest", "application/manifest+json; charset=utf-8"},
        {"svg", "image/svg+xml; charset=utf-8"},
        {"txt", "text/plain; charset=utf-8"},
        {"png", "image/png"},
        {"jpg", "image/jpeg"},
        {"webp", "image/webp"},
        {"ico", "image/x-icon"},
        {"woff2", "font/woff2"},
        {"wasm", "application/wasm"},
    };
    return types.value(name.mid(name.lastIndexOf('.') + 1), "application/octet-stream");
}

PageCaching cachingOf(const QByteArray& name) {
    if (name == "index.html")
        return PageCaching::Revalidated;
    return name.startsWith("assets/") ? PageCaching::Forever : PageCaching::Briefly;
}

} // namespace

PageFile pageFile(const QByteArray& name, const QByteArray& plain, const QByteArray& gzip,
                  const QByteArray& brotli) {
    const QByteArray digest = QCryptographicHash::hash(plain, QCryptographicHash::Sha256);
    return {name == "index.html" ? QByteArray("/") : '/' + name,
            typeOf(name),
            digest.first(kTagBytes).toHex(),
            cachingOf(name),
            plain,
            gzip,
            brotli};
}

} // namespace nb::server
