#include "core/fill/field.h"

#include "core/fill/random.h"
#include <opencv2/core.hpp>
#include <opencv2/core/hal/intrin.hpp>

namespace nb::fill {
namespace {

constexpr int kMaxRejections = 16;

Match randomSource(const Level& level, Random& random) {
    const cv::Size size = level.source.size();
    Match match;
    for (int i = 0; i < kMaxRejections; ++i) {
        match.x = random.between(kRadius, size.width - 1 - kRadius);
        match.y = random.between(kRadius, size.height - 1 - kRadius);
        if (level.source.at<uchar>(match.y, match.x) != 0)
            return match;
    }
    // Sources are rare here: use the next one in reading order.
    for (int row = 0; row <= size.height; ++row) {
        const int y = (match.y + row) % size.height;
        const auto* source = level.source.ptr<uchar>(y);
        for (int x = row == 0 ? match.x : 0; x < size.width; ++x)
            if (source[x] != 0)
                return {x, y};
    }
    return match;
}

// Sum of squared differences of two patches; stops early with a value >= limit once that is reached. A row of
// a patch is 28 bytes: two vectors that overlap, with the overlap masked out of the second one.
class SquaredDifference {
public:
    SquaredDifference(const Level& level, const cv::Mat& visible)
        : m_image(level.image), m_visible(visible) {}

    [[nodiscard]] std::uint32_t between(int x, int y, const Match& match, std::uint32_t limit) const {
        return m_visible.empty() ? measure<false>(x, y, match, limit) : measure<true>(x, y, match, limit);
    }

private:
    template <bool masked>
    [[nodiscard]] std::uint32_t measure(int x, int y, const Match& match, std::uint32_t limit) const {
        alignas(16) static constexpr uchar kTail[16] = {0,   0,   0,   0,   255, 255, 255, 255,
                                                        255, 255, 255, 255, 255, 255, 255, 255};
        const cv::v_uint8x16 tail = cv::v_load_aligned(kTail);
        const std::size_t step = m_image.step;
        const uchar* a = m_image.ptr<uchar>(y - kRadius) + 4 * (x - kRadius);
        const uchar* b = m_image.ptr<uchar>(match.y - kRadius) + 4 * (match.x - kRadius);
        const uchar* visible = masked ? m_visible.ptr<uchar>(y - kRadius) + 4 * (x - kRadius) : nullptr;
        cv::v_uint32x4 sum = cv::v_setzero_u32();
        for (int row = 0; row < kSide; ++row) {
            cv::v_uint8x16 head = cv::v_absdiff(cv::v_load(a), cv::v_load(b));
            cv::v_uint8x16 rest = cv::v_absdiff(cv::v_load(a + 12), cv::v_load(b + 12)) & tail;
            if constexpr (masked) {
                head = head & cv::v_load(visible);
                rest = rest & cv::v_load(visible + 12);
                visible += m_visible.step;
            }
            sum = cv::v_dotprod_expand_fast(head, head, sum);
            sum = cv::v_dotprod_expand_fast(rest, rest, sum);
            if (row == 2 || row == 4) {
                const std::uint32_t soFar = cv::v_reduce_sum(sum);
                if (soFar >= limit)
                    return soFar;
            }
            a += step;
            b += step;
        }
        return cv::v_reduce_sum(sum);
    }

    const cv::Mat& m_image;
    const cv::Mat& m_visible;
};

// One pass over one strip.
class StripPass {
public:
    StripPass(Field& field, const Field& before, const Level& level, const Search& search,
              const Execution& execution, int pass)
        : m_field(field), m_before(before), m_level(level), m_search(search), m_execution(execution),
          m_distance(level, search.visible), m_pass(pass), m_back(pass % 2 == 0 ? -1 : 1),
          m_stream(mixBits(execution.seed ^ mixBits(search.stream * 64 + static_cast<unsigned>(pass)))) {}

