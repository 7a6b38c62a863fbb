#pragma once
// The fills that are compared. Each runs in a process of its own, so that its peak memory is its own.

#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>
#include <vector>

namespace nb::bench {

struct Run {
    cv::Mat filled;    // CV_8UC3, R, G, B
    double wallS = 0;  // seconds on the clock; G'MIC without its start-up and files
    double cpuS = 0;   // seconds of processor time, all threads
    double peakMb = 0; // memory beyond what held the picture and the mask
};

// "ours", "telea", "ns", "shiftmap", "fsr", "gmic_patch", "gmic_pde".
const std::vector<std::string>& methodNames();

// Fills the hole by a method; nothing if it failed or is not installed (said on stderr).
std::optional<Run> runMethod(const std::string& method, const cv::Mat& rgb, const cv::Mat& mask);

// What runMethod() runs in the child process: reads and writes files and prints the figures. Returns an exit
// code.
int runAsChild(const std::string& method, const std::string& picture, const std::string& mask,
               const std::string& result);

} // namespace nb::bench
