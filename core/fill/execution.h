#pragma once
// How the fill is spread over threads and how it is stopped: rows are processed in strips of a fixed height,
// so that the result does not depend on the number of threads, and every row checks one cancel token.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <stop_token>

namespace nb::fill {

// Thrown inside the folder when the token asks to stop; fill() turns it into an Error.
struct Stopped {};

// What all steps of one fill share.
struct Execution {
    std::stop_token cancel = {};
    int threads = 1;
    std::uint64_t seed = 0;
    std::function<void()> onCheck = {}; // called at each check of the token, on any thread; may be empty

    void throwIfStopped() const {
        if (onCheck)
            onCheck();
        if (cancel.stop_requested())
            throw Stopped();
    }
};

constexpr int kStripRows = 24;

// Calls f(first row, row after the last) for bands of rows of a picture and checks the token before each: for
// operations that a library does in one call, which takes too long on a large picture.
template <class F>
void inBands(const Execution& execution, int rows, F f) {
    constexpr int kBandRows = 256;
    for (int first = 0; first < rows; first += kBandRows) {
        execution.throwIfStopped();
        f(first, std::min(first + kBandRows, rows));
    }
}

// Calls f(0) to f(count - 1) on up to execution.threads threads, the caller's among them. Throws what f
// threw; tasks that have not begun by then are skipped.
void forEachTask(const Execution& execution, int count, const std::function<void(int)>& f);

// Calls f(first row, row after the last) for each strip of [begin, end), as forEachTask does.
void forEachStrip(const Execution& execution, int begin, int end, const std::function<void(int, int)>& f);

} // namespace nb::fill
