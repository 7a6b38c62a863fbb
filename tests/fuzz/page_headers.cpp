// What a browser says about the copies of a page's file that it takes and has: a block that is an
// Accept-Encoding, then an If-None-Match.

#include "core/server/http/accept_encoding.h"
#include "core/server/http/entity_tag.h"
#include "tests/fuzz/fuzz_target.h"
#include <QByteArrayList>

namespace nb::fuzz {
namespace {

void checkCoding(const QByteArray& accept) {
    const QByteArrayList codings{"br", "gzip"};
    const QByteArray chosen = server::chooseCoding(accept, codings);
    require(chosen.isEmpty() || codings.contains(chosen), "a coding is one of those that there are");
    require(chosen.isEmpty() || accept.toLower().contains(chosen) || accept.contains('*'),
            "and one that the client has named");
    require(server::chooseCoding(accept.toUpper(), codings) == chosen, "in any case");
    require(server::chooseCoding(accept, {}).isEmpty(), "without copies it is the plain bytes");
    const QByteArray alone = server::chooseCoding(accept, {"gzip"});
    require(chosen != "gzip" || alone == "gzip", "a coding does not depend on a worse one");
}

void checkTag(const QByteArray& list) {
    const QByteArray tag = "\"0123-gzip\"";
    const bool isNamed = server::namesTag(list, tag);
    require(!isNamed || list.trimmed() == "*" || list.contains(tag), "only a tag that is there is named");
    require(!isNamed || list.trimmed() == "*" || server::namesTag(list + ", \"x\"", tag),
            "one more tag does not hide it");
    require(isNamed || list.contains(tag) || !server::namesTag(list + ",\"y\"", tag), "nor make it");
}

void pageHeaders(QByteArrayView input) {
    Parts parts(input);
    checkCoding(parts.block());
    checkTag(parts.rest().toByteArray());
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(page_headers, nb::fuzz::pageHeaders)
