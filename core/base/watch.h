#pragma once
// How the caller of long, blocking work follows its progress and may cancel it: a callback and a cancel token
// together.

#include <functional>
#include <stop_token>

namespace nb {

// Both may be left empty.
struct Watch {
    std::function<void(double)> progress = {}; // 0 to 1, rising; called on the working thread
    std::stop_token cancel = {};               // checked at least a few times a second
};

} // namespace nb
