#pragma once
// What Linux knows about this process, for the process_* metrics. Reads /proc on each call; a value that
// cannot be read is 0.

namespace nb::telemetry {

struct ProcessInfo {
    double cpuSeconds = 0; // user and system
    double residentBytes = 0;
    double memoryLimitBytes = 0; // the lowest of its control groups' limits and the machine's memory
    double openFds = 0;
    double maxFds = 0;
    double startTime = 0; // Unix time, seconds
};

[[nodiscard]] ProcessInfo processInfo();

// As in ProcessInfo, for whoever needs nothing else; takes some microseconds.
[[nodiscard]] double residentBytes();

} // namespace nb::telemetry
