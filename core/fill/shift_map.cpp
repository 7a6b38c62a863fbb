#include "core/fill/shift_map.h"

#include "core/fill/smooth.h"
#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/imgproc/detail/gcgraph.hpp>

namespace nb::fill {
namespace {

constexpr int kSweeps = 2;
constexpr float kMaxCostRatio = 0.5F;   // of an improved guess to the guess
constexpr float kUnknownCost = 1e8F;    // of copying a pixel that is not known
constexpr float kUnknownCutCost = 1e5F; // of a cut for which no pixels can be compared
constexpr float kBaseCutCost = 30;      // of every cut: favours fewer, larger pieces
constexpr float kCutGain = 1000;        // cost of a difference that is as large as the gradients there
constexpr float kMinGradients =
    100; // added to the squared gradients: limits the cost of cuts in smooth places
constexpr float kColourTolerance =
    600; // squared difference of mean colours that costs nothing: usual in a texture
constexpr float kColourGain = 0.1F; // cost of the difference above that
constexpr int kMeanPx = 9;          // mean colours are over a square of this side

using Sources = std::vector<cv::Point>; // for each pixel of the hole the pixel it is copied from
using Costs = std::vector<float>;       // for each pixel of the hole

} // namespace

// What all shift maps of one hole share.
struct ShiftMapInput {
    ShiftMapInput(const Level& of, const Execution& execution) : level(of) {
        cv::dilate(level.source, copyable, cv::Mat::ones(kSide, kSide, CV_8U));
        cv::findNonZero(level.hole, pixels);
        index = cv::Mat(level.hole.size(), CV_32S, cv::Scalar(-1));
        for (std::size_t i = 0; i < pixels.size(); ++i)
            index.at<int>(pixels[i]) = static_cast<int>(i);
        cv::Mat grey, dx, dy, roughness;
        cv::cvtColor(level.image, grey, cv::COLOR_RGBA2GRAY);
        cv::Sobel(grey, dx, CV_32F, 1, 0, 3, 0.125);
        cv::Sobel(grey, dy, CV_32F, 0, 1, 3, 0.125);
        gradient = dx.mul(dx) + dy.mul(dy);
        cv::extractChannel(level.image, roughness, 3);
        cv::merge(std::vector<cv::Mat>(3, roughness), expected);
        fillSmoothly(expected, copyable == 0, execution);
        cv::extractChannel(expected, expected, 0);
        cv::cvtColor(level.image, mean, cv::COLOR_RGBA2RGB);
        fillSmoothly(mean, copyable == 0, execution);
        cv::blur(mean, mean, {kMeanPx, kMeanPx});
    }

    [[nodiscard]] bool known(cv::Point p) const {
        return p.x >= 0 && p.y >= 0 && p.x < copyable.cols && p.y < copyable.rows &&
               copyable.at<uchar>(p) != 0;
    }

    const Level& level;
    cv::Mat copyable;              // CV_8U, not 0: a pixel that may be copied
    std::vector<cv::Point> pixels; // of the hole
    cv::Mat index;                 // CV_32S: position of a hole pixel in pixels; -1 elsewhere
    cv::Mat gradient;              // CV_32F, squared
    cv::Mat expected;              // CV_8U: the roughness, continued smoothly into the hole
    cv::Mat mean; // CV_8UC3: the mean colour around each pixel, continued smoothly into the hole
};

namespace {

// One shift map while it is being computed.
class ShiftMap {
public:
    ShiftMap(const ShiftMapInput& input, int rimRadiusPx, const Execution& execution)
        : m_input(input), m_level(input.level), m_pixels(input.pixels), m_rimRadiusPx(rimRadiusPx),
          m_execution(execution) {
        const int side = 2 * rimRadiusPx + 1;
        cv::dilate(input.copyable, m_nearKnown, cv::Mat::ones(side, side, CV_8U));
    }

    void start(const cv::Mat& guess) {
        m_from.clear();
        for (const cv::Point p : m_pixels)
            m_from.emplace_back(guess.at<cv::Vec2i>(p));
        m_costs = pixelCosts(m_from);
        m_total = total(m_from, m_costs);
    }

    // Starts from the cheapest single piece.
    void start(const std::vector<cv::Point>& shifts) {
        for (const cv::Point shift : shifts) {
            Sources from = at(shift);
            Costs own = pixelCosts(from);
            if (const float cost = total(from, own); m_from.empty() || cost < m_total) {
                m_total = cost;
                m_from = std::move(from);
                m_costs = std::move(own);
            }
        }
    }

