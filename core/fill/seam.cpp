#include "core/fill/seam.h"

#include "core/mask/bounds.h"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::fill {
namespace {

constexpr float kScreening = 1.0F / 500; // a correction falls to 1/e over about 22 pixels
constexpr float kRimWeight = 20;         // of a gradient towards a known pixel
constexpr int kSweeps = 60;
constexpr float kOverRelaxation = 1.7F;
constexpr int kNeighbours[4][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};

cv::Vec3f colourAt(const cv::Mat& picture, int x, int y) {
    if (picture.depth() == CV_8U)
        return picture.at<cv::Vec3b>(y, x);
    return picture.at<cv::Vec<ushort, 3>>(y, x);
}

class Seams {
public:
    Seams(const cv::Mat& picture, const cv::Mat& sources, const cv::Mat& unknown, const cv::Rect& area)
        : m_picture(picture), m_sources(sources), m_unknown(unknown), m_area(area),
          m_inside({0, 0}, picture.size()), m_missing(area.size(), CV_32FC3, cv::Scalar::all(0)),
          m_edges(area.size(), CV_8U, cv::Scalar(0)),
          m_correction(area.size(), CV_32FC3, cv::Scalar::all(0)) {}

    void findGradients(int first, int end) {
        for (int y = first; y < end; ++y)
            for (int x = m_area.x; x < m_area.br().x; ++x)
                if (isFilled(x, y))
                    addGradients(x, y);
    }

    void sweep(int first, int end, int colour) {
        for (int y = first; y < end; ++y)
            for (int x = m_area.x + ((y + m_area.x + colour) & 1); x < m_area.br().x; x += 2)
                relax(x - m_area.x, y - m_area.y);
    }

    template <class Pixel>
    void apply(cv::Mat& picture, const Execution& execution) const {
        for (int y = 0; y < m_area.height; ++y) {
            execution.throwIfStopped();
            for (int x = 0; x < m_area.width; ++x) {
                if (!isFilled(x + m_area.x, y + m_area.y))
                    continue;
                auto& pixel = picture.at<Pixel>(y + m_area.y, x + m_area.x);
                const auto& correction = m_correction.at<cv::Vec3f>(y, x);
                for (int c = 0; c < 3; ++c)
                    pixel[c] = cv::saturate_cast<typename Pixel::value_type>(static_cast<float>(pixel[c]) +
                                                                             correction[c]);
            }
        }
    }

private:
    [[nodiscard]] bool isFilled(int x, int y) const { return m_sources.at<cv::Vec2i>(y, x)[0] >= 0; }
    [[nodiscard]] bool isKnown(const cv::Vec2i& at) const {
        return m_inside.contains(cv::Point(at)) && m_unknown.at<uchar>(at[1], at[0]) == 0;
    }

    // The gradient from (x, y) to a neighbour should be the mean of the gradients at both places that the
    // pixels were copied from; the correction has to supply the difference to the present one.
    void addGradients(int x, int y) {
        const auto& from = m_sources.at<cv::Vec2i>(y, x);
        const cv::Vec3f here = colourAt(m_picture, x, y);
        for (int i = 0; i < 4; ++i) {
            const cv::Vec2i shift(kNeighbours[i][0], kNeighbours[i][1]);
            const cv::Point neighbour(x + shift[0], y + shift[1]);
            if (!m_inside.contains(neighbour))
                continue;
            const bool filled = isFilled(neighbour.x, neighbour.y);
            if (!filled && m_unknown.at<uchar>(neighbour) != 0)
                continue;
            const cv::Vec2i neighbourSource =
                filled ? m_sources.at<cv::Vec2i>(neighbour) : cv::Vec2i(neighbour.x, neighbour.y);
            const cv::Vec2i beyond = from + shift;
            const cv::Vec2i before = neighbourSource - shift;
            cv::Vec3f wanted;
            float count = 0;
            if (isKnown(beyond)) {
                wanted += here - colourAt(m_picture, beyond[0], beyond[1]);
                ++count;
            }
            if (filled && isKnown(before)) {
                wanted +=
                    colourAt(m_picture, before[0], before[1]) - colourAt(m_picture, neighbour.x, neighbour.y);
                ++count;
            }
            if (count == 0)
                continue;
            const cv::Vec3f present = here - colourAt(m_picture, neighbour.x, neighbour.y);
            m_missing.at<cv::Vec3f>(y - m_area.y, x - m_area.x) +=
                (wanted * (1 / count) - present) * (filled ? 1 : kRimWeight);
            m_edges.at<uchar>(y - m_area.y, x - m_area.x) |= static_cast<uchar>((filled ? 1 : 16) << i);
        }
    }

    // One step of successive over-relaxation.
    void relax(int x, int y) {
        const uchar edges = m_edges.at<uchar>(y, x);
        if (edges == 0)
            return;
        cv::Vec3f sum = m_missing.at<cv::Vec3f>(y, x);
        float degree = kScreening;
        for (int i = 0; i < 4; ++i) {
            if ((edges & (1 << i)) != 0)
                sum += m_correction.at<cv::Vec3f>(y + kNeighbours[i][1], x + kNeighbours[i][0]);
            if ((edges & (1 << i)) != 0)
                ++degree;
            if ((edges & (16 << i)) != 0)
                degree += kRimWeight;
        }
        auto& correction = m_correction.at<cv::Vec3f>(y, x);
        correction += (sum * (1 / degree) - correction) * kOverRelaxation;
    }

    const cv::Mat& m_picture;
    const cv::Mat& m_sources;
    const cv::Mat& m_unknown;
    cv::Rect m_area;
    cv::Rect m_inside;
    cv::Mat m_missing; // CV_32FC3: the sum of the gradients that the correction has to supply
    cv::Mat m_edges;   // CV_8U, bit i: a filled neighbour i, bit i + 4: a known one
    cv::Mat m_correction;
};

} // namespace

void removeSeams(cv::Mat& picture, const cv::Mat& sources, const cv::Mat& unknown,
                 const Execution& execution) {
    cv::Mat x;
    cv::extractChannel(sources, x, 0);
    const cv::Rect area = mask::boundsOf(x >= 0);
    if (area.empty())
        return;
    execution.throwIfStopped();
    Seams seams(picture, sources, unknown, area);
    forEachStrip(execution, area.y, area.br().y,
                 [&](int first, int end) { seams.findGradients(first, end); });
    for (int sweep = 0; sweep < kSweeps; ++sweep)
        for (const int colour : {0, 1})
            forEachStrip(execution, area.y, area.br().y,
                         [&](int first, int end) { seams.sweep(first, end, colour); });
    if (picture.depth() == CV_8U)
        seams.apply<cv::Vec3b>(picture, execution);
    else
        seams.apply<cv::Vec<ushort, 3>>(picture, execution);
}

} // namespace nb::fill
