#include "core/fill/initial_guess.h"

#include "core/fill/random.h"
#include <array>
#include <opencv2/core.hpp>

namespace nb::fill {
namespace {

constexpr double kFlatPriority =
    0.02; // added, so that patches without an edge are ordered by their confidence

// A pixel of the hole that is not filled yet.
struct UnfilledPixel {
    cv::Point at;
    double priority = -1;
};

class EdgesFirst {
public:
    EdgesFirst(Level& level, const Execution& execution, const SearchRange& range)
        : m_level(level), m_execution(execution), m_range(range), m_field(randomField(level, execution)),
          m_copiedFrom(level.hole.size(), CV_32SC2, cv::Scalar::all(-1)), m_unfilled(level.hole.clone()) {
        cv::Mat(level.hole == 0).convertTo(m_confidence, CV_32F, 1.0 / 255);
        for (int y = kRadius; y < level.source.rows - kRadius; ++y)
            for (int x = kRadius; x < level.source.cols - kRadius; ++x)
                if (level.source.at<uchar>(y, x) != 0)
                    m_sources.emplace_back(x, y);
        std::vector<cv::Point> hole;
        cv::findNonZero(m_unfilled, hole);
        for (const cv::Point p : hole)
            m_pixels.push_back({p});
    }

    InitialGuess run() {
        cv::Point last(-1, -1);
        for (int step = 0; !m_pixels.empty(); ++step) {
            m_execution.throwIfStopped();
            last = completePatch(highestPriority(last), step);
            std::erase_if(m_pixels, [&](const UnfilledPixel& pixel) { return known(pixel.at); });
        }
        return {std::move(m_field), m_copiedFrom};
    }

private:
    [[nodiscard]] bool known(cv::Point p) const {
        return cv::Rect({}, m_unfilled.size()).contains(p) && m_unfilled.at<uchar>(p) == 0;
    }
    // The centre nearest to p of a patch that is inside the picture.
    [[nodiscard]] cv::Point centreFor(cv::Point p) const {
        return {std::clamp(p.x, kRadius, m_unfilled.cols - 1 - kRadius),
                std::clamp(p.y, kRadius, m_unfilled.rows - 1 - kRadius)};
    }
    [[nodiscard]] float confidence(cv::Point centre) const {
        const cv::Rect patch(centre.x - kRadius, centre.y - kRadius, kSide, kSide);
        return static_cast<float>(cv::sum(m_confidence(patch))[0]) / (kSide * kSide);
    }

    // Updates the priorities, which have changed only near the last patch.
    cv::Point highestPriority(cv::Point last) {
        const UnfilledPixel* best = nullptr;
        for (UnfilledPixel& pixel : m_pixels) {
            const cv::Point away = pixel.at - last;
            if (last.x < 0 || std::max(std::abs(away.x), std::abs(away.y)) <= 2 * kRadius + 1)
                pixel.priority = priorityOf(pixel.at);
            if (best == nullptr || pixel.priority > best->priority)
                best = &pixel;
        }
        return best->at;
    }

    // Negative where no neighbour of the pixel is known.
    [[nodiscard]] double priorityOf(cv::Point p) const {
        if (!known({p.x + 1, p.y}) && !known({p.x - 1, p.y}) && !known({p.x, p.y + 1}) &&
            !known({p.x, p.y - 1}))
            return -1;
        return confidence(centreFor(p)) * (edgeAt(p) + kFlatPriority);
    }

    // How strongly an edge runs into the hole at p, 0 to 1: the steepest known gradient near it, turned by a
    // right angle and projected on the normal of the rim.
    [[nodiscard]] double edgeAt(cv::Point p) const {
        cv::Point2d normal, steepest;
        for (int dy = -kRadius; dy <= kRadius; ++dy)
            for (int dx = -kRadius; dx <= kRadius; ++dx) {
                const cv::Point q(p.x + dx, p.y + dy);
                if (!known(q))
                    continue;
                normal += cv::Point2d(dx, dy);
                if (std::max(std::abs(dx), std::abs(dy)) > 2)
                    continue;
                const cv::Point2d gradient = gradientAt(q);
                if (gradient.dot(gradient) > steepest.dot(steepest))
                    steepest = gradient;
            }
        const double length = std::sqrt(normal.dot(normal));
        return length == 0 ? 0 : std::abs(steepest.x * normal.y - steepest.y * normal.x) / length / 255;
    }