    [[nodiscard]] float cost() const { return m_total; }

    // Replaces parts by pieces at the shifts where that lowers the cost, until no shift lowers it any more.
    void improveWith(const std::vector<cv::Point>& shifts) {
        std::vector<Costs> own;
        own.reserve(shifts.size());
        for (const cv::Point shift : shifts)
            own.push_back(pixelCosts(at(shift)));
        for (int sweep = 0; sweep < kSweeps; ++sweep) {
            const float before = m_total;
            for (std::size_t i = 0; i < shifts.size(); ++i) {
                m_execution.throwIfStopped();
                cutIn(at(shifts[i]), own[i]);
            }
            if (m_total >= before)
                break;
        }
    }

    [[nodiscard]] bool isWhole() const {
        return !m_from.empty() && std::ranges::all_of(m_from, [&](cv::Point p) { return known(p); });
    }

    [[nodiscard]] cv::Mat sources() const {
        cv::Mat sources(m_level.hole.size(), CV_32SC2, cv::Scalar::all(-1));
        for (std::size_t i = 0; i < m_pixels.size(); ++i)
            sources.at<cv::Vec2i>(m_pixels[i]) = {m_from[i].x, m_from[i].y};
        return sources;
    }

private:
    [[nodiscard]] bool known(cv::Point p) const { return m_input.known(p); }
    [[nodiscard]] Sources at(cv::Point shift) const {
        Sources sources = m_pixels;
        for (cv::Point& p : sources)
            p += shift;
        return sources;
    }
    [[nodiscard]] float difference(cv::Point a, cv::Point b) const {
        const auto& va = m_level.image.at<cv::Vec4b>(a);
        const auto& vb = m_level.image.at<cv::Vec4b>(b);
        int sum = 0;
        for (int c = 0; c < 4; ++c)
            sum += (va[c] - vb[c]) * (va[c] - vb[c]);
        return static_cast<float>(sum);
    }

    [[nodiscard]] Costs pixelCosts(const Sources& sources) const {
        Costs costs;
        costs.reserve(sources.size());
        for (std::size_t i = 0; i < sources.size(); ++i) {
            if (i % 256 == 0)
                m_execution.throwIfStopped();
            costs.push_back(known(sources[i]) ? pixelCost(m_pixels[i], sources[i]) : kUnknownCost);
        }
        return costs;
    }
    // The cost of copying a pixel, without cuts: the difference between its surroundings and the known pixels
    // around p, by how much it is smoother than the surroundings of the hole, and how far its mean colour is
    // from theirs: a piece of another object must not be used only because its cuts are cheap.
    [[nodiscard]] float pixelCost(cv::Point p, cv::Point from) const {
        const float smoother = std::max(0.F, static_cast<float>(m_input.expected.at<uchar>(p)) -
                                                 static_cast<float>(m_level.image.at<cv::Vec4b>(from)[3]));
        float sum = smoother * smoother;
        const cv::Vec3i apart =
            cv::Vec3i(m_input.mean.at<cv::Vec3b>(from)) - cv::Vec3i(m_input.mean.at<cv::Vec3b>(p));
        sum += kColourGain * std::max(0.F, static_cast<float>(apart.dot(apart)) - kColourTolerance);
        if (m_nearKnown.at<uchar>(p) == 0)
            return sum;
        for (int dy = -m_rimRadiusPx; dy <= m_rimRadiusPx; ++dy)
            for (int dx = -m_rimRadiusPx; dx <= m_rimRadiusPx; ++dx) {
                const cv::Point offset(dx, dy);
                if (known(p + offset) && known(from + offset))
                    sum += difference(p + offset, from + offset);
            }
        return sum;
    }

    // How visible the cut is between a pixel copied from a and its neighbour at `step`, copied from b: the
    // difference of both sources there, relative to the gradients that could hide it.
    [[nodiscard]] float cutCost(cv::Point a, cv::Point b, cv::Point step) const {
        if (a + step == b)
            return 0;
        float sum = 0, gradients = kMinGradients;
        int places = 0;
        const auto compare = [&](cv::Point copied, cv::Point other) {
            if (!known(copied) || !known(other))
                return;
            sum += difference(copied, other);
            gradients += m_input.gradient.at<float>(copied) + m_input.gradient.at<float>(other);
            ++places;
        };
        compare(a, b - step);
        compare(b, a + step);
        return places == 0 ? kUnknownCutCost
                           : kBaseCutCost + kCutGain * 2 * sum / (static_cast<float>(places) * gradients);
    }

