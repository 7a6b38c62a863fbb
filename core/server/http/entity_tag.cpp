#include "core/server/http/entity_tag.h"

namespace nb::server {

namespace {

// Blanks, and the empty elements that a list may have.
QByteArrayView afterSeparators(QByteArrayView text) {
    while (!text.isEmpty() && (text.front() == ' ' || text.front() == '\t' || text.front() == ','))
        text = text.sliced(1);
    return text;
}

} // namespace

bool namesTag(QByteArrayView ifNoneMatch, QByteArrayView tag) {
    if (ifNoneMatch.trimmed() == "*")
        return true;
    bool found = false;
    for (QByteArrayView rest = afterSeparators(ifNoneMatch); !rest.isEmpty(); rest = afterSeparators(rest)) {
        if (rest.startsWith("W/"))
            rest = rest.sliced(2);
        const qsizetype end = rest.startsWith('"') ? rest.indexOf('"', 1) : -1;
        if (end < 0)
            return false;
        found |= rest.first(end + 1) == tag;
        rest = rest.sliced(end + 1);
    }
    return found;
}

} // namespace nb::server
