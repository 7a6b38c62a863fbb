#pragma once
// Pixels that have the colours and, as far as both can be had, the steps to their neighbours that are wished
// for: a screened Poisson equation (Bhat et al. 2008; in patch votes Darabi et al. 2012, "Image Melding").
// A mean of patches that lie one pixel apart is blurred; the mean of their steps is much less so.

#include "core/fill/work.h"
#include <opencv2/core/mat.hpp>

namespace nb::fill {

// For a rectangle of the picture. Only what its bit in has stands for is meaningful.
struct Wish {
    enum Has : unsigned char { kColour = 1, kRight = 2, kDown = 4 };

    explicit Wish(const cv::Rect& of)
        : area(of), colour(of.size(), CV_32FC4), right(of.size(), CV_32FC4), down(of.size(), CV_32FC4),
          has(of.size(), CV_8U, cv::Scalar(0)) {}

    cv::Rect area;
    cv::Mat colour;
    cv::Mat right; // the value to the right less the value here
    cv::Mat down;
    cv::Mat has;
};

// Changes the pixels of image (CV_8UC4) inside wish.area where only (CV_8UC1, of its size) is set and a
// colour is wished for; the others are the border that the steps lead to. The same on any number of threads.
// Throws Stopped.
void blend(cv::Mat& image, const cv::Mat& only, const Wish& wish, const Work& work);

} // namespace nb::fill
