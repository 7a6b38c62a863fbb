#include "core/server/api/preflight.h"
#include "core/server/api/access.h"
#include "core/server/api/admission.h"
#include "core/server/api/client_key.h"
#include "core/server/api/idempotency_key.h"
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

// The boundary of the form.
Result<QByteArray> checkType(const RequestHead& head) {
    if (const Result<> encoding = checkEncoding(head.value("Content-Encoding")); !encoding)
        return encoding.error();
    return boundaryOf(head.value("Content-Type"));
}

} // namespace

void Preflight::check(const RequestRecord& record, Decided decided) {
    Verdict verdict;
    const auto refuse = [&](const Error& error) {
        verdict.refusal = error;
        decided(verdict);
    };
    if (const Result<> target = checkTarget(record); !target)
        return refuse(target.error());
    if (record.route && record.route->kind == RouteKind::OperatorPage)
        if (const Result<> access = checkOperator(record.client, m_operators); !access)
            return refuse(access.error());
    const bool isEdit = record.route && record.route->kind == RouteKind::Edit;
    if (isEdit) {
        const Result<QByteArray> boundary = checkType(record.head);
        if (!boundary)
            return refuse(boundary.error());
        verdict.boundary = *boundary;
        if (const Result<> access = checkAccess(record, m_settings); !access)
            return refuse(access.error());
        const Result<QByteArray> key = idempotencyKey(record.head);
        if (!key)
            return refuse(key.error());
        verdict.idempotencyKey = *key;
    }
    // Only copies: the request may be gone when the rate is known.
    auto onRate = [this, decided = std::move(decided), verdict, isEdit,
                   client = isEdit ? clientKey(record, m_settings) : QByteArray(),
                   isChunked = record.head.chunked,
                   length = record.head.contentLength](const RateGate::Verdict& rate) mutable {
        verdict.rateLimit = rate.headers;
        verdict.refusal = rate.refusal;
        const auto then = [&](const Result<>& check) {
            if (!verdict.refusal && !check)
                verdict.refusal = check.error();
        };
        if (isEdit) {
            then(checkLength(isChunked, length));
            if (!verdict.refusal) // a refusal for lack of room is counted
                then(m_admission.checkRoom(client));
        }
        decided(verdict);
    };
    if (record.route && record.route->rate == RateRule::Limited)
        m_rateGate.check(record, std::move(onRate));
    else
        onRate({});
}

Result<> Preflight::checkTarget(const RequestRecord& record) {
    const QByteArray path = record.head.path();
    if (record.route || (record.head.method == "OPTIONS" && !record.routes->allowed(path).isEmpty()))
        return {};
    return record.routes->missing(record.head.method, path);
}

Result<> Preflight::checkLength(bool isChunked, std::optional<qint64> length) const {
    if (!isChunked && !length)
        return Error{ErrorCode::LengthRequired,
                     QStringLiteral("The request needs a Content-Length, or chunked Transfer-Encoding")};
    if (length.value_or(0) > m_maxBodyBytes)
        return Error{ErrorCode::BodyTooLarge,
                     QStringLiteral("The request body must not exceed %1 bytes").arg(m_maxBodyBytes)};
    return {};
}

} // namespace nb::server
