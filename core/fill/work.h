#pragma once
// How the fill spreads over threads and how it stops: rows in strips of a fixed height, so that the outcome
// cannot depend on the number of threads, and one token that every row looks at.

#include <cstdint>
#include <functional>
#include <stop_token>

namespace nb::fill {

// Thrown inside the folder when the token asks to stop; fill() turns it into an Error.
struct Stopped {};

struct Work {
    std::stop_token cancel = {};
    int threads = 1;
    std::uint64_t seed = 0;

    void throwIfStopped() const {
        if (cancel.stop_requested())
            throw Stopped();
    }
};

constexpr int kStripRows = 24;

// Calls f(first row, row after the last) for each strip of [begin, end), on up to work.threads threads, the
// caller's among them. Throws what f threw.
void forEachStrip(const Work& work, int begin, int end, const std::function<void(int, int)>& f);

} // namespace nb::fill
