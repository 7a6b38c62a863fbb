#pragma once
// Draws samples of a picture or mask into device pixels, rotated and scaled. Pure functions without
// state, safe from any thread as long as the targets differ. Which level of a pyramid is drawn is decided
// elsewhere (ui/desktop/canvas/pyramid.h).

#include <QImage>
#include <QPoint>
#include <QRect>
#include <QTransform>
#include <opencv2/core/mat.hpp>
#include <vector>

namespace nb::desktop {

// Samples of one level of a pyramid, as a part of the source: on level n a sample stands for 2^n by 2^n
// source pixels.
struct Piece {
    cv::Mat pixels; // CV_8UC1, CV_8UC3 (R, G, B) or CV_8UC4 (R, G, B, A; premultiplied)
    QPoint origin;  // of `pixels` on its level
    int level = 0;
    QRect owned; // source pixels that are drawn from it; `pixels` may reach further, for interpolation

    friend bool operator==(const Piece&, const Piece&) = delete;
};

enum class Filter {
    Nearest, // hard pixels
    Smooth,  // bilinear
};

// A part of the device with its own memory: (0, 0) of the bytes is `rect`'s top left corner.
struct Target {
    uchar* bits = nullptr;
    qsizetype bytesPerLine = 0;
    QRect rect; // device pixels
};
// `rect`, within the image, whose (0, 0) is device (0, 0).
[[nodiscard]] Target target(QImage& image, const QRect& rect);

// Writes what `pieces` show within the target and leaves the rest as it is; later pieces cover earlier ones.
// `toDevice` maps source to device pixels. The target has 4 bytes a pixel (QImage::Format_RGB32); pieces have
// 3 or 4 channels.
void drawColour(const std::vector<Piece>& pieces, const QTransform& toDevice, Filter filter,
                const Target& target);
// The same for one channel; the target has 1 byte a pixel.
void drawGrey(const std::vector<Piece>& pieces, const QTransform& toDevice, Filter filter,
              const Target& target);

} // namespace nb::desktop
