#include "core/server/http/error_response.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace nb::server {

namespace {

constexpr int kInternalError = 500;
constexpr int kUnprocessable = 422;
constexpr int kTooManyRequests = 429;
constexpr int kUnavailable = 503;

constexpr std::chrono::seconds kDefaultRetryAfter{5}; // of a 503

QJsonArray detailOf(const Error& error) {
    QList<FieldProblem> problems = error.fieldProblems;
    if (problems.isEmpty())
        problems.append({error.field, error.message, errorName(error.code)});
    QJsonArray detail;
    for (const FieldProblem& problem : problems) {
        QJsonArray location{QStringLiteral("body")};
        if (!problem.field.isEmpty())
            location.append(problem.field);
        detail.append(QJsonObject{{QStringLiteral("loc"), location},
                                  {QStringLiteral("msg"), problem.message},
                                  {QStringLiteral("type"), problem.type}});
    }
    return detail;
}

QByteArray errorBody(int status, const Error& error, const QByteArray& requestId) {
    const bool internal = status == kInternalError;
    QJsonObject body{
        {QStringLiteral("success"), false},
        {QStringLiteral("error_message"), internal ? QStringLiteral("Internal server error") : error.message},
        {QStringLiteral("error_code"),
         internal ? QStringLiteral("INTERNAL_ERROR") : QStringLiteral("HTTP_%1").arg(status)},
        {QStringLiteral("request_id"), QString::fromLatin1(requestId)}};
    if (status == kUnprocessable)
        body[QStringLiteral("detail")] = detailOf(error);
    if (status == kTooManyRequests) {
        body[QStringLiteral("error")] = QStringLiteral("Rate limit exceeded");
        body[QStringLiteral("retry_after")] =
            static_cast<qint64>(error.retryAfter.value_or(std::chrono::seconds(1)).count());
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

} // namespace

int httpStatus(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::UnreadableImage:
    case ErrorCode::UnsupportedFormat:
    case ErrorCode::ImageTooLarge:
    case ErrorCode::ImageTooSmall:
    case ErrorCode::MaskSizeMismatch:
    case ErrorCode::MaskEmpty:
    case ErrorCode::MaskWithoutAlpha:
    case ErrorCode::ProviderRejected:
        return kUnprocessable;
    case ErrorCode::ProviderUnavailable:
    case ErrorCode::ProviderRefusedKey:
    case ErrorCode::ProviderUnusable:
    case ErrorCode::ProviderQuotaUsedUp:
        return 502;
    case ErrorCode::ProviderBusy:
    case ErrorCode::Overloaded:
    case ErrorCode::OutOfMemory:
        return kUnavailable;
    case ErrorCode::DeadlineExceeded:
        return 504;
    case ErrorCode::Cancelled:
        return 499;
    case ErrorCode::Malformed:
        return 400;
    case ErrorCode::Unauthenticated:
        return 401;
    case ErrorCode::Forbidden:
        return 403;
    case ErrorCode::TargetNotFound:
        return 404;
    case ErrorCode::MethodNotAllowed:
        return 405;
    case ErrorCode::RequestTimeout:
        return 408;
    case ErrorCode::LengthRequired:
        return 411;
    case ErrorCode::BodyTooLarge:
        return 413;
    case ErrorCode::TargetTooLong:
        return 414;
    case ErrorCode::UnsupportedMediaType:
        return 415;
    case ErrorCode::ExpectationFailed:
        return 417;
    case ErrorCode::RateLimited:
        return kTooManyRequests;
    case ErrorCode::HeadersTooLarge:
        return 431;
    case ErrorCode::MethodNotImplemented:
        return 501;
    case ErrorCode::VersionNotSupported:
        return 505;
    case ErrorCode::FileUnreadable:
    case ErrorCode::FileUnwritable:
    case ErrorCode::Internal:
        return kInternalError;
    }
    return kInternalError;
}

Error fieldError(const QList<FieldProblem>& problems) {
    Error error{ErrorCode::InvalidArgument, problems.constFirst().message};
    error.fieldProblems = problems;
    return error;
}

Response errorResponse(const Error& error, const QByteArray& requestId) {
    const int status = httpStatus(error.code);
    Response response{status, "application/json", errorBody(status, error, requestId), {}};
    if (error.retryAfter || status == kUnavailable)
        response.add("Retry-After", QByteArray::number(static_cast<qint64>(
                                        error.retryAfter.value_or(kDefaultRetryAfter).count())));
    if (!error.allowed.isEmpty())
        response.add("Allow", error.allowed.toLatin1());
    if (error.code == ErrorCode::Unauthenticated)
        response.add("WWW-Authenticate", "Bearer");
    return response;
}

} // namespace nb::server
