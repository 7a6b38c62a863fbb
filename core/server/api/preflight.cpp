#include "core/server/api/preflight.h"
#include "core/server/api/access.h"
#include "core/server/api/admission.h"
#include "core/server/http/multipart.h"

namespace nb::server {

namespace {

Result<> checkEncoding(const QByteArray& contentEncoding) {
    const QByteArray encoding = contentEncoding.toLower();
    if (encoding.isEmpty() || encoding == "identity")
        return {};
    return Error{ErrorCode::UnsupportedMediaType,
                 QStringLiteral("Content-Encoding is not taken here; send the form as it is")};
}

} // namespace

Result<> Preflight::check(RequestRecord& record, RateCount count) {
    const QByteArray path = record.head.path();
    if (record.head.method == "OPTIONS" && !m_routes.allowed(path).isEmpty())
        return {};
    if (!record.route)
        return m_routes.missing(record.head.method, path);
    if (record.route->rate == RateRule::Limited)
        if (const Result<> passed = m_rateGate.check(record, count); !passed)
            return passed;
    return record.route->kind == RouteKind::Edit ? checkEdit(record) : Result<>();
}

Result<> Preflight::checkEdit(RequestRecord& record) const {
    const RequestHead& head = record.head;
    if (!head.chunked && !head.contentLength)
        return Error{ErrorCode::LengthRequired,
                     QStringLiteral("The request needs a Content-Length, or chunked Transfer-Encoding")};
    if (const Result<> access = checkAccess(head, m_settings); !access)
        return access;
    if (const Result<> encoding = checkEncoding(head.value("Content-Encoding")); !encoding)
        return encoding;
    Result<QByteArray> boundary = boundaryOf(head.value("Content-Type"));
    if (!boundary)
        return boundary.error();
    record.boundary = *std::move(boundary);
    return checkRoom();
}

Result<> Preflight::checkRoom() const {
    if (m_admission.isClosed())
        return Error{ErrorCode::Overloaded, QStringLiteral("The server is stopping")};
    if (m_admission.isFull())
        return Error{ErrorCode::Overloaded,
                     QStringLiteral("The server has too many edits to do; try again soon")};
    return {};
}

} // namespace nb::server
