#pragma once
// The one place where exceptions of libraries become Errors. Code that calls OpenCV or allocates pixels runs
// inside withoutExceptions(), or on the WorkerPool, which does the same.

#include "core/base/memory.h"

namespace nb {

// To be called inside a catch block. OutOfMemory for std::bad_alloc and for OpenCV's exception for lack of
// memory, Internal for everything else; what the exception says is in the detail.
[[nodiscard]] Error currentExceptionAsError();

// What `function`, a callable that calls libraries and returns a Result, returns; or the Error that its
// exception becomes. Where an allocation failed meanwhile the result counts for nothing, since a library of C
// may have gone on without what it lacked: then it is OutOfMemory.
template <class Function>
[[nodiscard]] auto withoutExceptions(Function function) -> decltype(function()) {
    try {
        const AllocationFailures failures;
        auto result = function();
        if (failures.happened())
            return outOfMemory(QStringLiteral("a library"));
        return result;
    } catch (...) {
        return currentExceptionAsError();
    }
}

} // namespace nb