    template <class F>
    void forEachPair(F f) const {
        const cv::Mat& index = m_input.index;
        for (std::size_t i = 0; i < m_pixels.size(); ++i)
            for (const cv::Point step : {cv::Point(1, 0), cv::Point(0, 1)}) {
                const cv::Point q = m_pixels[i] + step;
                if (q.x < index.cols && q.y < index.rows && index.at<int>(q) >= 0)
                    f(i, static_cast<std::size_t>(index.at<int>(q)), step);
            }
    }
    [[nodiscard]] float total(const Sources& from, const Costs& own) const {
        double sum = 0;
        for (const float cost : own)
            sum += cost;
        forEachPair(
            [&](std::size_t i, std::size_t j, cv::Point step) { sum += cutCost(from[i], from[j], step); });
        return static_cast<float>(sum);
    }

    // The cheapest combination of the current map and the other piece, as the minimum cut of a graph
    // (Kolmogorov, Zabih 2004). The costs are not a metric, so the true cost can exceed that of the graph; a
    // combination that is not cheaper is dropped.
    void cutIn(const Sources& other, const Costs& own) {
        cv::detail::GCGraph<float> graph(static_cast<unsigned>(m_pixels.size()),
                                         static_cast<unsigned>(4 * m_pixels.size()));
        for (std::size_t i = 0; i < m_pixels.size(); ++i)
            graph.addTermWeights(graph.addVtx(), own[i], m_costs[i]);
        bool linked = false;
        forEachPair([&](std::size_t i, std::size_t j, cv::Point step) {
            const float neither = cutCost(m_from[i], m_from[j], step),
                        first = cutCost(other[i], m_from[j], step);
            const float second = cutCost(m_from[i], other[j], step), both = cutCost(other[i], other[j], step);
            const int from = static_cast<int>(i), to = static_cast<int>(j);
            graph.addTermWeights(from, std::max(0.F, first - neither), std::max(0.F, neither - first));
            graph.addTermWeights(to, std::max(0.F, both - first), std::max(0.F, first - both));
            if (const float link = second + first - neither - both; link > 0) {
                graph.addEdges(from, to, link, 0);
                linked = true;
            }
        });
        if (!linked)
            return;
        graph.maxFlow();
        Sources from = m_from;
        Costs costs = m_costs;
        for (std::size_t i = 0; i < m_pixels.size(); ++i)
            if (!graph.inSourceSegment(static_cast<int>(i))) {
                from[i] = other[i];
                costs[i] = own[i];
            }
        if (const float now = total(from, costs); now < m_total) {
            m_total = now;
            m_from = std::move(from);
            m_costs = std::move(costs);
        }
    }

    const ShiftMapInput& m_input;
    const Level& m_level;
    const std::vector<cv::Point>& m_pixels;
    int m_rimRadiusPx;
    cv::Mat m_nearKnown; // CV_8U: whether anything is known within the radius
    const Execution& m_execution;
    Sources m_from;    // the map so far
    Costs m_costs;     // pixelCost() of each of its pixels
    float m_total = 0; // its whole cost, with the cuts
};

} // namespace

ShiftMaps::ShiftMaps(const Level& level, const Execution& execution)
    : m_input(std::make_unique<ShiftMapInput>(level, execution)) {}

ShiftMaps::~ShiftMaps() = default;

const cv::Mat& ShiftMaps::known() const {
    return m_input->copyable;
}

cv::Mat ShiftMaps::improved(const cv::Mat& guess, const std::vector<cv::Point>& shifts, int rimRadiusPx,
                            const Execution& execution) const {
    ShiftMap map(*m_input, rimRadiusPx, execution);
    map.start(guess);
    const float before = map.cost();
    map.improveWith(shifts);
    return map.cost() < kMaxCostRatio * before ? map.sources() : cv::Mat();
}

cv::Mat ShiftMaps::composed(const std::vector<cv::Point>& shifts, int rimRadiusPx,
                            const Execution& execution) const {
    ShiftMap map(*m_input, rimRadiusPx, execution);
    map.start(shifts);
    map.improveWith(shifts);
    return map.isWhole() ? map.sources() : cv::Mat();
}

} // namespace nb::fill
