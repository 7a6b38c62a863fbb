#pragma once
// How long the studio takes from the start of its process to a window that is painted whole. The benchmark
// starts itself again as the studio, built as the program builds it: a process that has run for a while has
// its libraries in memory and knows its fonts.

#include "bench/canvas/measure.h"

namespace nb::bench {

// One entry for each start; processor time is that of the new process.
[[nodiscard]] Times starts(int count);

// main() of the new process.
[[nodiscard]] bool isStart(int argc, char** argv);
int start(int argc, char** argv);

} // namespace nb::bench
