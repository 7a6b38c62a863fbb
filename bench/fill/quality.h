#pragma once
// How good a fill is, measured against what the hole hid. A plausible fill need not equal the truth, so the
// first three figures compare what the hole looks like and only the last two compare pixel by pixel.

#include <opencv2/core/mat.hpp>

namespace nb::bench {

struct Quality {
    // Sliced Wasserstein distance between the 5x5 patches in the hole and those of the truth there, divided
    // by the truth's spread; mean over a Laplacian pyramid of three levels (Karras et al. 2018, "Progressive
    // growing of GANs"). The truth against itself gives about 0.05.
    double texture = 0;
    double textureFinest = 0;  // its first level alone, where blur shows
    double gradientEnergy = 0; // of the fill, relative to the truth
    double seam = 0;           // mean gradient across the hole's border, relative to that beside it
    double psnr = 0;           // dB, over the hole
    double ssim = 0;           // mean over the hole
};

// Both CV_8UC3 of one size; mask not empty.
Quality measure(const cv::Mat& filled, const cv::Mat& truth, const cv::Mat& mask);

} // namespace nb::bench
