#pragma once
// The pictures and the holes that the fills are compared on. Pictures come from Debian's python3-skimage and
// from a generator, so that none of others' lie in the repository.

#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

namespace nb::bench {

struct Case {
    std::string picture;  // for the table
    std::string hole;     // for the table
    bool texture = false; // stochastic or regular texture throughout
    bool slowToo = true;  // whether the methods that take many seconds a hole are run as well
    cv::Mat truth;        // CV_8UC3, R, G, B
    cv::Mat mask;         // CV_8UC1, 255 = hidden
};

// Everything, or what is named: each filter is a comma list of picture or hole names, empty = all.
std::vector<Case> cases(const std::string& pictures, const std::string& holes);

// The sizes that have a time to keep: 600x400 with 6 %, 2048x2048 with 10 %, 6000x4000 with a megapixel.
std::vector<Case> speedCases();

} // namespace nb::bench
