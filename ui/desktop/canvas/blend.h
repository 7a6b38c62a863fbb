#pragma once
// What is done to device pixels once picture and mask have been sampled: tint, black and white, difference,
// checkerboard, marching ants. Pure functions on rows of memory; no widget.

#include "ui/desktop/canvas/mask_view.h"
#include "ui/desktop/canvas/sampler.h"
#include <QImage>

namespace nb::desktop {

// Squares of 8 pixels, light and dark, to be repeated.
[[nodiscard]] QImage checkerboardTile();

// The whole image moved by `delta`; what comes in from outside keeps what was there.
void shiftPixels(QImage& image, QPoint delta);

// Copies `rect`; both images are Format_RGB32 and of one size.
void copyPixels(const QImage& from, const QRect& rect, QImage& to);

// |a - b| times four into `a`, within `rect`.
void makeDifference(QImage& a, const QImage& b, const QRect& rect);

// `base` and `cover` (QImage::Format_Grayscale8, the mask of each device pixel) into `out`, all of one size,
// within `rect`. Never Hidden.
void blendMask(const QImage& base, const QImage& cover, const MaskStyle& style, const QRect& rect,
               QImage& out);

// Draws a dashed line over `out` where `cover` crosses one half; `phase` moves it. Returns whether there was
// any within `rect`.
bool drawAnts(const QImage& cover, const QRect& rect, int phase, QImage& out);

} // namespace nb::desktop
