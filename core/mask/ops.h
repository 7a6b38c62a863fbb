#pragma once
// Pure operations on masks: none writes to its input or depends on a picture, and all are safe from any
// thread. Radii are in pixels, from 0 (no change) upwards.

#include "core/mask/mask.h"
#include <vector>

namespace nb::mask {

// A part of the selection whose pixels touch, diagonals included.
struct Part {
    QRect bounds; // pixels
    int area = 0; // selected pixels, whatever their strength
};

// True if no pixel is selected, or there are no pixels.
[[nodiscard]] bool isEmpty(const Mask& mask);

// The smallest rectangle that holds all selected pixels; a null one if there are none.
[[nodiscard]] QRect boundingBox(const Mask& mask);

// Dilates, or erodes, the selection with a disc: every pixel gets the highest, or lowest, value within the
// radius. Pixels outside the picture count as the nearest pixel inside, so that a selection at the border
// stays there.
[[nodiscard]] Mask grown(const Mask& mask, int radiusPx);
[[nodiscard]] Mask shrunk(const Mask& mask, int radiusPx);

// Softens the edge with a Gaussian of sigma = radius / 2, so that the ramp is about two radii wide.
[[nodiscard]] Mask feathered(const Mask& mask, int radiusPx);

// Rounds corners and removes specks, and leaves straight edges where they are: every pixel gets the median of
// the square of side 2 * radius + 1 around it. Radii above 127 count as 127.
[[nodiscard]] Mask smoothed(const Mask& mask, int radiusPx);

// Selects the pixels that the selection encloses. Over all paths from a pixel to the border of the picture,
// by four neighbours, it gets the smallest of their maxima: a ring of one strength is filled with that
// strength. L. Vincent, "Morphological grayscale reconstruction in image analysis", 1993.
[[nodiscard]] Mask withHolesFilled(const Mask& mask);

[[nodiscard]] Mask inverted(const Mask& mask);

enum class Combination { Add, Subtract, Intersect };

// Pixel by pixel: the maximum, the difference (at least 0), or the minimum. Both have the same size.
[[nodiscard]] Mask combined(const Mask& mask, const Mask& other, Combination how);

// The connected parts, largest first.
[[nodiscard]] std::vector<Part> parts(const Mask& mask);

// RGBA, white everywhere, alpha = the selection: the form that picture editors and the NanoBanana API accept.
[[nodiscard]] cv::Mat asWhiteOnTransparent(const Mask& mask);

} // namespace nb::mask
