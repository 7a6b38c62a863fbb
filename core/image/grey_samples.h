#pragma once
// The grey samples of a file for the pixels that are shown of it: the inverse of what decoding did to them.
// Decoding may convert a grey file from its profile; which sample gives which pixel is then read off the
// picture itself.

#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

namespace nb::image {

class GreySamples {
public:
    // stored: one channel. shown: at least 3 channels, size and depth the same. Only pixels with changed == 0
    // are looked at.
    GreySamples(const cv::Mat& stored, const cv::Mat& shown, const cv::Mat& changed);

    // nullopt: the pixel has colour. Up to 2 of 255 between the channels is rounding.
    [[nodiscard]] std::optional<int> of(int red, int green, int blue) const;

private:
    struct Pair {
        int shown, stored;
    };
    [[nodiscard]] int inverse(int shown) const;

    int m_full; // the largest sample
    bool m_identity = true;
    std::vector<Pair> m_pairs; // by `shown`, rising
};

} // namespace nb::image
