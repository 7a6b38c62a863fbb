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

bool isBlank(char c) {
    return c == ' ' || c == '\t';
}

// The lines of a header; one that begins with a blank goes on with the line before it.
QByteArrayList unfolded(const QByteArray& text) {
    QByteArrayList lines;
    for (const QByteArray& ended : text.split('\n')) {
        const QByteArray line = ended.endsWith('\r') ? ended.chopped(1) : ended;
        if (!lines.isEmpty() && !line.isEmpty() && isBlank(line.front()))
            lines.last() += ' ' + line.trimmed();
        else
            lines.append(line);
    }
    return lines;
}

Result<PartHead> parsePartHead(const QByteArray& lines) {
    PartHead head;
    if (lines.isEmpty())
        return head;
    for (const QByteArray& line : unfolded(lines)) {
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

// In any of its forms: filename, filename*=UTF-8''…, filename*0 and so on (RFC 2231).
bool hasFileName(const ParameterisedValue& disposition) {
    return std::any_of(disposition.parameters.begin(), disposition.parameters.end(),
                       [](const auto& parameter) {
                           return parameter.first == "filename" || parameter.first.startsWith("filename*");
                       });
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
    return Part{name, hasFileName(*head->disposition), std::move(content)};
}

qsizetype afterBlanks(QByteArrayView body, qsizetype at) {
    while (at < body.size() && isBlank(body[at]))
        ++at;
    return at;
}

// Behind the first delimiter. What comes before it is for readers who know no multipart. -1 = there is none.
qsizetype firstDelimiterEnd(const QByteArray& body, const QByteArray& delimiter) {
    if (body.startsWith(QByteArrayView(delimiter).sliced(2)))
        return delimiter.size() - 2;
    const qsizetype found = body.indexOf(delimiter);
    return found < 0 ? -1 : found + delimiter.size();
}

// Whether the delimiter that ends at `at` is the last one. What follows its line is no part of the form.
bool isClosed(QByteArrayView body, qsizetype at) {
    if (!body.sliced(at).startsWith("--"))
        return false;
    const QByteArrayView rest = body.sliced(afterBlanks(body, at + 2));
    return rest.isEmpty() || rest.startsWith("\r\n") || rest.startsWith('\n');
}

// The part whose head begins at `headAt`; `at` moves behind the next delimiter.
Result<Part> readPart(const QByteArray& body, qsizetype headAt, qsizetype& at, const QByteArray& delimiter) {
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
    qsizetype at = firstDelimiterEnd(body, delimiter); // behind a delimiter
    if (at < 0)
        return malformed(QStringLiteral("The boundary that the Content-Type names is not in the body"));
    while (!isClosed(body, at)) {
        const qsizetype lineEnd = afterBlanks(body, at); // behind the padding that mail gateways may add
        if (!QByteArrayView(body).sliced(lineEnd).startsWith("\r\n"))
            return malformed(QStringLiteral("A boundary of the form is malformed"));
        if (parts.size() == kMaxParts)
            return fieldError({{{},
                                QStringLiteral("The form has more than %1 parts").arg(kMaxParts),
                                QStringLiteral("too_many_parts")}});
        Result<Part> part = readPart(body, lineEnd + 2, at, delimiter);
        if (!part)
            return part.error();
        parts.append(*std::move(part));
    }
    return parts;
}

} // namespace nb::server
