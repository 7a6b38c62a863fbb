#pragma once
// Bilinear sampling without a turn: first two rows of the source are mixed, which the compiler does many
// samples at a time, then along the row. Three times as quick as sample by sample. For
// ui/desktop/canvas/sampler.cpp only.

#include "ui/desktop/canvas/sample_rows.h"
#include <opencv2/core/hal/intrin.hpp>
#include <vector>

namespace nb::desktop::sampling {

// ---- the same without a turn: first two rows of the source are mixed, which the compiler does many samples
// at a time, then along the row.

// Which sample, and how much of the next one, for each pixel of the target's rows.
struct Columns {
    static constexpr int kWeights = 4;
    Columns(const Piece& piece, const Row& row);

    std::vector<qsizetype> sample; // of `pixels`, minus `first`
    std::vector<quint16> weight;   // of the sample after it, 0 to 255; four times, for as many channels
    int first = 0;                 // column of `pixels`
    int count = 0;
};

inline Columns::Columns(const Piece& piece, const Row& row) {
    const int shift = kFraction + piece.level;
    const int last = piece.pixels.cols - 1;
    Fixed u = row.u - (Fixed(1) << (shift - 1));
    const auto column = [&](Fixed at) { return (at >> shift) - piece.origin.x(); };
    const int pixels = row.span.end - row.span.first;
    first = int(std::clamp<Fixed>(column(u), 0, last));
    count = int(std::clamp<Fixed>(column(u + row.du * (pixels - 1)) + 1, first, last)) - first + 1;
    sample.resize(size_t(pixels));
    weight.resize(size_t(pixels) * kWeights);
    for (size_t i = 0; i < sample.size(); ++i, u += row.du) {
        const Fixed x = column(u);
        sample[i] = qsizetype(std::clamp<Fixed>(x, 0, last)) - first;
        const auto next = x < 0 || x >= last ? quint16(0) : quint16(u >> (shift - 8) & 255);
        std::fill_n(weight.begin() + qsizetype(i) * kWeights, kWeights, next);
    }
}

inline void mixRows(const uchar* upper, const uchar* lower, int weightOfLower, qsizetype count,
                    quint16* out) {
    const auto w = quint16(weightOfLower);
    const auto keep = quint16(256 - weightOfLower);
    for (qsizetype i = 0; i < count; ++i) {
        const auto sum = quint16(upper[i] * keep + lower[i] * w + 128); // at most 255 * 256 + 128
        out[i] = quint16(sum >> 8);
    }
}

#if CV_SIMD128
// Two opaque pixels from two samples each.
inline void twoAlong(const quint16* first, const quint16* second, const quint16* weights, uchar* out) {
    constexpr quint64 kRed = 0x000000ff000000ffULL;
    constexpr quint64 kGreen = 0x0000ff000000ff00ULL;
    constexpr quint64 kOpaque = 0xff000000ff000000ULL;
    const cv::v_uint16x8 a = cv::v_load_halves(first, second);
    const cv::v_uint16x8 b = cv::v_load_halves(first + 3, second + 3);
    const cv::v_uint16x8 w = cv::v_load(weights);
    const cv::v_uint16x8 sum =
        cv::v_mul_wrap(a, cv::v_setall_u16(256) - w) + cv::v_mul_wrap(b, w) + cv::v_setall_u16(128);
    const cv::v_uint16x8 mixed = sum >> 8;
    const quint64 rgb = cv::v_reinterpret_as_u64(cv::v_pack(mixed, mixed)).get0();
    const quint64 bgr = (rgb & kRed) << 16 | (rgb & kGreen) | (rgb >> 16 & kRed) | kOpaque;
    std::memcpy(out, &bgr, sizeof bgr);
}
#endif

// `mixed` has 16 bits for each channel, so that a sample is loaded as lanes; at least one more than needed.
template <int channels>
void alongRow(const quint16* mixed, const Columns& columns, uchar* out) {
    constexpr int kOut = channels == 1 ? 1 : 4;
    size_t i = 0;
#if CV_SIMD128
    if constexpr (channels == 3)
        for (; i + 2 <= columns.sample.size(); i += 2, out += 2 * kOut)
            twoAlong(mixed + columns.sample[i] * channels, mixed + columns.sample[i + 1] * channels,
                     columns.weight.data() + i * Columns::kWeights, out);
#endif
    for (; i < columns.sample.size(); ++i, out += kOut) {
        const quint16* at = mixed + columns.sample[i] * channels;
        const quint32 w = columns.weight[i * Columns::kWeights];
        if constexpr (channels == 1) {
            *out = uchar((at[0] * (256 - w) + at[1] * w + 128) >> 8);
        } else {
            quint64 a = 0;
            quint64 b = 0;
            std::memcpy(&a, at, 8); // of three channels the fourth lane is the next sample's, and is not used
            std::memcpy(&b, at + channels, 8);
            put<channels>(out, mix(a, b, w));
        }
    }
}

template <int channels>
void drawStraight(const Piece& piece, const QTransform& toSource, const Target& target) {
    constexpr int kOut = channels == 1 ? 1 : 4;
    const Source<channels> source(piece);
    std::optional<Columns> columns;
    std::vector<quint16> mixed;
    const int shift = kFraction + piece.level;
    for (int y = 0; y < target.rect.height(); ++y) {
        const std::optional<Row> row = rowOf(piece, toSource, target.rect, target.rect.top() + y);
        if (!row)
            continue;
        if (!columns) { // the same for all rows
            columns.emplace(piece, *row);
            mixed.resize(size_t((columns->count + 2) * channels));
        }
        const Fixed v = row->v - (Fixed(1) << (shift - 1));
        const qsizetype skip = qsizetype(columns->first) * channels;
        mixRows(source.line(v >> shift) + skip, source.line((v >> shift) + 1) + skip,
                int(v >> (shift - 8) & 255), qsizetype(columns->count) * channels, mixed.data());
        alongRow<channels>(mixed.data(), *columns,
                           target.bits + y * target.bytesPerLine + row->span.first * kOut);
    }
}

} // namespace nb::desktop::sampling
