#pragma once
// The exit codes of the command line, as --help and the manual page document them.

#include "core/base/error.h"

namespace nb::app {

enum class ExitCode {
    Done = 0,
    Internal = 1,  // a bug, lack of memory, or an unhealthy server for `health`
    Usage = 2,     // wrong arguments or wrong configuration
    BadInput = 3,  // an input that cannot be read or used
    Provider = 4,  // the provider failed, refused, or was too slow
    Cancelled = 5, // Ctrl+C
    Partial = 6,   // some edits of a batch failed
    Output = 7,    // the result cannot be written
};

// The one switch from error to exit code.
[[nodiscard]] ExitCode exitCodeFor(ErrorCode code);

// The same, for an error that may name the input at fault: an argument that is invalid because of what is in
// the picture or the mask is bad input.
[[nodiscard]] ExitCode exitCodeFor(const Error& error);

} // namespace nb::app
