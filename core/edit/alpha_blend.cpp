#include "core/edit/alpha_blend.h"

#include <opencv2/core.hpp>

namespace nb::edit {
namespace {

constexpr int kOpaque = 255;
constexpr int kColourChannels = 3;

template <class Sample>
void blendRow(Sample* out, const Sample* answer, const uchar* weight, int columns, int channels) {
    for (int x = 0; x < columns; ++x, out += channels, answer += channels) {
        const int w = weight[x];
        if (w == 0)
            continue;
        for (int c = 0; c < kColourChannels; ++c)
            out[c] = static_cast<Sample>((out[c] * (kOpaque - w) + answer[c] * w + kOpaque / 2) / kOpaque);
    }
}

template <class Sample>
void blendInto(cv::Mat& out, const cv::Mat& answer, const cv::Mat& weights) {
    for (int y = 0; y < out.rows; ++y)
        blendRow(out.ptr<Sample>(y), answer.ptr<Sample>(y), weights.ptr<uchar>(y), out.cols, out.channels());
}

} // namespace

image::Picture alphaBlended(const image::Picture& picture, const image::Picture& answer,
                            const mask::Mask& mask) {
    CV_Assert(picture.pixels.type() == answer.pixels.type() && picture.pixels.size() == answer.pixels.size());
    CV_Assert(picture.pixels.size() == mask.pixels.size());
    image::Picture out{picture.pixels.clone(), picture.metadata};
    if (picture.is16Bit())
        blendInto<ushort>(out.pixels, answer.pixels, mask.pixels);
    else
        blendInto<uchar>(out.pixels, answer.pixels, mask.pixels);
    return out;
}

} // namespace nb::edit
