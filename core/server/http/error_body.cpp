#include "core/server/http/error_body.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace nb::server {

namespace {

constexpr int kInternalError = 500;
constexpr int kUnprocessable = 422;
constexpr int kTooManyRequests = 429;

QJsonArray detailOf(const Problem& problem) {
    QJsonArray detail;
    QList<FieldFault> faults = problem.faults;
    if (faults.isEmpty())
        faults.append({{}, problem.message, QStringLiteral("invalid_argument")});
    for (const FieldFault& fault : faults) {
        QJsonArray location{QStringLiteral("body")};
        if (!fault.field.isEmpty())
            location.append(fault.field);
        detail.append(QJsonObject{{QStringLiteral("loc"), location},
                                  {QStringLiteral("msg"), fault.message},
                                  {QStringLiteral("type"), fault.type}});
    }
    return detail;
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
        return 502;
    case ErrorCode::ProviderBusy:
    case ErrorCode::Overloaded:
    case ErrorCode::OutOfMemory:
        return 503;
    case ErrorCode::DeadlineExceeded:
        return 504;
    case ErrorCode::Cancelled:
        return 499;
    case ErrorCode::FileUnreadable:
    case ErrorCode::FileUnwritable:
    case ErrorCode::Internal:
        return kInternalError;
    }
    return kInternalError;
}

Problem problemOf(const Error& error) {
    Problem problem{httpStatus(error.code), error.message, {}, error.retryAfter};
    if (problem.status == kUnprocessable)
        problem.faults.append({error.field, error.message, errorName(error.code)});
    if (problem.status == 503 && !problem.retryAfter)
        problem.retryAfter = std::chrono::seconds(5);
    return problem;
}

Problem problemOf(const QList<FieldFault>& faults) {
    return {kUnprocessable, faults.constFirst().message, faults, {}};
}

QByteArray errorBody(const Problem& problem, const QByteArray& requestId) {
    const bool internal = problem.status == kInternalError;
    QJsonObject body{{QStringLiteral("success"), false},
                     {QStringLiteral("error_message"),
                      internal ? QStringLiteral("Internal server error") : problem.message},
                     {QStringLiteral("error_code"), internal ? QStringLiteral("INTERNAL_ERROR")
                                                             : QStringLiteral("HTTP_%1").arg(problem.status)},
                     {QStringLiteral("request_id"), QString::fromLatin1(requestId)}};
    if (problem.status == kUnprocessable)
        body[QStringLiteral("detail")] = detailOf(problem);
    if (problem.status == kTooManyRequests) {
        body[QStringLiteral("error")] = QStringLiteral("Rate limit exceeded");
        body[QStringLiteral("retry_after")] =
            static_cast<qint64>(problem.retryAfter.value_or(std::chrono::seconds(1)).count());
    }
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

} // namespace nb::server