    void run(int first, int end) {
        m_first = first;
        m_end = end;
        const cv::Mat& wanted = m_search.only.empty() ? m_level.target : m_search.only;
        const cv::Rect& area = m_field.area();
        for (int i = 0; i < end - first; ++i) {
            m_execution.throwIfStopped();
            const int y = m_back < 0 ? first + i : end - 1 - i;
            const auto* row = wanted.ptr<uchar>(y);
            for (int j = 0; j < area.width; ++j) {
                const int x = m_back < 0 ? area.x + j : area.x + area.width - 1 - j;
                if (row[x] != 0)
                    visit(x, y);
            }
        }
    }

private:
    void visit(int x, int y) {
        Match& best = m_field.at(x, y);
        // The picture under the patch has changed since the last search.
        if (m_pass == 0 && !tooNear(best.x - x, best.y - y))
            best.distance = m_distance.between(x, y, best, kNoDistance);
        propagate(best, x, y, m_back, 0);
        propagate(best, x, y, 0, m_back);
        Random random(m_stream, x, y);
        for (int radius = m_search.radiusPx; radius >= 1; radius /= 2)
            consider(best, x, y, best.x + random.between(-radius, radius),
                     best.y + random.between(-radius, radius));
    }

    [[nodiscard]] bool tooNear(int dx, int dy) const {
        return dx * dx + dy * dy < m_search.minShiftPx * m_search.minShiftPx;
    }

    void propagate(Match& best, int x, int y, int dx, int dy) {
        const int u = x + dx;
        const int v = y + dy;
        if (!m_field.area().contains({u, v}) || m_level.target.at<uchar>(v, u) == 0)
            return;
        const Match& other = v >= m_first && v < m_end ? m_field.at(u, v) : m_before.at(u, v);
        consider(best, x, y, other.x - dx, other.y - dy);
    }

    void consider(Match& best, int x, int y, int u, int v) {
        if (u < 0 || v < 0 || u >= m_level.source.cols || v >= m_level.source.rows ||
            m_level.source.at<uchar>(v, u) == 0 || (u == best.x && v == best.y) || tooNear(u - x, v - y))
            return;
        Match match{u, v};
        match.distance = m_distance.between(x, y, match, best.distance);
        if (match.distance < best.distance)
            best = match;
    }

    Field& m_field;
    const Field& m_before;
    const Level& m_level;
    const Search& m_search;
    const Execution& m_execution;
    SquaredDifference m_distance;
    int m_pass;
    int m_back; // -1 or 1: towards the neighbours that this pass has visited
    std::uint64_t m_stream;
    int m_first = 0;
    int m_end = 0;
};

} // namespace

Field randomField(const Level& level, const Execution& execution) {
    Field field(level.targetBounds);
    const cv::Rect& area = level.targetBounds;
    for (int y = area.y; y < area.br().y; ++y) {
        execution.throwIfStopped();
        for (int x = area.x; x < area.br().x; ++x) {
            if (level.target.at<uchar>(y, x) == 0)
                continue;
            Random random(mixBits(execution.seed), x, y);
            field.at(x, y) = randomSource(level, random);
        }
    }
    return field;
}

Field finerField(const Level& level, const Field& coarse, const Execution& execution) {
    Field field(level.targetBounds);
    const cv::Rect& area = level.targetBounds;
    const cv::Rect& from = coarse.area();
    for (int y = area.y; y < area.br().y; ++y) {
        execution.throwIfStopped();
        for (int x = area.x; x < area.br().x; ++x) {
            if (level.target.at<uchar>(y, x) == 0)
                continue;
            const int u = std::clamp(x / 2, from.x, from.br().x - 1);
            const int v = std::clamp(y / 2, from.y, from.br().y - 1);
            const Match& match = coarse.at(u, v);
            Match finer{2 * match.x + (x - 2 * u), 2 * match.y + (y - 2 * v)};
            if (match.distance == kNoDistance || finer.x < 0 || finer.y < 0 || finer.x >= level.source.cols ||
                finer.y >= level.source.rows || level.source.at<uchar>(finer.y, finer.x) == 0) {
                Random random(mixBits(execution.seed + 1), x, y);
                finer = randomSource(level, random);
            }
            field.at(x, y) = finer;
        }
    }
    return field;
}

void improve(Field& field, const Level& level, const Search& search, const Execution& execution) {
    const cv::Rect& area = field.area();
    for (int pass = 0; pass < search.passes; ++pass) {
        execution.throwIfStopped();
        const Field before = field;
        forEachStrip(execution, area.y, area.br().y, [&](int first, int end) {
            StripPass(field, before, level, search, execution, pass).run(first, end);
        });
    }
}

} // namespace nb::fill
