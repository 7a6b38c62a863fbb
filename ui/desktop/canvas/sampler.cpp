#include "ui/desktop/canvas/sampler.h"

#include "ui/desktop/canvas/parallel_rows.h"
#include "ui/desktop/canvas/sample_rows.h"
#include "ui/desktop/canvas/straight_rows.h"

namespace nb::desktop {
namespace {

using namespace sampling;

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
    drawRowsInParallel(whole.rect, [&](int top, int bottom) {
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
    drawRowsInParallel(whole.rect, [&](int top, int bottom) {
        const Target part = bandOf(whole, top, bottom);
        for (const Piece& piece : pieces)
            drawPiece<1>(piece, toSource, filter, part);
    });
}

} // namespace nb::desktop
