#pragma once
// The files of the web page (ui/web) as values: what WEB_PORT answers for each path. Whoever composes the
// program hands them over; the server reads no file for them, and a path is only ever compared as a whole.

#include <QByteArray>
#include <QList>

namespace nb::server {

// What a browser may do with a copy of it: ask again each time, keep it for an hour, or for ever.
enum class PageCaching { Revalidated, Briefly, Forever };

struct PageFile {
    QByteArray path; // as it is asked for: "/", "/assets/index-1a2b3c4d.js"
    QByteArray type; // Content-Type, with its charset
    QByteArray etag; // of the plain bytes, without quotes
    PageCaching caching = PageCaching::Revalidated;
    QByteArray plain;
    QByteArray gzip; // the same, compressed; empty = there is no such copy
    QByteArray brotli;
};

using PageFiles = QList<PageFile>;

// name: as the build has written it, without a slash at its front. index.html is what "/" answers; what lies
// in assets/ has a hash of its content in its name, so that it never changes.
[[nodiscard]] PageFile pageFile(const QByteArray& name, const QByteArray& plain, const QByteArray& gzip = {},
                                const QByteArray& brotli = {});

} // namespace nb::server
