#include "app/exit_codes.h"

namespace nb::app {

ExitCode exitCodeFor(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument:
        return ExitCode::Usage;
    case ErrorCode::UnreadableImage:
    case ErrorCode::UnsupportedFormat:
    case ErrorCode::ImageTooLarge:
    case ErrorCode::ImageTooSmall:
    case ErrorCode::MaskSizeMismatch:
    case ErrorCode::MaskEmpty:
    case ErrorCode::MaskWithoutAlpha:
    case ErrorCode::FileUnreadable:
        return ExitCode::BadInput;
    case ErrorCode::FileUnwritable:
        return ExitCode::Output;
    case ErrorCode::ProviderUnavailable:
    case ErrorCode::ProviderRefusedKey:
    case ErrorCode::ProviderRejected:
    case ErrorCode::ProviderUnusable:
    case ErrorCode::ProviderQuotaUsedUp:
    case ErrorCode::ProviderBusy:
    case ErrorCode::Overloaded:
    case ErrorCode::DeadlineExceeded:
        return ExitCode::Provider;
    case ErrorCode::Cancelled:
        return ExitCode::Cancelled;
    case ErrorCode::OutOfMemory:
    case ErrorCode::Malformed:
    case ErrorCode::VersionNotSupported:
    case ErrorCode::MethodNotImplemented:
    case ErrorCode::MethodNotAllowed:
    case ErrorCode::TargetNotFound:
    case ErrorCode::TargetTooLong:
    case ErrorCode::HeadersTooLarge:
    case ErrorCode::LengthRequired:
    case ErrorCode::BodyTooLarge:
    case ErrorCode::UnsupportedMediaType:
    case ErrorCode::ExpectationFailed:
    case ErrorCode::RequestTimeout:
    case ErrorCode::Unauthenticated:
    case ErrorCode::Forbidden:
    case ErrorCode::RateLimited:
    case ErrorCode::Internal:
        break;
    }
    return ExitCode::Internal;
}

ExitCode exitCodeFor(const Error& error) {
    const bool isOfInput = error.field == QLatin1String("image") || error.field == QLatin1String("mask");
    return error.code == ErrorCode::InvalidArgument && isOfInput ? ExitCode::BadInput
                                                                 : exitCodeFor(error.code);
}

} // namespace nb::app
