#pragma once
// What the loops of the sampler share: coordinates as fixed-point numbers, the part of a row that a piece
// owns, and samples whose channels are weighted together. For ui/desktop/canvas/sampler.cpp only.

#include "ui/desktop/canvas/sampler.h"
#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

namespace nb::desktop::sampling {

// Source coordinates as fixed-point numbers with 32 bits behind the point: enough for 65535 pixels, and equal
// for all pieces of one call, so that neighbours neither overlap nor leave a gap.
using Fixed = qint64;
inline constexpr int kFraction = 32;

inline Fixed fixed(double value) {
    return Fixed(std::llround(value * double(Fixed(1) << kFraction)));
}

inline Fixed floorDiv(Fixed a, Fixed b) {
    const Fixed quotient = a / b;
    return quotient - ((a % b != 0 && (a % b < 0) != (b < 0)) ? 1 : 0);
}

struct Span {
    int first = 0;
    int end = 0;
};

// Narrows `span` to the indexes i with low <= start + i * step < high.
inline void clip(Span& span, Fixed start, Fixed step, Fixed low, Fixed high) {
    const auto limit = [](Fixed value) { return int(std::clamp<Fixed>(value, -1, 1 << 24)); };
    if (step == 0) {
        if (start < low || start >= high)
            span.end = span.first;
    } else if (step > 0) {
        span.first = std::max(span.first, limit(-floorDiv(start - low, step)));
        span.end = std::min(span.end, limit(-floorDiv(start - high, step)));
    } else {
        span.first = std::max(span.first, limit(floorDiv(start - high, -step) + 1));
        span.end = std::min(span.end, limit(floorDiv(start - low, -step) + 1));
    }
}

// One row of the target: where in the source its first pixel's centre lies, and the step to the next.
struct Row {
    Fixed u, v;   // source pixels
    Fixed du, dv; // for one device pixel to the right
    Span span;    // pixels that the piece owns
};

inline std::optional<Row> rowOf(const Piece& piece, const QTransform& toSource, const QRect& rect, int y) {
    const QPointF start = toSource.map(QPointF(rect.left() + 0.5, y + 0.5));
    Row row{
        fixed(start.x()), fixed(start.y()), fixed(toSource.m11()), fixed(toSource.m12()), {0, rect.width()}};
    clip(row.span, row.u, row.du, Fixed(piece.owned.left()) << kFraction,
         Fixed(piece.owned.right() + 1) << kFraction);
    clip(row.span, row.v, row.dv, Fixed(piece.owned.top()) << kFraction,
         Fixed(piece.owned.bottom() + 1) << kFraction);
    if (row.span.first >= row.span.end)
        return std::nullopt;
    row.u += row.du * row.span.first;
    row.v += row.dv * row.span.first;
    return row;
}

// ---- a sample as lanes of 16 bits in one word, so that all channels are weighted at once
inline constexpr quint64 kLanes = 0x00ff00ff00ff00ffULL;

template <int channels>
quint64 lanes(const uchar* p) {
    if constexpr (channels == 1)
        return p[0];
    else if constexpr (channels == 3)
        return quint64(p[0]) | quint64(p[1]) << 16 | quint64(p[2]) << 32;
    else
        return quint64(p[0]) | quint64(p[1]) << 16 | quint64(p[2]) << 32 | quint64(p[3]) << 48;
}

inline quint64 mix(quint64 a, quint64 b, quint64 weightOfB) { // weight 0 to 256
    return ((a * (256 - weightOfB) + b * weightOfB + 0x0080008000800080ULL) >> 8) & kLanes;
}

template <int channels>
void put(uchar* out, quint64 value) {
    if constexpr (channels == 1) {
        *out = uchar(value);
        return;
    }
    quint32 rgb = quint32(value & 0xff) << 16 | quint32(value >> 8 & 0xff00) | quint32(value >> 32 & 0xff);
    if constexpr (channels == 4) {
        const quint64 alpha = value >> 48;
        if (alpha == 0)
            return;
        const auto keep = quint64(256) - alpha - (alpha >> 7); // 0 for opaque
        quint32 below = 0;
        std::memcpy(&below, out, 4);
        const quint32 redBlue = quint32(((below & 0xff00ff) * keep) >> 8) & 0xff00ff;
        const quint32 green = quint32(((below & 0x00ff00) * keep) >> 8) & 0x00ff00;
        rgb += redBlue | green; // premultiplied: no lane can overflow
    }
    rgb |= 0xff000000U;
    std::memcpy(out, &rgb, 4);
}

// Samples of the piece, addressed by a coordinate of its level and clamped to what there is.
template <int channels>
struct Source {
    explicit Source(const Piece& piece)
        : bits(piece.pixels.data), step(qsizetype(piece.pixels.step)), lastX(piece.pixels.cols - 1),
          lastY(piece.pixels.rows - 1), left(piece.origin.x()), top(piece.origin.y()) {}

    [[nodiscard]] const uchar* line(Fixed y) const {
        return bits + std::clamp<Fixed>(y - top, 0, lastY) * step;
    }
    [[nodiscard]] qsizetype column(Fixed x) const {
        return qsizetype(std::clamp<Fixed>(x - left, 0, lastX)) * channels;
    }

    const uchar* bits;
    qsizetype step;
    Fixed lastX, lastY, left, top;
};

} // namespace nb::desktop::sampling
