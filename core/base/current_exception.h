#pragma once
// The one place where exceptions of libraries become Errors. Code that calls OpenCV or allocates pixels
// catches (...) and returns currentExceptionAsError(), or runs on the WorkerPool, which does.

#include "core/base/error.h"

namespace nb {

// To be called inside a catch block. OutOfMemory for std::bad_alloc and for OpenCV's exception for lack of
// memory, Internal for everything else; what the exception says is in the detail.
[[nodiscard]] Error currentExceptionAsError();

} // namespace nb
