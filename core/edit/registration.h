#pragma once
// Finds the transform from the crop that was sent to the answer. Image models return the scene moved by some
// pixels and a little larger or smaller; on the ring around the selection, where nothing was to be
// regenerated, both show the same, and there they are registered: coarse to fine by the enhanced correlation
// coefficient (Evangelidis and Psarakis 2008), begun by phase correlation (Kuglin and Hines 1975), with ORB
// features and RANSAC as the fallback. Brightness and contrast do not matter.

#include <opencv2/core/mat.hpp>
#include <opencv2/core/matx.hpp>
#include <optional>

namespace nb::edit {

struct Registration {
    enum class Method { None, Correlation, Features };

    // From a pixel of what was sent to the pixel of the answer that shows the same. Identity for None.
    cv::Matx23d toAnswer{1, 0, 0, 0, 1, 0};
    Method method = Method::None;
    // How far apart both still are on the ring after the transform, median, in pixels; nullopt where the ring
    // is absent, too small or too flat to tell, or shows something else.
    std::optional<double> residualPx = {};
    double correlation = 0; // of both on the ring after the transform, -1 to 1

    // Of the transform at the answer's centre, in pixels.
    [[nodiscard]] cv::Point2d shiftAtCentre(cv::Size size) const;
    [[nodiscard]] double scale() const;
};

// All CV_8U of one size: RGB, RGB, and the mask (255 = regenerated). A transform that no model would make
// (over a third in scale, a quarter of the size in shift, 12 degrees) is rejected.
[[nodiscard]] Registration registerAnswer(const cv::Mat& sent, const cv::Mat& answer, const cv::Mat& mask);

} // namespace nb::edit
