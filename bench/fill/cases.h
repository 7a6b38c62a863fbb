#pragma once
// The pictures and the holes that the fills are compared on. Pictures come from Debian's python3-skimage and
// from a generator, so that the repository contains no pictures of third parties.

#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

namespace nb::bench {

struct Case {
    std::string picture;  // for the table
    std::string hole;     // for the table
    bool texture = false; // stochastic or regular texture throughout
    bool slowToo = true;  // whether methods that take many seconds per hole are run too
    cv::Mat truth;        // CV_8UC3, R, G, B
    cv::Mat mask;         // CV_8UC1, 255 = hidden
};

// All cases that match: each filter is a comma separated list of picture or hole names, empty = all.
std::vector<Case> cases(const std::string& pictures, const std::string& holes);

// The sizes with a time limit: 600x400 with 6 %, 2048x2048 with 10 %, 6000x4000 with a megapixel.
std::vector<Case> speedCases();

} // namespace nb::bench
