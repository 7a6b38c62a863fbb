#pragma once
// Computes the pixels of the hole from the field: each pixel is covered by up to 49 patches, and the source
// patch of each has a vote for it. A vote weighs more the more similar the two patches are and the closer the
// patch is to the border of the hole (Wexler, Shechtman, Irani 2007, "Space-time completion of video"). The
// votes are for colours and for gradients (Darabi et al. 2012, "Image Melding").

#include "core/fill/field.h"

namespace nb::fill {

// Writes the solution for the weighted means of colours and gradients, see screened_poisson.h, into
// level.image where only (CV_8UC1) is set. Only target patches whose centre is set in voting have a vote.
void vote(Level& level, const Field& field, const cv::Mat& only, const cv::Mat& voting,
          const Execution& execution);

// For each pixel of the hole, the known pixel whose votes have the largest total weight, as CV_32SC2 (x, y);
// (-1, -1) outside the hole. A copy of one pixel is sharp where a mean is not.
cv::Mat chooseSources(const Level& level, const Field& field, const Execution& execution);

// Copies the pixels that chooseSources() names within the picture. sources and image are of one size.
template <class Pixel>
void copyFrom(const cv::Mat& sources, cv::Mat& image, const Execution& execution) {
    for (int y = 0; y < image.rows; ++y) {
        execution.throwIfStopped();
        for (int x = 0; x < image.cols; ++x) {
            const auto& from = sources.at<cv::Vec2i>(y, x);
            if (from[0] >= 0)
                image.at<Pixel>(y, x) = image.at<Pixel>(from[1], from[0]);
        }
    }
}

} // namespace nb::fill
