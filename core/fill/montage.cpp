#include "core/fill/montage.h"

#include "core/fill/smooth.h"
#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/imgproc/detail/gcgraph.hpp>

namespace nb::fill {
namespace {

constexpr int kSweeps = 2;
constexpr float kMuchLess = 0.5F;  // of what the guess costs
constexpr float kNever = 1e8F;     // the cost of copying what is not known
constexpr float kBlindCut = 1e5F;  // of a cut of which nothing is known
constexpr float kAnyCut = 30;      // of every cut: fewer, larger pieces
constexpr float kCutGain = 1000;   // of a difference as large as the gradients there
constexpr float kCalm = 100;       // squared gradient at which a cut in a smooth place stops getting dearer
constexpr float kDrift = 600;      // squared difference of mean colours as there is within a texture,
constexpr float kDriftGain = 0.1F; // and what more costs;
constexpr int kMeanPx = 9;         // means over a square of this side

using Sources = std::vector<cv::Point>; // for each pixel of the hole where it is copied from
using Costs = std::vector<float>;       // for each pixel of the hole

} // namespace

// What is the same for every montage of one hole.
struct MontageGround {
    MontageGround(const Level& of, const Work& work) : level(of) {
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
        fillSmoothly(expected, copyable == 0, work);
        cv::extractChannel(expected, expected, 0);
        cv::cvtColor(level.image, mean, cv::COLOR_RGBA2RGB);
        fillSmoothly(mean, copyable == 0, work);
        cv::blur(mean, mean, {kMeanPx, kMeanPx});
    }

    [[nodiscard]] bool known(cv::Point p) const {
        return p.x >= 0 && p.y >= 0 && p.x < copyable.cols && p.y < copyable.rows &&
               copyable.at<uchar>(p) != 0;
    }

    const Level& level;
    cv::Mat copyable;              // pixels that may be copied
    std::vector<cv::Point> pixels; // of the hole
    cv::Mat index;                 // CV_32S: of a hole pixel in pixels; -1 elsewhere
    cv::Mat gradient;              // CV_32F, squared
    cv::Mat expected;              // CV_8U: the roughness around the hole, continued smoothly into it
    cv::Mat mean; // CV_8UC3: the mean colour around each pixel, in the hole of a smooth continuation
};

namespace {

class Montage {
public:
    Montage(const MontageGround& ground, int rimRadiusPx, const Work& work)
        : m_ground(ground), m_level(ground.level), m_pixels(ground.pixels), m_rimRadiusPx(rimRadiusPx),
          m_work(work) {
        const int side = 2 * rimRadiusPx + 1;
        cv::dilate(ground.copyable, m_nearKnown, cv::Mat::ones(side, side, CV_8U));
    }

    void start(const cv::Mat& guess) {
        m_from.clear();
        for (const cv::Point p : m_pixels)
            m_from.emplace_back(guess.at<cv::Vec2i>(p));
        m_own = ownCosts(m_from);
        m_total = total(m_from, m_own);
    }

    // Starts from the cheapest single piece.
    void start(const std::vector<cv::Point>& shifts) {
        for (const cv::Point shift : shifts) {
            Sources from = at(shift);
            Costs own = ownCosts(from);
            if (const float cost = total(from, own); m_from.empty() || cost < m_total) {
                m_total = cost;
                m_from = std::move(from);
                m_own = std::move(own);
            }
        }
    }

    [[nodiscard]] float cost() const { return m_total; }

