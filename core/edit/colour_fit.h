#pragma once
// Undoes the change of colour that image models make everywhere: on the ring around the selection, where both
// pictures show the same, a gain and an offset for each channel are fitted in linear light, by least squares
// that drop what does not fit (trimmed twice at two and a half times the median deviation).

#include <opencv2/core/mat.hpp>
#include <opencv2/core/matx.hpp>
#include <optional>

namespace nb::edit {

struct ColourFit {
    cv::Vec3d gain{1, 1, 1};   // per channel, R, G, B
    cv::Vec3d offset{0, 0, 0}; // 0 to 1 in linear light
    // Mean CIE76 difference of patches of 5x5 pixels on the ring after the fit; nullopt where the ring is too
    // small, and then nothing is changed.
    std::optional<double> residualDeltaE = {};
};

// `picture` and `answer` are RGB of 8 or 16 bits (each its own depth) and of one size, coded as sRGB; `mask`
// is CV_8U, 255 = regenerated. A gain outside 0.5 to 2 is rejected.
[[nodiscard]] ColourFit fitColour(const cv::Mat& picture, const cv::Mat& answer, const cv::Mat& mask);

// What the residual would be without a fit: how far both are apart on the ring as they are.
[[nodiscard]] std::optional<double> ringDeltaE(const cv::Mat& picture, const cv::Mat& answer,
                                               const cv::Mat& mask);

// Changes `answer`, which is CV_16UC3. A fit that changes nothing leaves every sample as it is.
void applyColour(cv::Mat& answer, const ColourFit& fit);

} // namespace nb::edit
