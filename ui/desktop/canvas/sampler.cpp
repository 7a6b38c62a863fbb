#include "ui/desktop/canvas/sampler.h"

#include "ui/desktop/canvas/bands.h"
#include <algorithm>
#include <cmath>
#include <cstring>
#include <opencv2/core/hal/intrin.hpp>
#include <optional>

namespace nb::desktop {
namespace {

// Source coordinates as fixed-point numbers with 32 bits behind the point: enough for 65535 pixels, and equal
// for all pieces of one call, so that neighbours neither overlap nor leave a gap.
using Fixed = qint64;
constexpr int kFraction = 32;

Fixed fixed(double value) {
    return Fixed(std::llround(value * double(Fixed(1) << kFraction)));
}

Fixed floorDiv(Fixed a, Fixed b) {
    const Fixed quotient = a / b;
    return quotient - ((a % b != 0 && (a % b < 0) != (b < 0)) ? 1 : 0);
}

struct Span {
    int first = 0;
    int end = 0;
};

// Narrows `span` to the indexes i with low <= start + i * step < high.
void clip(Span& span, Fixed start, Fixed step, Fixed low, Fixed high) {
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

std::optional<Row> rowOf(const Piece& piece, const QTransform& toSource, const QRect& rect, int y) {
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
constexpr quint64 kLanes = 0x00ff00ff00ff00ffULL;

template <int channels>
quint64 lanes(const uchar* p) {
    if constexpr (channels == 1)
        return p[0];
    else if constexpr (channels == 3)
        return quint64(p[0]) | quint64(p[1]) << 16 | quint64(p[2]) << 32;
    else
        return quint64(p[0]) | quint64(p[1]) << 16 | quint64(p[2]) << 32 | quint64(p[3]) << 48;
}

quint64 mix(quint64 a, quint64 b, quint64 weightOfB) { // weight 0 to 256
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

template <int channels>
void nearestRow(const Source<channels>& source, int level, Row row, uchar* out) {
    constexpr int kOut = channels == 1 ? 1 : 4;
    const int shift = kFraction + level;
    const uchar* line = source.line(row.v >> shift);
    for (int i = row.span.first; i < row.span.end; ++i) {
        if (row.dv != 0)
            line = source.line(row.v >> shift);
        put<channels>(out, lanes<channels>(line + source.column(row.u >> shift)));
        out += kOut;
        row.u += row.du;
        row.v += row.dv;
    }
}

template <int channels>
void smoothPixel(const uchar* upper, const uchar* lower, qsizetype a, qsizetype b, quint64 wu, quint64 wv,
                 uchar* out) {
    const quint64 above = mix(lanes<channels>(upper + a), lanes<channels>(upper + b), wu);
    const quint64 below = mix(lanes<channels>(lower + a), lanes<channels>(lower + b), wu);
    put<channels>(out, mix(above, below, wv));
}

// `row` counts from the middle of samples. All four neighbours of its pixels exist.
template <int channels>
void smoothInside(const Source<channels>& source, int shift, Row row, uchar* out) {
    const uchar* origin = source.bits - source.top * source.step - source.left * channels;
    for (int i = row.span.first; i < row.span.end; ++i, out += channels == 1 ? 1 : 4) {
        const uchar* upper = origin + (row.v >> shift) * source.step + (row.u >> shift) * channels;
        smoothPixel<channels>(upper, upper + source.step, 0, channels, quint64(row.u >> (shift - 8)) & 255,
                              quint64(row.v >> (shift - 8)) & 255, out);
        row.u += row.du;
        row.v += row.dv;
    }
}

template <int channels>
void smoothAtEdge(const Source<channels>& source, int shift, Row row, uchar* out) {
    for (int i = row.span.first; i < row.span.end; ++i, out += channels == 1 ? 1 : 4) {
        const Fixed x = row.u >> shift;
        const Fixed y = row.v >> shift;
        smoothPixel<channels>(source.line(y), source.line(y + 1), source.column(x), source.column(x + 1),
                              quint64(row.u >> (shift - 8)) & 255, quint64(row.v >> (shift - 8)) & 255, out);
        row.u += row.du;
        row.v += row.dv;
    }
}

template <int channels>
void smoothRow(const Source<channels>& source, int level, Row row, uchar* out) {
    const int shift = kFraction + level;
    const Fixed half = Fixed(1) << (shift - 1); // the centre of a sample
    row.u -= half;
    row.v -= half;
    Span inside{0, row.span.end - row.span.first};
    clip(inside, row.u, row.du, source.left << shift, (source.left + source.lastX) << shift);
    clip(inside, row.v, row.dv, source.top << shift, (source.top + source.lastY) << shift);
    const auto part = [&](int first, int end) {
        Row piece = row;
        piece.u += row.du * first;
        piece.v += row.dv * first;
        piece.span = {first, end};
        return piece;
    };
    constexpr int kOut = channels == 1 ? 1 : 4;
    const int all = row.span.end - row.span.first;
    if (inside.first >= inside.end)
        inside = {all, all};
    smoothAtEdge(source, shift, part(0, inside.first), out);
    smoothInside(source, shift, part(inside.first, inside.end), out + inside.first * kOut);
    smoothAtEdge(source, shift, part(inside.end, all), out + inside.end * kOut);
}

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

Columns::Columns(const Piece& piece, const Row& row) {
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

void mixRows(const uchar* upper, const uchar* lower, int weightOfLower, qsizetype count, quint16* out) {
    const auto w = quint16(weightOfLower);
    const auto keep = quint16(256 - weightOfLower);
    for (qsizetype i = 0; i < count; ++i) {
        const auto sum = quint16(upper[i] * keep + lower[i] * w + 128); // at most 255 * 256 + 128
        out[i] = quint16(sum >> 8);
    }
}

#if CV_SIMD128
// Two opaque pixels from two samples each.
void twoAlong(const quint16* first, const quint16* second, const quint16* weights, uchar* out) {
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

template <int channels>
void drawPiece(const Piece& piece, const QTransform& toSource, Filter filter, const Target& target) {
    constexpr int kOut = channels == 1 ? 1 : 4;
    if (filter == Filter::Smooth && toSource.m12() == 0 && toSource.m11() > 0) {
        drawStraight<channels>(piece, toSource, target);
        return;
    }
    const Source<channels> source(piece);
    const uchar* before = nullptr; // source and target of the row above, if it can be repeated
    const uchar* above = nullptr;
    for (int y = 0; y < target.rect.height(); ++y) {
        const std::optional<Row> row = rowOf(piece, toSource, target.rect, target.rect.top() + y);
        if (!row)
            continue;
        uchar* out = target.bits + y * target.bytesPerLine + row->span.first * kOut;
        if (filter == Filter::Smooth) {
            smoothRow(source, piece.level, *row, out);
            continue;
        }
        const uchar* line = source.line(row->v >> (kFraction + piece.level));
        if (channels != 4 && row->dv == 0 && line == before)
            std::memcpy(out, above, size_t(row->span.end - row->span.first) * kOut);
        else
            nearestRow(source, piece.level, *row, out);
        before = line;
        above = out;
    }
}

Target bandOf(const Target& whole, int top, int bottom) {
    Target part = whole;
    part.bits += (top - whole.rect.top()) * whole.bytesPerLine;
    part.rect.setTop(top);
    part.rect.setBottom(bottom - 1);
    return part;
}

} // namespace

Target target(QImage& image, const QRect& rect) {
    const QRect inside = rect & image.rect();
    uchar* bits = image.bits() + inside.top() * image.bytesPerLine() + inside.left() * (image.depth() / 8);
    return {bits, image.bytesPerLine(), inside};
}

void drawColour(const std::vector<Piece>& pieces, const QTransform& toDevice, Filter filter,
                const Target& whole) {
    const QTransform toSource = toDevice.inverted();
    inBands(whole.rect, [&](int top, int bottom) {
        const Target part = bandOf(whole, top, bottom);
        for (const Piece& piece : pieces) {
            if (piece.pixels.channels() == 4)
                drawPiece<4>(piece, toSource, filter, part);
            else
                drawPiece<3>(piece, toSource, filter, part);
        }
    });
}

void drawGrey(const std::vector<Piece>& pieces, const QTransform& toDevice, Filter filter,
              const Target& whole) {
    const QTransform toSource = toDevice.inverted();
    inBands(whole.rect, [&](int top, int bottom) {
        const Target part = bandOf(whole, top, bottom);
        for (const Piece& piece : pieces)
            drawPiece<1>(piece, toSource, filter, part);
    });
}

} // namespace nb::desktop
