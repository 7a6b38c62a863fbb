#include "core/fill/vote.h"

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
                m_voices[m_count++] = {match.x + x - u, match.y + y - v, distance,
                                       m_level.confidence.at<float>(v, u)};
            }
        // exp(-kSharpness * distance / mean), near enough and without the function.
        const float scale = kSharpness / (4 * (sum / static_cast<float>(std::max(m_count, 1)) + kNoiseFloor));
        for (Voice& voice : *this) {
            const float base = 1 + voice.distance * scale;
            voice.weight /= base * base * base * base;
        }
    }

    [[nodiscard]] bool empty() const { return m_count == 0; }
    [[nodiscard]] Voice* begin() { return m_voices.data(); }
    [[nodiscard]] Voice* end() { return m_voices.data() + m_count; }

private:
    const Level& m_level;
    const Field& m_field;
    const cv::Mat& m_voters;
    std::array<Voice, kSide * kSide> m_voices;
    int m_count = 0;
};

} // namespace

void vote(Level& level, const Field& field, const cv::Mat& only, const cv::Mat& voters, const Work& work) {
    const cv::Rect& area = field.area();
    forEachStrip(work, area.y - kRadius, area.br().y + kRadius, [&](int first, int end) {
        Voices voices(level, field, voters);
        for (int y = std::max(first, 0); y < std::min(end, only.rows); ++y) {
            work.throwIfStopped();
            for (int x = std::max(area.x - kRadius, 0); x < std::min(area.br().x + kRadius, only.cols); ++x) {
                if (only.at<uchar>(y, x) == 0)
                    continue;
                voices.listen(x, y);
                if (voices.empty())
                    continue;
                cv::Vec4f sum;
                float weight = 0;
                for (const Voice& voice : voices) {
                    const auto& pixel = level.image.at<cv::Vec4b>(voice.y, voice.x);
                    for (int c = 0; c < 4; ++c)
                        sum[c] += voice.weight * static_cast<float>(pixel[c]);
                    weight += voice.weight;
                }
                for (int c = 0; c < 4; ++c)
                    level.image.at<cv::Vec4b>(y, x)[c] = cv::saturate_cast<uchar>(sum[c] / weight);
            }
        }
    });
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