    // Replaces by the pieces at the shifts what gets better by it, until nothing does.
    void improveWith(const std::vector<cv::Point>& shifts) {
        std::vector<Costs> own;
        own.reserve(shifts.size());
        for (const cv::Point shift : shifts)
            own.push_back(ownCosts(at(shift)));
        for (int sweep = 0; sweep < kSweeps; ++sweep) {
            const float before = m_total;
            for (std::size_t i = 0; i < shifts.size(); ++i) {
                m_work.throwIfStopped();
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
    [[nodiscard]] bool known(cv::Point p) const { return m_ground.known(p); }
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

    [[nodiscard]] Costs ownCosts(const Sources& sources) const {
        Costs costs;
        costs.reserve(sources.size());
        for (std::size_t i = 0; i < sources.size(); ++i) {
            if (i % 256 == 0)
                m_work.throwIfStopped();
            costs.push_back(known(sources[i]) ? ownCost(m_pixels[i], sources[i]) : kNever);
        }
        return costs;
    }
    // How badly the surroundings of the copied pixel fit what is known around p, by how much it is smoother
    // than what surrounds the hole, and how far its colour is from there in the mean: red wood does not
    // belong in a white cup, however well it can be cut in.
    [[nodiscard]] float ownCost(cv::Point p, cv::Point from) const {
        const float smoother = std::max(0.F, static_cast<float>(m_ground.expected.at<uchar>(p)) -
                                                 static_cast<float>(m_level.image.at<cv::Vec4b>(from)[3]));
        float sum = smoother * smoother;
        const cv::Vec3i drift =
            cv::Vec3i(m_ground.mean.at<cv::Vec3b>(from)) - cv::Vec3i(m_ground.mean.at<cv::Vec3b>(p));
        sum += kDriftGain * std::max(0.F, static_cast<float>(drift.dot(drift)) - kDrift);
        if (m_nearKnown.at<uchar>(p) == 0)
            return sum;
        for (int dy = -m_rimRadiusPx; dy <= m_rimRadiusPx; ++dy)
            for (int dx = -m_rimRadiusPx; dx <= m_rimRadiusPx; ++dx) {
                const cv::Point step(dx, dy);
                if (known(p + step) && known(from + step))
                    sum += difference(p + step, from + step);
            }
        return sum;
    }

    // How much the cut shows between a pixel copied from a and its neighbour, a step away, copied from b: how
    // much both places differ there, against the gradients that could hide it.
    [[nodiscard]] float cut(cv::Point a, cv::Point b, cv::Point step) const {
        if (a + step == b)
            return 0;
        float sum = 0, gradients = kCalm;
        int places = 0;
        const auto compare = [&](cv::Point copied, cv::Point instead) {
            if (!known(copied) || !known(instead))
                return;
            sum += difference(copied, instead);
            gradients += m_ground.gradient.at<float>(copied) + m_ground.gradient.at<float>(instead);
            ++places;
        };
        compare(a, b - step);
        compare(b, a + step);
        return places == 0 ? kBlindCut
                           : kAnyCut + kCutGain * 2 * sum / (static_cast<float>(places) * gradients);
    }

    template <class F>
    void forEachPair(F f) const {
        const cv::Mat& index = m_ground.index;
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
            [&](std::size_t i, std::size_t j, cv::Point step) { sum += cut(from[i], from[j], step); });
        return static_cast<float>(sum);
    }

    // The best mixture of what is and the other piece, as the least cut of a graph (Kolmogorov, Zabih 2004).
    // The costs are no metric, so a mixture can come out dearer than it looked; then nothing changes.
    void cutIn(const Sources& other, const Costs& own) {
        cv::detail::GCGraph<float> graph(static_cast<unsigned>(m_pixels.size()),
                                         static_cast<unsigned>(4 * m_pixels.size()));
        for (std::size_t i = 0; i < m_pixels.size(); ++i)
            graph.addTermWeights(graph.addVtx(), own[i], m_own[i]);
        bool linked = false;
        forEachPair([&](std::size_t i, std::size_t j, cv::Point step) {
            const float stay = cut(m_from[i], m_from[j], step), first = cut(other[i], m_from[j], step);
            const float second = cut(m_from[i], other[j], step), both = cut(other[i], other[j], step);
            const int from = static_cast<int>(i), to = static_cast<int>(j);
            graph.addTermWeights(from, std::max(0.F, first - stay), std::max(0.F, stay - first));
            graph.addTermWeights(to, std::max(0.F, both - first), std::max(0.F, first - both));
            if (const float link = second + first - stay - both; link > 0) {
                graph.addEdges(from, to, link, 0);
                linked = true;
            }
        });
        if (!linked)
            return;
        graph.maxFlow();
        Sources from = m_from;
        Costs costs = m_own;
        for (std::size_t i = 0; i < m_pixels.size(); ++i)
            if (!graph.inSourceSegment(static_cast<int>(i))) {
                from[i] = other[i];
                costs[i] = own[i];
            }
        if (const float now = total(from, costs); now < m_total) {
            m_total = now;
            m_from = std::move(from);
            m_own = std::move(costs);
        }
    }

    const MontageGround& m_ground;
    const Level& m_level;
    const std::vector<cv::Point>& m_pixels;
    int m_rimRadiusPx;
    cv::Mat m_nearKnown; // CV_8U: whether anything is known within the radius
    const Work& m_work;
    Sources m_from;    // the present choice,
    Costs m_own;       // what each pixel of it costs,
    float m_total = 0; // and all of it, with the cuts
};

} // namespace

Montages::Montages(const Level& level, const Work& work)
    : m_ground(std::make_unique<MontageGround>(level, work)) {}

Montages::~Montages() = default;

const cv::Mat& Montages::known() const {
    return m_ground->copyable;
}

cv::Mat Montages::amend(const cv::Mat& guess, const std::vector<cv::Point>& shifts, int rimRadiusPx,
                        const Work& work) const {
    Montage montage(*m_ground, rimRadiusPx, work);
    montage.start(guess);
    const float before = montage.cost();
    montage.improveWith(shifts);
    return montage.cost() < kMuchLess * before ? montage.sources() : cv::Mat();
}

cv::Mat Montages::compose(const std::vector<cv::Point>& shifts, int rimRadiusPx, const Work& work) const {
    Montage montage(*m_ground, rimRadiusPx, work);
    montage.start(shifts);
    montage.improveWith(shifts);
    return montage.isWhole() ? montage.sources() : cv::Mat();
}

} // namespace nb::fill
