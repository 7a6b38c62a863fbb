#pragma once
// How the fill spreads over threads and how it stops: rows in strips of a fixed height, so that the outcome
// cannot depend on the number of threads, and one token that every row looks at.

#include <algorithm>
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
    std::function<void()> onCheck = {}; // called at each look at the token, on any thread; may be empty

    void throwIfStopped() const {
        if (onCheck)
            onCheck();
        if (cancel.stop_requested())
            throw Stopped();
    }
};

constexpr int kStripRows = 24;

// Calls f(first row, row after the last) for bands of rows of a picture, looking at the token before each:
// for what a library does in one call, but takes too long over on a large picture.
template <class F>
void inBands(const Work& work, int rows, F f) {
    constexpr int kBandRows = 256;
    for (int first = 0; first < rows; first += kBandRows) {
        work.throwIfStopped();
        f(first, std::min(first + kBandRows, rows));
    }
}

// Calls f(0) to f(count - 1), on up to work.threads threads, the caller's among them. Throws what f threw;
// the rest is then left out.
void forEachTask(const Work& work, int count, const std::function<void(int)>& f);

// Calls f(first row, row after the last) for each strip of [begin, end), as forEachTask does.
void forEachStrip(const Work& work, int begin, int end, const std::function<void(int, int)>& f);

} // namespace nb::fill
