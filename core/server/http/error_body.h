#pragma once
// What a failed request is answered with: the status for each ErrorCode, and the one JSON body that serves
// every client. It knows nothing of sockets and headers.

#include "core/base/error.h"
#include <QByteArray>
#include <QList>

namespace nb::server {

// One faulty input, for the `detail` list of a 422.
struct FieldFault {
    QString field; // wire name, for example "guidance_scale"; empty = the body as a whole
    QString message;
    QString type; // stable word for machines, for example "mask_size_mismatch"
};

struct Problem {
    int status = 500;
    QString message = {}; // safe to show; not used for 500
    QList<FieldFault> faults = {};
    std::optional<std::chrono::seconds> retryAfter = {};
};

// The HTTP status of an error. 499 for Cancelled: only the client cancels.
[[nodiscard]] int httpStatus(ErrorCode code);

[[nodiscard]] Problem problemOf(const Error& error);

// A 422 about the form, with the message of the first of at least one fault.
[[nodiscard]] Problem problemOf(const QList<FieldFault>& faults);

// The body. A 500 says nothing about its cause.
[[nodiscard]] QByteArray errorBody(const Problem& problem, const QByteArray& requestId);

} // namespace nb::server
