#pragma once
// Solves a screened Poisson equation: pixels whose colours and gradients come as close to given ones as both
// allow (Bhat et al. 2008; in patch votes Darabi et al. 2012, "Image Melding"). A mean of patches that lie
// one pixel apart is blurred; the mean of their gradients is much less so.

#include "core/fill/execution.h"
#include <opencv2/core/mat.hpp>

namespace nb::fill {

// The colours and gradients to come close to, for a rectangle of the picture.
struct PoissonTargets {
    enum Part : unsigned char { Colour = 1, Right = 2, Down = 4 };

    explicit PoissonTargets(const cv::Rect& of)
        : area(of), colour(of.size(), CV_32FC4), right(of.size(), CV_32FC4), down(of.size(), CV_32FC4),
          given(of.size(), CV_8U, cv::Scalar(0)) {}

    cv::Rect area;
    cv::Mat colour;
    cv::Mat right; // gradient: the value of the right neighbour minus the value here
    cv::Mat down;  // the same for the lower neighbour
    cv::Mat given; // CV_8U, bits of Part: which of the three are set at a pixel; the others are undefined
};

// Changes the pixels of image (CV_8UC4) inside targets.area where only (CV_8UC1, of its size) is set and a
// colour is given; all other pixels are fixed boundary values. The same on any number of threads. Throws
// Stopped.
void solveScreenedPoisson(cv::Mat& image, const cv::Mat& only, const PoissonTargets& targets,
                          const Execution& execution);

} // namespace nb::fill
