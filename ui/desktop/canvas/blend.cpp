#include "ui/desktop/canvas/blend.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <opencv2/core/hal/intrin.hpp>

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

// A colour laid over pixels, by a weight for each pixel that follows from the mask: 0 to 255 of 256.
struct Tint {
    explicit Tint(const MaskStyle& style)
        : rgb(style.colour.rgb()), opacity(int(std::lround(style.opacity * 255))),
          flip(style.view == MaskView::QuickMask ? 0xff : 0) {}

    [[nodiscard]] quint32 weight(uchar mask) const {
        const int value = mask ^ flip;
        return quint32((value + (value >> 7)) * opacity) >> 8;
    }
    [[nodiscard]] QRgb over(QRgb base, quint32 weight) const {
        const quint32 keep = 256 - weight;
        const quint32 redBlue = ((base & 0xff00ff) * keep + (rgb & 0xff00ff) * weight) >> 8;
        const quint32 green = ((base & 0x00ff00) * keep + (rgb & 0x00ff00) * weight) >> 8;
        return 0xff000000U | (redBlue & 0xff00ff) | (green & 0x00ff00);
    }

    QRgb rgb;
    int opacity; // 0 to 255
    int flip;
};

#if CV_SIMD128
// Four pixels, whose mask values stand four times each in `mask`; the same arithmetic as Tint's.
void tintFour(const QRgb* base, const cv::v_uint8x16& mask, const Tint& tint, QRgb* out) {
    const auto half = [&](const cv::v_uint16x8& pixels, const cv::v_uint16x8& value,
                          const cv::v_uint16x8& colour) {
        const cv::v_uint16x8 weight =
            cv::v_mul_wrap(value + (value >> 7), cv::v_setall_u16(ushort(tint.opacity))) >> 8;
        return (cv::v_mul_wrap(pixels, cv::v_setall_u16(256) - weight) + cv::v_mul_wrap(colour, weight)) >> 8;
    };
    cv::v_uint16x8 first, second, valueFirst, valueSecond, colour, same;
    cv::v_expand(cv::v_load(reinterpret_cast<const uchar*>(base)), first, second);
    cv::v_expand(mask ^ cv::v_setall_u8(uchar(tint.flip)), valueFirst, valueSecond);
    cv::v_expand(cv::v_reinterpret_as_u8(cv::v_setall_u32(tint.rgb)), colour, same);
    cv::v_store(reinterpret_cast<uchar*>(out),
                cv::v_pack(half(first, valueFirst, colour), half(second, valueSecond, same)) |
                    cv::v_reinterpret_as_u8(cv::v_setall_u32(0xff000000U)));
}

void tintSixteen(const QRgb* base, const uchar* cover, const Tint& tint, QRgb* out) {
    const cv::v_uint8x16 mask = cv::v_load(cover);
    cv::v_uint8x16 low, high;
    cv::v_zip(mask, mask, low, high); // each twice
    cv::v_uint8x16 fourTimes[4];
    cv::v_zip(low, low, fourTimes[0], fourTimes[1]);
    cv::v_zip(high, high, fourTimes[2], fourTimes[3]);
    for (int i = 0; i < 4; ++i)
        tintFour(base + 4 * i, fourTimes[i], tint, out + 4 * i);
}
#else
void tintSixteen(const QRgb* base, const uchar* cover, const Tint& tint, QRgb* out) {
    for (int i = 0; i < 16; ++i)
        out[i] = tint.over(base[i], tint.weight(cover[i]));
}
#endif

void tintRow(const QRgb* base, const uchar* cover, const Tint& tint, int count, QRgb* out) {
    constexpr int kRun = 16;
    const bool zeroIsClear = tint.weight(0) == 0;
    int x = 0;
    for (; x + kRun <= count; x += kRun) {
        quint64 run[2];
        std::memcpy(run, cover + x, kRun);
        if (zeroIsClear && (run[0] | run[1]) == 0)
            std::memcpy(out + x, base + x, kRun * sizeof(QRgb));
        else
            tintSixteen(base + x, cover + x, tint, out + x);
    }
    for (; x < count; ++x)
        out[x] = tint.over(base[x], tint.weight(cover[x]));
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
    const Tint tint(style);
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        const QRgb* from = row(base, y) + rect.left();
        const uchar* mask = cover.constScanLine(y) + rect.left();
        QRgb* to = row(out, y) + rect.left();
        if (style.view == MaskView::BlackWhite)
            std::transform(mask, mask + rect.width(), to,
                           [](uchar value) { return 0xff000000U | value * 0x010101U; });
        else
            tintRow(from, mask, tint, rect.width(), to);
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
