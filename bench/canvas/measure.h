#pragma once
// How the canvas benchmark measures: wall and processor time of many repetitions, and memory of this process.
// On a busy machine wall time is that of its neighbours too; processor time is ours alone.

#include <QString>
#include <functional>
#include <vector>

namespace nb::bench {

struct Times {
    std::vector<double> wallMs;
    std::vector<double> cpuMs; // all threads of the process

    void add(const std::function<void()>& work);
};

// The value that a share of all (0 to 1) does not exceed.
[[nodiscard]] double quantile(std::vector<double> values, double share);

[[nodiscard]] double residentMb(); // now
void forgetPeak();                 // residentPeakMb() counts from here; only on Linux
[[nodiscard]] double residentPeakMb();
[[nodiscard]] double heapMb(); // what malloc has handed out

} // namespace nb::bench
