#include "core/image/grey_samples.h"

#include <algorithm>
#include <cmath>

namespace nb::image {
namespace {

constexpr double kRounding = 2.0 / 255;

template <class T>
std::vector<int> shownByStored(const cv::Mat& stored, const cv::Mat& shown, const cv::Mat& changed,
                               int full) {
    std::vector<int> table(size_t(full) + 1, -1);
    for (int y = 0; y < stored.rows; ++y) {
        const T* from = stored.ptr<T>(y);
        const T* to = shown.ptr<T>(y);
        const uchar* skip = changed.ptr(y);
        for (int x = 0; x < stored.cols; ++x, to += shown.channels())
            if (skip[x] == 0)
                table[from[x]] = to[0];
    }
    return table;
}

} // namespace

GreySamples::GreySamples(const cv::Mat& stored, const cv::Mat& shown, const cv::Mat& changed)
    : m_full(stored.depth() == CV_16U ? 65535 : 255) {
    const std::vector<int> table = stored.depth() == CV_16U
                                       ? shownByStored<ushort>(stored, shown, changed, m_full)
                                       : shownByStored<uchar>(stored, shown, changed, m_full);
    for (int value = 0; value <= m_full; ++value)
        if (const int seen = table[size_t(value)]; seen >= 0) {
            m_identity = m_identity && seen == value;
            m_pairs.push_back({seen, value});
        }
    if (m_identity)
        return;
    m_pairs.push_back({0, 0}); // every profile keeps black and white, or nearly
    m_pairs.push_back({m_full, m_full});
    std::stable_sort(m_pairs.begin(), m_pairs.end(), [](Pair a, Pair b) { return a.shown < b.shown; });
}

std::optional<int> GreySamples::of(int red, int green, int blue) const {
    const auto [least, most] = std::minmax({red, green, blue});
    if (most - least > kRounding * m_full)
        return std::nullopt;
    const int grey = least == most ? red : int(std::lround(0.299 * red + 0.587 * green + 0.114 * blue));
    return m_identity ? grey : inverse(grey);
}

int GreySamples::inverse(int shown) const {
    const auto above = std::lower_bound(m_pairs.begin(), m_pairs.end(), shown,
                                        [](Pair pair, int value) { return pair.shown < value; });
    if (above == m_pairs.end())
        return m_full;
    if (above->shown == shown || above == m_pairs.begin())
        return above->stored;
    const Pair below = *(above - 1);
    const double share = double(shown - below.shown) / (above->shown - below.shown);
    return int(std::lround(below.stored + share * (above->stored - below.stored)));
}

} // namespace nb::image
