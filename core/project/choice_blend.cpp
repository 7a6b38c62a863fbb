#include "core/project/choice_blend.h"

#include <array>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::project {
namespace {

// Adds `weight` times what the source shows to `sum` (CV_32S, as many channels). Whole numbers all through:
// where all sources show the same, dividing by the sum of the weights gives exactly that.
template <class Sample>
void addTo(cv::Mat& sum, const ChoiceSource& source, const cv::Mat& weight) {
    const int channels = sum.channels();
    for (int y = 0; y < sum.rows; ++y) {
        const uchar* w = weight.ptr<uchar>(y);
        const Sample* below = source.picture.ptr<Sample>(y);
        const int ly = y - source.at.y();
        const bool inRows = ly >= 0 && ly < source.layer.rows;
        const Sample* above = inRows ? source.layer.ptr<Sample>(ly) : nullptr;
        const uchar* mask = inRows && !source.mask.empty() ? source.mask.ptr<uchar>(ly) : nullptr;
        int* to = sum.ptr<int>(y);
        for (int x = 0; x < sum.cols; ++x, to += channels) {
            if (w[x] == 0)
                continue;
            const int lx = x - source.at.x();
            const bool isLayer =
                inRows && lx >= 0 && lx < source.layer.cols && (mask == nullptr || mask[lx] != 0);
            const Sample* from = isLayer ? above + lx * channels : below + x * channels;
            for (int c = 0; c < channels; ++c)
                to[c] += w[x] * from[c];
        }
    }
}

template <class Sample>
void divideInto(cv::Mat& out, const cv::Mat& sum, const cv::Mat& weights) {
    const int channels = out.channels();
    for (int y = 0; y < out.rows; ++y) {
        const int* from = sum.ptr<int>(y);
        const int* weight = weights.ptr<int>(y);
        Sample* to = out.ptr<Sample>(y);
        for (int x = 0; x < out.cols; ++x)
            for (int c = 0; c < channels; ++c, ++from, ++to)
                *to = Sample((*from + weight[x] / 2) / weight[x]);
    }
}

template <class Sample>
void blend(const std::array<bool, 256>& present, const cv::Mat& map, const cv::Rect& middle, int softPx,
           const std::function<ChoiceSource(int)>& source, cv::Mat& out) {
    cv::Mat sum = cv::Mat::zeros(out.size(), CV_MAKETYPE(CV_32S, out.channels()));
    cv::Mat weights = cv::Mat::zeros(out.size(), CV_32S);
    const int side = 2 * softPx + 1;
    for (int choice = 0; choice < int(present.size()); ++choice) {
        if (!present[size_t(choice)])
            continue;
        cv::Mat weight = map == choice;
        cv::GaussianBlur(weight, weight, {side, side}, softPx / 2.0, 0, cv::BORDER_REPLICATE);
        weight = weight(middle);
        cv::add(weights, weight, weights, cv::noArray(), CV_32S);
        addTo<Sample>(sum, source(choice), weight);
    }
    divideInto<Sample>(out, sum, weights);
}

} // namespace

void blendChoices(const cv::Mat& map, const cv::Rect& middle, int softPx,
                  const std::function<ChoiceSource(int)>& source, cv::Mat out) {
    std::array<bool, 256> present{};
    for (int y = 0; y < map.rows; ++y)
        for (const uchar *p = map.ptr<uchar>(y), *end = p + map.cols; p != end; ++p)
            present[*p] = true;
    if (out.depth() == CV_16U)
        blend<ushort>(present, map, middle, softPx, source, out);
    else
        blend<uchar>(present, map, middle, softPx, source, out);
}

} // namespace nb::project
