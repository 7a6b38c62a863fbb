#pragma once
// The error value of the project: a code that callers branch on, a message that anyone may read, and a detail
// that only logs may contain.
// It is not an exception: functions return it in a Result.

#include <QList>
#include <QString>
#include <chrono>
#include <optional>

namespace nb {

// Why something failed. One switch in core/server maps these to HTTP status codes, one in app/ to exit codes.
enum class ErrorCode {
    // The input.
    InvalidArgument,   // a parameter is missing, malformed or out of range
    UnreadableImage,   // the picture is truncated or corrupt
    UnsupportedFormat, // not a picture, or of a format that is not accepted
    ImageTooLarge,     // bytes, sides or pixels exceed a limit
    ImageTooSmall,     // a side is below the minimum
    MaskSizeMismatch,  // the mask is not the size of the upright picture
    MaskEmpty,         // the mask selects nothing
    MaskWithoutAlpha,  // an RGB mask where only RGBA, LA, L or palette are accepted
    // The file system.
    FileUnreadable,
    FileUnwritable,
    // The provider of the edit.
    ProviderUnavailable, // unreachable, or 5xx after all retries
    ProviderRefusedKey,  // 401 or 403
    ProviderRejected,    // it refuses the parameters or the content; the message contains its reason
    ProviderUnusable,    // its response cannot be used
    ProviderQuotaUsedUp, // no money or quota is left, and none comes back by waiting
    ProviderBusy,        // to be asked again later, or its circuit breaker is open; see retryAfter
    // This process.
    Overloaded,       // the queue is full or the process is draining; see retryAfter
    DeadlineExceeded, // the deadline of the whole edit has passed
    Cancelled,        // the caller asked to stop
    OutOfMemory,
    Internal, // a bug
    // Requests that our server refuses by their form, their target or their sender. They occur nowhere else.
    Malformed,            // it does not follow the grammar of its protocol or format
    VersionNotSupported,  // of the protocol
    MethodNotImplemented, // the method is none that the server knows
    MethodNotAllowed,     // the target exists, but not for this method; see allowed
    TargetNotFound,
    TargetTooLong,
    HeadersTooLarge,
    LengthRequired, // neither the length of the body nor its end is marked
    BodyTooLarge,
    UnsupportedMediaType,
    ExpectationFailed,
    RequestTimeout, // the client sends too slowly
    Unauthenticated,
    Forbidden,
    RateLimited, // see retryAfter
};

// The code as a stable snake_case word for machines, for example "mask_size_mismatch".
[[nodiscard]] QString errorName(ErrorCode code);

// One faulty input of several, for example a field of a form.
struct FieldProblem {
    QString field;   // its name on the wire, for example "guidance_scale"; empty = the input as a whole
    QString message; // as Error::message
    QString type;    // stable snake_case word for machines, for example "mask_size_mismatch"
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message = {}; // safe to show to anyone; a full sentence without a final stop
    QString detail = {};  // for logs only; never a secret
    QString field = {};   // the input at fault, for example "mask"; empty if none
    std::optional<std::chrono::seconds> retryAfter = {};
    // Where several inputs are checked at once; `message` is then the first one's and `field` is empty.
    QList<FieldProblem> fieldProblems = {};
    QString allowed = {}; // what would be accepted instead, for example "GET, HEAD"
};

} // namespace nb
