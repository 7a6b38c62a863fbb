#include "core/server/api/page_response.h"
#include "core/server/http/accept_encoding.h"
#include "core/server/http/entity_tag.h"
#include <QByteArrayList>

namespace nb::server {

namespace {

// Scripts, styles and workers from this origin alone, none written into the page. blob: and data: are the
// pictures that the page itself makes.
constexpr const char* kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src "
    "'self'; "
    "worker-src 'self'; manifest-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

constexpr const char* kNoPage =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>NanoBanana</title>"
    "<meta name=\"viewport\" content=\"width=device-width\">"
    "<h1>This build has no web page</h1>"
    "<p>The program was built with <code>-DNB_BUILD_WEB=OFF</code>. To get the page, install Node.js 18 or "
    "newer "
    "with npm, and build it with <code>-DNB_BUILD_WEB=ON</code>; <code>make run</code> does both.</p>"
    "<p>The API works here all the same: <a href=\"/api/health\">/api/health</a>, "
    "<a href=\"/api/limits\">/api/limits</a>, <code>POST /api/edit</code>.</p></html>";

QByteArray cacheControl(PageCaching caching) {
    switch (caching) {
    case PageCaching::Revalidated:
        break;
    case PageCaching::Briefly:
        return "public, max-age=3600";
    case PageCaching::Forever:
        return "public, max-age=31536000, immutable";
    }
    return "no-cache";
}

void addPageHeaders(Response& response, PageCaching caching) {
    response.add("Cache-Control", cacheControl(caching));
    response.add("Content-Security-Policy", kPagePolicy);
    response.add("Cross-Origin-Resource-Policy", "same-origin");
    response.add("Vary", "Accept-Encoding");
}

// Those that there are, the smallest first.
QByteArrayList codingsOf(const PageFile& file) {
    QByteArrayList codings;
    if (!file.brotli.isEmpty())
        codings.append("br");
    if (!file.gzip.isEmpty())
        codings.append("gzip");
    return codings;
}

} // namespace

Response pageResponse(const PageFile& file, const RequestHead& head) {
    const QByteArray coding = chooseCoding(head.list("Accept-Encoding"), codingsOf(file));
    // Other bytes, so another tag: it is a strong one.
    const QByteArray tag = '"' + file.etag + (coding.isEmpty() ? QByteArray() : '-' + coding) + '"';
    const bool isKnown = namesTag(head.list("If-None-Match"), tag);
    Response response{isKnown ? 304 : 200, file.type, {}, {}};
    response.add("ETag", tag);
    addPageHeaders(response, file.caching);
    if (isKnown)
        return response;
    response.body = coding == "br" ? file.brotli : coding == "gzip" ? file.gzip : file.plain;
    if (!coding.isEmpty())
        response.add("Content-Encoding", coding);
    return response;
}

Response noPageResponse() {
    Response response{404, "text/html; charset=utf-8", kNoPage, {}};
    addPageHeaders(response, PageCaching::Revalidated);
    return response;
}

} // namespace nb::server
