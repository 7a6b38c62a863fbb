#pragma once
// The steps from a provider's answer to the changed region: align it, composite it, report how well that
// went. core/edit/edit.h runs them for each region of a plan.

#include "core/edit/crop.h"
#include "core/edit/report.h"

namespace nb::edit {

// An answer that has been aligned with its region, ready to be composited.
struct AlignedRegion {
    cv::Mat answer;      // the region's size and type
    int featherPx = 0;   // 0 for an answer that is equal to the picture around the selection
    RegionReport report; // without what compositing adds
};

// Aligns `answer`, which is in the picture's colours, with its region; changes nothing. `crop` is what the
// provider got. featherPx: the width of
// the soft edge that is wanted, from 1. Throws cv::Exception and std::bad_alloc for lack of memory: call it
// inside WorkerPool::run.
[[nodiscard]] AlignedRegion alignRegion(const image::Picture& picture, const mask::Mask& mask,
                                        const Region& region, const Crop& crop, const image::Picture& answer,
                                        int featherPx);

// Changes the selected part of `picture` within the region and returns the complete report. Throws as above.
[[nodiscard]] RegionReport compositeRegion(image::Picture& picture, const mask::Mask& mask,
                                           const Region& region, const AlignedRegion& aligned);

// Without a mask: the whole region becomes the answer.
[[nodiscard]] RegionReport replaceRegion(const image::Picture& answer, image::Picture& picture,
                                         const Region& region);

} // namespace nb::edit
