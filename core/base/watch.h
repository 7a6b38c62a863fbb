#pragma once
// How the caller of long, blocking work follows it and may end it. It is no future: the work itself says when
// it is over.

#include <functional>
#include <stop_token>

namespace nb {

// Both may be left empty.
struct Watch {
    std::function<void(double)> progress = {}; // 0 to 1, rising; called on the working thread
    std::stop_token cancel = {};               // looked at often enough for a person who waits
};

} // namespace nb
