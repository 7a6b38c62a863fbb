#include "core/base/error.h"

namespace nb {

QString errorName(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
        return QStringLiteral("invalid_argument");
    case ErrorCode::UnreadableImage:
        return QStringLiteral("unreadable_image");
    case ErrorCode::UnsupportedFormat:
        return QStringLiteral("unsupported_format");
    case ErrorCode::ImageTooLarge:
        return QStringLiteral("image_too_large");
    case ErrorCode::ImageTooSmall:
        return QStringLiteral("image_too_small");
    case ErrorCode::MaskSizeMismatch:
        return QStringLiteral("mask_size_mismatch");
    case ErrorCode::MaskEmpty:
        return QStringLiteral("mask_empty");
    case ErrorCode::MaskWithoutAlpha:
        return QStringLiteral("mask_without_alpha");
    case ErrorCode::FileUnreadable:
        return QStringLiteral("file_unreadable");
    case ErrorCode::FileUnwritable:
        return QStringLiteral("file_unwritable");
    case ErrorCode::ProviderUnavailable:
        return QStringLiteral("provider_unavailable");
    case ErrorCode::ProviderRefusedKey:
        return QStringLiteral("provider_refused_key");
    case ErrorCode::ProviderRejected:
        return QStringLiteral("provider_rejected");
    case ErrorCode::ProviderUnusable:
        return QStringLiteral("provider_unusable");
    case ErrorCode::ProviderQuotaUsedUp:
        return QStringLiteral("provider_quota_used_up");
    case ErrorCode::ProviderBusy:
        return QStringLiteral("provider_busy");
    case ErrorCode::Overloaded:
        return QStringLiteral("overloaded");
    case ErrorCode::DeadlineExceeded:
        return QStringLiteral("deadline_exceeded");
    case ErrorCode::Cancelled:
        return QStringLiteral("cancelled");
    case ErrorCode::OutOfMemory:
        return QStringLiteral("out_of_memory");
    case ErrorCode::Malformed:
        return QStringLiteral("malformed");
    case ErrorCode::VersionNotSupported:
        return QStringLiteral("version_not_supported");
    case ErrorCode::MethodNotImplemented:
        return QStringLiteral("method_not_implemented");
    case ErrorCode::MethodNotAllowed:
        return QStringLiteral("method_not_allowed");
    case ErrorCode::TargetNotFound:
        return QStringLiteral("target_not_found");
    case ErrorCode::TargetTooLong:
        return QStringLiteral("target_too_long");
    case ErrorCode::HeadersTooLarge:
        return QStringLiteral("headers_too_large");
    case ErrorCode::LengthRequired:
        return QStringLiteral("length_required");
    case ErrorCode::BodyTooLarge:
        return QStringLiteral("body_too_large");
    case ErrorCode::UnsupportedMediaType:
        return QStringLiteral("unsupported_media_type");
    case ErrorCode::ExpectationFailed:
        return QStringLiteral("expectation_failed");
    case ErrorCode::RequestTimeout:
        return QStringLiteral("request_timeout");
    case ErrorCode::Unauthenticated:
        return QStringLiteral("unauthenticated");
    case ErrorCode::Forbidden:
        return QStringLiteral("forbidden");
    case ErrorCode::RateLimited:
        return QStringLiteral("rate_limited");
    case ErrorCode::Internal:
        break;
    }
    return QStringLiteral("internal");
}

} // namespace nb
