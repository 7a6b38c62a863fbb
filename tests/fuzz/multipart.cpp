#include "core/server/http/multipart.h"

#include "core/server/http/http_syntax.h"
#include "tests/fuzz/fuzz_target.h"
#include <algorithm>

namespace nb::fuzz {
namespace {

using server::Part;

// A form as the grammar has it, of parts that were read.
QByteArray written(const QList<Part>& parts, const QByteArray& boundary) {
    QByteArray form;
    for (const Part& part : parts) {
        form += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part.name + '"' +
                (part.isFile ? "; filename=\"x\"" : "") + "\r\n\r\n" + part.content + "\r\n";
    }
    return form + "--" + boundary + "--\r\n";
}

// The first line is the Content-Type, the rest the body.
void multipart(QByteArrayView input) {
    const qsizetype end = input.indexOf('\n');
    const QByteArray contentType = input.first(std::max<qsizetype>(end, 0)).toByteArray();
    const QByteArray body = input.sliced(end + 1).toByteArray();
    const Result<QByteArray> named = server::boundaryOf(contentType);
    if (named)
        require(!named->isEmpty() && named->size() <= 70, "a boundary has 1 to 70 characters");
    const QByteArray boundary = named.value_or("b");
    const Result<QList<Part>> parts = server::splitMultipart(body, boundary);
    if (!parts)
        return;
    require(parts->size() <= server::kMaxParts, "there are no more parts than allowed");
    for (const Part& part : *parts) {
        require(!part.name.isEmpty(), "each part has a name");
        require(!part.content.contains("\r\n--" + boundary), "no part holds a delimiter");
        require(part.content.isEmpty() ||
                    (part.content.constData() >= body.constData() &&
                     part.content.constData() + part.content.size() <= body.constData() + body.size()),
                "a part's content lies in the body");
    }
    const bool plain =
        std::all_of(parts->begin(), parts->end(), [](const Part& p) { return server::isToken(p.name); });
    if (!plain || parts->isEmpty())
        return;
    const QByteArray again = written(*parts, boundary);
    const Result<QList<Part>> second = server::splitMultipart(again, boundary);
    require(second.has_value(), "what was read can be written and read again");
    require(std::equal(parts->begin(), parts->end(), second->begin(), second->end(),
                       [](const Part& a, const Part& b) {
                           return a.name == b.name && a.isFile == b.isFile && a.content == b.content;
                       }),
            "names and contents stay");
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(multipart, nb::fuzz::multipart)
