#pragma once
// What the patches of a field say about the pixels of the hole: each covers 49 of them, and each pixel hears
// 49 patches, the more similar and the closer to the border the louder (Wexler, Shechtman, Irani 2007,
// "Space-time completion of video"), in colours and in steps to the neighbours (Darabi et al. 2012, "Image
// Melding").

#include "core/fill/field.h"

namespace nb::fill {

// Writes the weighted mean of both, see blend.h, into level.image where only (CV_8UC1) is set. voters says
// which patches are heard.
void vote(Level& level, const Field& field, const cv::Mat& only, const cv::Mat& voters, const Work& work);

// For each pixel of level.work inside the hole, the pixel of the known picture that the loudest group of
// agreeing patches would put there, as CV_32SC2 (x, y); (-1, -1) outside the hole. No mean: sharp.
cv::Mat elect(const Level& level, const Field& field, const Work& work);

// Copies what elect() says within the picture. sources and image are of one size.
template <class Pixel>
void copyFrom(const cv::Mat& sources, cv::Mat& image, const Work& work) {
    for (int y = 0; y < image.rows; ++y) {
        work.throwIfStopped();
        for (int x = 0; x < image.cols; ++x) {
            const auto& from = sources.at<cv::Vec2i>(y, x);
            if (from[0] >= 0)
                image.at<Pixel>(y, x) = image.at<Pixel>(from[1], from[0]);
        }
    }
}

} // namespace nb::fill
