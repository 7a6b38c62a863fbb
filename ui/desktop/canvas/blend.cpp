#include "ui/desktop/canvas/blend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace nb::desktop {
namespace {

constexpr int kCheckPx = 8;
constexpr QRgb kCheckLight = 0xffffffff;
constexpr QRgb kCheckDark = 0xffcccccc;

QRgb* row(QImage& image, int y) {
    return reinterpret_cast<QRgb*>(image.scanLine(y));
}
const QRgb* row(const QImage& image, int y) {
    return reinterpret_cast<const QRgb*>(image.constScanLine(y));
}

// How much of the colour (0 to 256) a mask value gets.
std::array<quint16, 256> weights(const MaskStyle& style) {
    std::array<quint16, 256> table{};
    for (int value = 0; value < 256; ++value) {
        const int selected = style.view == MaskView::QuickMask ? 255 - value : value;
        table[size_t(value)] = quint16(std::lround(selected / 255.0 * style.opacity * 256));
    }
    return table;
}

QRgb tinted(QRgb base, quint32 redBlue, quint32 green, quint32 weight) {
    const quint32 keep = 256 - weight;
    const quint32 rb = ((base & 0xff00ff) * keep + redBlue * weight) >> 8;
    const quint32 g = ((base & 0x00ff00) * keep + green * weight) >> 8;
    return 0xff000000U | (rb & 0xff00ff) | (g & 0x00ff00);
}

void tintRow(const QRgb* base, const uchar* cover, const std::array<quint16, 256>& weight, QRgb colour,
             int count, QRgb* out) {
    const quint32 redBlue = colour & 0xff00ff;
    const quint32 green = colour & 0x00ff00;
    const bool copiesZero = weight[0] == 0;
    constexpr int kRun = 8; // mask samples looked at together
    int x = 0;
    while (x < count) {
        quint64 run = 1;
        if (copiesZero && x + kRun <= count)
            std::memcpy(&run, cover + x, kRun);
        if (run == 0) {
            std::memcpy(out + x, base + x, kRun * sizeof(QRgb));
            x += kRun;
            continue;
        }
        for (const int end = std::min(x + kRun, count); x < end; ++x)
            out[x] = tinted(base[x], redBlue, green, weight[cover[x]]);
    }
}

int apart(int a, int b) {
    constexpr int kGain = 4;
    return std::min(255, kGain * std::abs(a - b));
}

} // namespace

QImage checkerboardTile() {
    QImage tile(2 * kCheckPx, 2 * kCheckPx, QImage::Format_RGB32);
    for (int y = 0; y < tile.height(); ++y)
        for (int x = 0; x < tile.width(); ++x)
            row(tile, y)[x] = (x < kCheckPx) == (y < kCheckPx) ? kCheckLight : kCheckDark;
    return tile;
}

void shiftPixels(QImage& image, QPoint delta) {
    const int bytes = image.depth() / 8;
    const int columns = image.width() - std::abs(delta.x());
    const int rows = image.height() - std::abs(delta.y());
    if (columns <= 0 || rows <= 0)
        return;
    const qsizetype from = std::max(-delta.x(), 0) * bytes;
    const qsizetype to = std::max(delta.x(), 0) * bytes;
    uchar* bits = image.bits();
    for (int i = 0; i < rows;
         ++i) { // downwards from the bottom, so that nothing is read after it was written
        const int y = delta.y() > 0 ? rows - 1 - i : i - delta.y();
        std::memmove(bits + (y + delta.y()) * image.bytesPerLine() + to,
                     bits + y * image.bytesPerLine() + from, size_t(columns) * size_t(bytes));
    }
}

void copyPixels(const QImage& from, const QRect& rect, QImage& to) {
    for (int y = rect.top(); y <= rect.bottom(); ++y)
        std::copy_n(row(from, y) + rect.left(), rect.width(), row(to, y) + rect.left());
}

void makeDifference(QImage& a, const QImage& b, const QRect& rect) {
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        QRgb* one = row(a, y);
        const QRgb* other = row(b, y);
        for (int x = rect.left(); x <= rect.right(); ++x)
            one[x] = qRgb(apart(qRed(one[x]), qRed(other[x])), apart(qGreen(one[x]), qGreen(other[x])),
                          apart(qBlue(one[x]), qBlue(other[x])));
    }
}

void blendMask(const QImage& base, const QImage& cover, const MaskStyle& style, const QRect& rect,
               QImage& out) {
    const std::array<quint16, 256> weight = weights(style);
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        const QRgb* from = row(base, y) + rect.left();
        const uchar* mask = cover.constScanLine(y) + rect.left();
        QRgb* to = row(out, y) + rect.left();
        if (style.view == MaskView::BlackWhite)
            std::transform(mask, mask + rect.width(), to,
                           [](uchar value) { return 0xff000000U | value * 0x010101U; });
        else
            tintRow(from, mask, weight, style.colour.rgb(), rect.width(), to);
    }
}

bool drawAnts(const QImage& cover, const QRect& rect, int phase, QImage& out) {
    constexpr uchar kHalf = 128;
    constexpr int kDashPx = 4;
    bool any = false;
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        const uchar* here = cover.constScanLine(y);
        const uchar* above = cover.constScanLine(std::max(y - 1, 0));
        const uchar* below = cover.constScanLine(std::min(y + 1, cover.height() - 1));
        QRgb* to = row(out, y);
        for (int x = rect.left(); x <= rect.right(); ++x) {
            if (here[x] < kHalf)
                continue;
            const uchar left = here[std::max(x - 1, 0)];
            const uchar right = here[std::min(x + 1, cover.width() - 1)];
            if (std::min({left, right, above[x], below[x]}) >= kHalf)
                continue;
            any = true;
            to[x] = ((x + y + phase) / kDashPx) % 2 == 0 ? 0xffffffff : 0xff000000;
        }
    }
    return any;
}

} // namespace nb::desktop
