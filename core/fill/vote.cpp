#include "core/fill/vote.h"

#include "core/fill/blend.h"
#include <array>
#include <opencv2/core.hpp>

namespace nb::fill {
namespace {

constexpr float kNoiseFloor = kSide * kSide * 4; // a squared difference of 1 in each value of a patch
constexpr float kSharpness = 8;                  // how much louder similar patches are in a mean

struct Voice {
    int x; // what it would put there
    int y;
    float distance;
    float weight;
    bool right; // whether its patch has a pixel to the right of it,
    bool down;  // and one below
};

// The patches that cover one pixel.
class Voices {
public:
    Voices(const Level& level, const Field& field, const cv::Mat& voters)
        : m_level(level), m_field(field), m_voters(voters) {}

    void listen(int x, int y) {
        m_count = 0;
        const cv::Rect& area = m_field.area();
        float sum = 0;
        for (int v = std::max(y - kRadius, area.y); v <= std::min(y + kRadius, area.br().y - 1); ++v)
            for (int u = std::max(x - kRadius, area.x); u <= std::min(x + kRadius, area.br().x - 1); ++u) {
                if (m_voters.at<uchar>(v, u) == 0)
                    continue;
                const Match& match = m_field.at(u, v);
                const auto distance = static_cast<float>(match.distance);
                sum += distance;
                m_voices[m_count++] = {match.x + x - u, match.y + y - v,
                                       distance,        m_level.confidence.at<float>(v, u),
                                       x - u < kRadius, y - v < kRadius};
            }
        // exp(-kSharpness * distance / mean), near enough and without the function.
        const float scale = kSharpness / (4 * (sum / static_cast<float>(std::max(m_count, 1)) + kNoiseFloor));
        for (Voice& voice : *this) {
            const float base = 1 + voice.distance * scale;
            voice.weight /= base * base * base * base;
        }
    }

    [[nodiscard]] Voice* begin() { return m_voices.data(); }
    [[nodiscard]] Voice* end() { return m_voices.data() + m_count; }

private:
    const Level& m_level;
    const Field& m_field;
    const cv::Mat& m_voters;
    std::array<Voice, kSide * kSide> m_voices;
    int m_count = 0;
};

// Whether a pixel is voted on, or the one to its right or below it.
bool matters(const cv::Mat& only, int x, int y) {
    return only.at<uchar>(y, x) != 0 || (x + 1 < only.cols && only.at<uchar>(y, x + 1) != 0) ||
           (y + 1 < only.rows && only.at<uchar>(y + 1, x) != 0);
}

// A weighted mean.
class Mean {
public:
    void add(const cv::Vec4f& value, float weight) {
        m_sum += value * weight;
        m_weight += weight;
    }
    void writeTo(Wish& wish, cv::Mat& values, Wish::Has what, cv::Point at) const {
        if (m_weight <= 0)
            return;
        values.at<cv::Vec4f>(at) = m_sum * (1 / m_weight);
        wish.has.at<uchar>(at) |= what;
    }

private:
    cv::Vec4f m_sum;
    float m_weight = 0;
};

void write(Wish& wish, cv::Point p, Voices& voices, const Level& level) {
    const auto valueAt = [&](int x, int y) -> cv::Vec4f { return level.image.at<cv::Vec4b>(y, x); };
    Mean colour, right, down;
    for (const Voice& voice : voices) {
        const cv::Vec4f here = valueAt(voice.x, voice.y);
        colour.add(here, voice.weight);
        if (voice.right)
            right.add(valueAt(voice.x + 1, voice.y) - here, voice.weight);
        if (voice.down)
            down.add(valueAt(voice.x, voice.y + 1) - here, voice.weight);
    }
    const cv::Point at = p - wish.area.tl();
    colour.writeTo(wish, wish.colour, Wish::kColour, at);
    right.writeTo(wish, wish.right, Wish::kRight, at);
    down.writeTo(wish, wish.down, Wish::kDown, at);
}

} // namespace

void vote(Level& level, const Field& field, const cv::Mat& only, const cv::Mat& voters, const Work& work) {
    const cv::Rect& area = field.area();
    constexpr int kReach = kRadius + 1; // and a neighbour
    const cv::Rect around =
        cv::Rect(area.x - kReach, area.y - kReach, area.width + 2 * kReach, area.height + 2 * kReach) &
        cv::Rect({}, only.size());
    Wish wish(around);
    forEachStrip(work, around.y, around.br().y, [&](int first, int end) {
        Voices voices(level, field, voters);
        for (int y = first; y < end; ++y) {
            work.throwIfStopped();
            for (int x = around.x; x < around.br().x; ++x)
                if (matters(only, x, y)) {
                    voices.listen(x, y);
                    write(wish, {x, y}, voices, level);
                }
        }
    });
    blend(level.image, only, wish, work);
}

cv::Mat elect(const Level& level, const Field& field, const Work& work) {
    const cv::Rect& area = field.area();
    cv::Mat sources(level.hole.size(), CV_32SC2);
    inBands(work, sources.rows,
            [&](int first, int end) { sources.rowRange(first, end).setTo(cv::Scalar::all(-1)); });
    const int top = std::max(area.y - kRadius, 0);
    const int bottom = std::min(area.br().y + kRadius, level.hole.rows);
    forEachStrip(work, top, bottom, [&](int first, int end) {
        Voices voices(level, field, level.target);
        for (int y = first; y < end; ++y) {
            work.throwIfStopped();
            for (int x = 0; x < level.hole.cols; ++x) {
                if (level.hole.at<uchar>(y, x) == 0)
                    continue;
                voices.listen(x, y);
                // Voices for the same pixel agree; their weights add up.
                const Voice* loudest = nullptr;
                for (Voice* voice = voices.begin(); voice != voices.end(); ++voice)
                    for (Voice* same = voices.begin(); same <= voice; ++same)
                        if (same->x == voice->x && same->y == voice->y) {
                            if (same != voice)
                                same->weight += voice->weight;
                            if (loudest == nullptr || same->weight > loudest->weight)
                                loudest = same;
                            break;
                        }
                if (loudest != nullptr)
                    sources.at<cv::Vec2i>(y, x) = {loudest->x, loudest->y};
            }
        }
    });
    return sources;
}

} // namespace nb::fill
