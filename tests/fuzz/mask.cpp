#include "core/mask/normalise.h"

#include "core/image/decode.h"
#include "tests/fuzz/fuzz_target.h"
#include <cmath>
#include <opencv2/core.hpp>

namespace nb::fuzz {
namespace {

// Of 8 bits, as a real number.
double sample(const cv::Mat& pixels, int y, int x, int channel) {
    const int index = x * pixels.channels() + channel;
    return pixels.depth() == CV_8U ? pixels.ptr<uchar>(y)[index] : pixels.ptr<ushort>(y)[index] / 257.0;
}

bool isOpaque(const cv::Mat& pixels) {
    for (int y = 0; y < pixels.rows; ++y)
        for (int x = 0; x < pixels.cols; ++x)
            if (std::lround(sample(pixels, y, x, 3)) < 255)
                return false;
    return true;
}

// The rule of the interface, pixel by pixel: alpha unless there is none or all of it is 255, else luminance
// (ITU-R BT.601).
double expected(const cv::Mat& pixels, bool byAlpha, int y, int x) {
    if (byAlpha)
        return sample(pixels, y, x, 3);
    if (pixels.channels() == 1)
        return sample(pixels, y, x, 0);
    return 0.299 * sample(pixels, y, x, 0) + 0.587 * sample(pixels, y, x, 1) +
           0.114 * sample(pixels, y, x, 2);
}

image::Decoded fileOf(Parts& parts) {
    constexpr int kTypes[] = {CV_8UC1, CV_8UC3, CV_8UC4, CV_16UC1, CV_16UC3, CV_16UC4};
    using image::SourceColour;
    constexpr SourceColour kColours[] = {SourceColour::Grey,    SourceColour::Rgb,
                                         SourceColour::Rgba,    SourceColour::GreyAlpha,
                                         SourceColour::Palette, SourceColour::PaletteAlpha};
    image::Decoded file;
    const int type = kTypes[parts.byte() % std::size(kTypes)];
    file.header.colour = kColours[parts.byte() % std::size(kColours)];
    const int width = 1 + parts.byte() % 8, height = 1 + parts.byte() % 8;
    file.header.size = {width, height};
    file.picture.pixels = cv::Mat(height, width, type, cv::Scalar::all(0));
    for (int y = 0; y < height; ++y)
        for (size_t i = 0; i < static_cast<size_t>(width) * file.picture.pixels.elemSize(); ++i)
            file.picture.pixels.ptr(y)[i] = parts.byte();
    return file;
}

void mask(QByteArrayView input) {
    Parts parts(input);
    const quint8 choices = parts.byte();
    const image::Decoded file = fileOf(parts);
    const cv::Mat& pixels = file.picture.pixels;
    const QSize size = file.header.size + QSize(choices & 1 ? 1 : 0, 0);
    const auto rule = choices & 2 ? mask::RgbRule::Refuse : mask::RgbRule::Luminance;
    const Result<mask::Mask> mask = mask::normalise(file, size, rule);
    const bool byAlpha = pixels.channels() == 4 && !isOpaque(pixels);
    const bool isRefusedRgb = choices & 2 && file.header.colour == image::SourceColour::Rgb;
    if (choices & 1 || isRefusedRgb) {
        require(!mask, "another size, and RGB where it is not wanted, are refused");
        return;
    }
    bool isClearlyEmpty = true;
    for (int y = 0; y < pixels.rows; ++y)
        for (int x = 0; x < pixels.cols; ++x) {
            const double value = expected(pixels, byAlpha, y, x);
            isClearlyEmpty = isClearlyEmpty && value < mask::kNoiseFloor - 1;
            if (!mask)
                require(value < mask::kNoiseFloor + 1, "a mask that selects something is not empty");
            else if (const int got = mask->pixels.at<uchar>(y, x); got == 0)
                require(value < mask::kNoiseFloor + 1, "only what is almost black is left out");
            else
                require(std::abs(got - value) <= 1.0, "the selection is the alpha, or the luminance");
        }
    require(!(isClearlyEmpty && mask), "an empty mask is refused");
    if (mask)
        require(mask->pixels.type() == CV_8UC1 && mask->size() == size,
                "a mask is one channel of the picture's size");
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(mask, nb::fuzz::mask)