    [[nodiscard]] cv::Point2d gradientAt(cv::Point q) const {
        const cv::Point right(q.x + 1, q.y), left(q.x - 1, q.y), below(q.x, q.y + 1), above(q.x, q.y - 1);
        if (!known(right) || !known(left) || !known(below) || !known(above))
            return {};
        return {(grey(right) - grey(left)) / 2, (grey(below) - grey(above)) / 2};
    }
    [[nodiscard]] double grey(cv::Point p) const {
        const auto& v = m_level.image.at<cv::Vec4b>(p);
        return (v[0] + 2 * v[1] + v[2]) / 4.0;
    }

    // Copies the source patch that matches the known part of the patch over p best into its unknown part.
    // Returns the centre of the patch.
    cv::Point completePatch(cv::Point p, int step) {
        const cv::Point centre = centreFor(p);
        const cv::Point from = bestSource(centre, step);
        const float sure = confidence(centre);
        for (int dy = -kRadius; dy <= kRadius; ++dy)
            for (int dx = -kRadius; dx <= kRadius; ++dx) {
                const cv::Point to(centre.x + dx, centre.y + dy), source(from.x + dx, from.y + dy);
                if (known(to))
                    continue;
                m_level.image.at<cv::Vec4b>(to) = m_level.image.at<cv::Vec4b>(source);
                m_copiedFrom.at<cv::Vec2i>(to) = {source.x, source.y};
                m_unfilled.at<uchar>(to) = 0;
                m_confidence.at<float>(to) = sure;
                if (m_level.target.at<uchar>(to) != 0 && m_level.source.at<uchar>(source) != 0)
                    m_field.at(to.x, to.y) = {source.x, source.y};
            }
        m_field.at(centre.x, centre.y) = {from.x, from.y};
        return centre;
    }

    [[nodiscard]] cv::Point bestSource(cv::Point centre, int step) {
        m_knownCount = 0;
        for (int dy = -kRadius; dy <= kRadius; ++dy)
            for (int dx = -kRadius; dx <= kRadius; ++dx)
                if (known({centre.x + dx, centre.y + dy}))
                    m_known[static_cast<std::size_t>(m_knownCount++)] = {dx, dy};
        cv::Point best = m_sources.front();
        int least = std::numeric_limits<int>::max();
        const auto consider = [&](cv::Point source) {
            const int distance = knownDistance(centre, source, least);
            if (distance < least) {
                least = distance;
                best = source;
            }
        };
        const cv::Rect near = cv::Rect(centre.x - m_range.nearPx, centre.y - m_range.nearPx,
                                       2 * m_range.nearPx + 1, 2 * m_range.nearPx + 1) &
                              cv::Rect({}, m_unfilled.size());
        for (int y = near.y; y < near.br().y; ++y)
            for (int x = near.x; x < near.br().x; ++x)
                if (m_level.source.at<uchar>(y, x) != 0)
                    consider({x, y});
        Random random(mixBits(m_execution.seed) + static_cast<std::uint64_t>(step), centre.x, centre.y);
        const int count = static_cast<int>(m_sources.size());
        for (int i = 0; i < std::min(m_range.farTries, count); ++i)
            consider(m_sources[static_cast<std::size_t>(random.between(0, count - 1))]);
        return best;
    }

    [[nodiscard]] int knownDistance(cv::Point a, cv::Point b, int limit) const {
        int sum = 0;
        for (int i = 0; i < m_knownCount; ++i) {
            const auto& va = m_level.image.at<cv::Vec4b>(a + m_known[static_cast<std::size_t>(i)]);
            const auto& vb = m_level.image.at<cv::Vec4b>(b + m_known[static_cast<std::size_t>(i)]);
            for (int c = 0; c < 4; ++c)
                sum += (va[c] - vb[c]) * (va[c] - vb[c]);
            if (sum >= limit)
                return sum;
        }
        return sum;
    }

    Level& m_level;
    const Execution& m_execution;
    SearchRange m_range;
    Field m_field;
    cv::Mat m_copiedFrom; // CV_32SC2, as in InitialGuess
    cv::Mat m_unfilled;   // 255 = not filled yet
    cv::Mat m_confidence; // CV_32F, 0 to 1: 1 = known, falling with each patch that is copied next to guessed
                          // pixels
    std::vector<cv::Point> m_sources;
    std::vector<UnfilledPixel> m_pixels;
    std::array<cv::Point, kSide * kSide> m_known; // of the patch being completed, relative to its centre
    int m_knownCount = 0;
};

} // namespace

InitialGuess guessEdgesFirst(Level& level, const Execution& execution, const SearchRange& range) {
    return EdgesFirst(level, execution, range).run();
}

} // namespace nb::fill
