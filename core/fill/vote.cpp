#include "core/fill/vote.h"

#include "core/fill/screened_poisson.h"
#include <array>
#include <opencv2/core.hpp>

namespace nb::fill {
namespace {

constexpr float kNoiseFloor = kSide * kSide * 4; // a squared difference of 1 in each value of a patch
constexpr float kSharpness = 8;                  // how fast a weight falls with the distance of the patches

struct Vote {
    int x; // the source pixel
    int y;
    float distance;
    float weight;
    bool hasRight; // whether the source patch has a pixel to the right of it,
    bool hasBelow; // and one below
};

// The votes for one pixel.
class Votes {
public:
    Votes(const Level& level, const Field& field, const cv::Mat& voting)
        : m_level(level), m_field(field), m_voting(voting) {}

    void collect(int x, int y) {
        m_count = 0;
        const cv::Rect& area = m_field.area();
        float sum = 0;
        for (int v = std::max(y - kRadius, area.y); v <= std::min(y + kRadius, area.br().y - 1); ++v)
            for (int u = std::max(x - kRadius, area.x); u <= std::min(x + kRadius, area.br().x - 1); ++u) {
                if (m_voting.at<uchar>(v, u) == 0)
                    continue;
                const Match& match = m_field.at(u, v);
                const auto distance = static_cast<float>(match.distance);
                sum += distance;
                m_votes[m_count++] = {match.x + x - u, match.y + y - v,
                                      distance,        m_level.confidence.at<float>(v, u),
                                      x - u < kRadius, y - v < kRadius};
            }
        // An approximation of exp(-kSharpness * distance / mean) that is quicker to compute.
        const float scale = kSharpness / (4 * (sum / static_cast<float>(std::max(m_count, 1)) + kNoiseFloor));
        for (Vote& vote : *this) {
            const float base = 1 + vote.distance * scale;
            vote.weight /= base * base * base * base;
        }
    }

    [[nodiscard]] Vote* begin() { return m_votes.data(); }
    [[nodiscard]] Vote* end() { return m_votes.data() + m_count; }

private:
    const Level& m_level;
    const Field& m_field;
    const cv::Mat& m_voting;
    std::array<Vote, kSide * kSide> m_votes;
    int m_count = 0;
};

// Whether the equation needs targets at a pixel: it is solved for, or its right or lower neighbour is.
bool needsTargets(const cv::Mat& only, int x, int y) {
    return only.at<uchar>(y, x) != 0 || (x + 1 < only.cols && only.at<uchar>(y, x + 1) != 0) ||
           (y + 1 < only.rows && only.at<uchar>(y + 1, x) != 0);
}

class WeightedMean {
public:
    void add(const cv::Vec4f& value, float weight) {
        m_sum += value * weight;
        m_weight += weight;
    }
    void writeTo(PoissonTargets& targets, cv::Mat& values, PoissonTargets::Part part, cv::Point at) const {
        if (m_weight <= 0)
            return;
        values.at<cv::Vec4f>(at) = m_sum * (1 / m_weight);
        targets.given.at<uchar>(at) |= part;
    }

private:
    cv::Vec4f m_sum;
    float m_weight = 0;
};

void writeMeans(PoissonTargets& targets, cv::Point p, Votes& votes, const Level& level) {
    const auto valueAt = [&](int x, int y) -> cv::Vec4f { return level.image.at<cv::Vec4b>(y, x); };
    WeightedMean colour, right, down;
    for (const Vote& vote : votes) {
        const cv::Vec4f here = valueAt(vote.x, vote.y);
        colour.add(here, vote.weight);
        if (vote.hasRight)
            right.add(valueAt(vote.x + 1, vote.y) - here, vote.weight);
        if (vote.hasBelow)
            down.add(valueAt(vote.x, vote.y + 1) - here, vote.weight);
    }
    const cv::Point at = p - targets.area.tl();
    colour.writeTo(targets, targets.colour, PoissonTargets::Colour, at);
    right.writeTo(targets, targets.right, PoissonTargets::Right, at);
    down.writeTo(targets, targets.down, PoissonTargets::Down, at);
}

// The one with the largest weight, once the weights of votes for the same pixel are added up; null if there
// are none. Changes the weights.
const Vote* heaviest(Votes& votes) {
    const Vote* best = nullptr;
    for (Vote* vote = votes.begin(); vote != votes.end(); ++vote)
        for (Vote* same = votes.begin(); same <= vote; ++same)
            if (same->x == vote->x && same->y == vote->y) {
                if (same != vote)
                    same->weight += vote->weight;
                if (best == nullptr || same->weight > best->weight)
                    best = same;
                break;
            }
    return best;
}

} // namespace

void vote(Level& level, const Field& field, const cv::Mat& only, const cv::Mat& voting,
          const Execution& execution) {
    const cv::Rect& area = field.area();
    constexpr int kMargin = kRadius + 1; // a patch and a neighbour
    const cv::Rect around =
        cv::Rect(area.x - kMargin, area.y - kMargin, area.width + 2 * kMargin, area.height + 2 * kMargin) &
        cv::Rect({}, only.size());
    PoissonTargets targets(around);
    forEachStrip(execution, around.y, around.br().y, [&](int first, int end) {
        Votes votes(level, field, voting);
        for (int y = first; y < end; ++y) {
            execution.throwIfStopped();
            for (int x = around.x; x < around.br().x; ++x)
                if (needsTargets(only, x, y)) {
                    votes.collect(x, y);
                    writeMeans(targets, {x, y}, votes, level);
                }
        }
    });
    solveScreenedPoisson(level.image, only, targets, execution);
}

cv::Mat chooseSources(const Level& level, const Field& field, const Execution& execution) {
    const cv::Rect& area = field.area();
    cv::Mat sources(level.hole.size(), CV_32SC2);
    inBands(execution, sources.rows,
            [&](int first, int end) { sources.rowRange(first, end).setTo(cv::Scalar::all(-1)); });
    const int top = std::max(area.y - kRadius, 0);
    const int bottom = std::min(area.br().y + kRadius, level.hole.rows);
    forEachStrip(execution, top, bottom, [&](int first, int end) {
        Votes votes(level, field, level.target);
        for (int y = first; y < end; ++y) {
            execution.throwIfStopped();
            for (int x = 0; x < level.hole.cols; ++x) {
                if (level.hole.at<uchar>(y, x) == 0)
                    continue;
                votes.collect(x, y);
                if (const Vote* best = heaviest(votes))
                    sources.at<cv::Vec2i>(y, x) = {best->x, best->y};
            }
        }
    });
    return sources;
}

} // namespace nb::fill
