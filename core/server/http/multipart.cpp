#include "core/server/http/multipart.h"
#include "core/server/http/error_response.h"
#include "core/server/http/header_value.h"
#include "core/server/http/http_syntax.h"
#include <algorithm>

namespace nb::server {

namespace {

constexpr int kMaxBoundaryLength = 70;

Error malformed(const QString& message) {
    return {ErrorCode::Malformed, message};
}

bool isBoundary(QByteArrayView text) {
    return !text.isEmpty() && text.size() <= kMaxBoundaryLength && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return isTokenChar(c) || QByteArrayView("'()+_,-./:=? ").contains(c); });
}

struct PartHead {
    std::optional<ParameterisedValue> disposition;
    int dispositions = 0;
    QByteArray transferEncoding;
    QByteArray contentType;
};

Result<PartHead> parsePartHead(const QByteArray& lines) {
    PartHead head;
    if (lines.isEmpty())
        return head;
    for (const QByteArray& ended : lines.split('\n')) {
        const QByteArray line = ended.endsWith('\r') ? ended.chopped(1) : ended;
        const qsizetype colon = line.indexOf(':');
        if (colon < 1 || !isToken(QByteArrayView(line).first(colon)) || line.contains('\r') ||
            line.contains('\0'))
            return malformed(QStringLiteral("A part of the form has a malformed header"));
        const QByteArray name = line.left(colon).toLower();
        const QByteArray value = line.mid(colon + 1).trimmed();
        if (name == "content-disposition") {
            ++head.dispositions;
            head.disposition = parseParameterised(value);
        } else if (name == "content-transfer-encoding") {
            head.transferEncoding = value.toLower();
        } else if (name == "content-type") {
            head.contentType = value.toLower();
        }
    }
    return head;
}

Result<Part> parsePart(const QByteArray& lines, QByteArray content) {
    const Result<PartHead> head = parsePartHead(lines);
    if (!head)
        return head.error();
    if (head->dispositions != 1 || !head->disposition || head->disposition->word != "form-data")
        return malformed(QStringLiteral("A part of the form has no valid Content-Disposition"));
    const QByteArray name = head->disposition->parameter("name").value_or(QByteArray());
    if (name.isEmpty())
        return malformed(QStringLiteral("A part of the form has no name"));
    if (head->contentType.startsWith("multipart/"))
        return malformed(QStringLiteral("Nested multipart bodies are not taken here"));
    static const QByteArrayList plain{"", "7bit", "8bit", "binary"};
    if (!plain.contains(head->transferEncoding))
        return malformed(
            QStringLiteral("A part's Content-Transfer-Encoding is not taken here; send it as it is"));
    return Part{name, head->disposition->parameter("filename").has_value(), std::move(content)};
}

// The part behind the delimiter that ends at `at`, which moves behind the next one.
Result<Part> readPart(const QByteArray& body, qsizetype& at, const QByteArray& delimiter) {
    const qsizetype headAt = at + 2; // behind the delimiter's CR LF
    // An empty head is just the blank line.
    const bool noHead = QByteArrayView(body).sliced(headAt).startsWith("\r\n");
    const qsizetype headLength =
        noHead ? 0
               : QByteArrayView(body)
                     .sliced(headAt, qMin<qsizetype>(body.size() - headAt, kMaxPartHeaderBytes + 4))
                     .indexOf("\r\n\r\n");
    if (headLength < 0)
        return malformed(QStringLiteral("A part of the form has headers without end or longer than %1 bytes")
                             .arg(kMaxPartHeaderBytes));
    const qsizetype contentAt = headAt + headLength + (noHead ? 2 : 4);
    // The content may be empty: its delimiter then begins with the head's last CR LF.
    const qsizetype contentEnd = body.indexOf(delimiter, contentAt - 2);
    if (contentEnd < 0)
        return malformed(QStringLiteral("The form has no closing boundary"));
    at = contentEnd + delimiter.size();
    const qsizetype length = qMax<qsizetype>(contentEnd - contentAt, 0);
    return parsePart(body.mid(headAt, headLength),
                     QByteArray::fromRawData(body.constData() + contentAt, length));
}

} // namespace

Result<QByteArray> boundaryOf(const QByteArray& contentType) {
    const std::optional<ParameterisedValue> value = parseParameterised(contentType);
    if (!contentType.toLower().trimmed().startsWith("multipart/form-data"))
        return Error{ErrorCode::UnsupportedMediaType, QStringLiteral("The body must be multipart/form-data")};
    if (!value || value->word != "multipart/form-data")
        return malformed(QStringLiteral("The Content-Type is malformed"));
    const std::optional<QByteArray> boundary = value->parameter("boundary");
    if (!boundary || !isBoundary(*boundary))
        return malformed(QStringLiteral("The Content-Type has no valid boundary of 1 to %1 characters")
                             .arg(kMaxBoundaryLength));
    return *boundary;
}

Result<QList<Part>> splitMultipart(const QByteArray& body, const QByteArray& boundary) {
    const QByteArray delimiter = "\r\n--" + boundary;
    QList<Part> parts;
    if (!body.startsWith(QByteArrayView(delimiter).sliced(2)))
        return malformed(
            QStringLiteral("The body does not begin with the boundary that the Content-Type names"));
    qsizetype at = delimiter.size() - 2; // behind a delimiter
    for (;;) {
        const QByteArrayView rest = QByteArrayView(body).sliced(at);
        if (rest == "--" || rest == "--\r\n")
            return parts;
        if (!rest.startsWith("\r\n"))
            return malformed(rest.startsWith("--") ? QStringLiteral("Something follows the end of the form")
                                                   : QStringLiteral("A boundary of the form is malformed"));
        if (parts.size() == kMaxParts)
            return fieldError({{{},
                                QStringLiteral("The form has more than %1 parts").arg(kMaxParts),
                                QStringLiteral("too_many_parts")}});
        Result<Part> part = readPart(body, at, delimiter);
        if (!part)
            return part.error();
        parts.append(*std::move(part));
    }
}

} // namespace nb::server
