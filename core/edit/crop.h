#pragma once
// Crops a planned region out of picture and mask, at the size that the provider gets.

#include "core/edit/plan.h"
#include "core/image/picture.h"
#include <opencv2/core/types.hpp>

namespace nb::edit {

struct Crop {
    image::Picture picture; // of region.sent's size; shares the picture's samples where nothing is scaled
    mask::Mask mask;        // the same size; every selected pixel of the region leaves a selected one
};

// The metadata goes along, so that the provider knows the colours. Throws cv::Exception for lack of memory:
// call it inside WorkerPool::run.
[[nodiscard]] Crop makeCrop(const image::Picture& picture, const mask::Mask& mask, const Region& region);

} // namespace nb::edit
