#pragma once
// Puts one answer into the picture: fits it back to its region, composites it there, says how well that went.
// The last pure steps of the pipeline; core/edit/edit.h runs them.

#include "core/edit/cut_out.h"
#include "core/edit/report.h"

namespace nb::edit {

// An answer that lies on its region, ready to be composited.
struct LaidBack {
    cv::Mat answer;    // the region's size and type
    int featherPx = 0; // an answer that meets the picture exactly needs none
    RegionReport report;
};

// Fits `answer` back to its region; changes nothing. `sent` is what the provider got. featherPx: the width of
// the soft edge that is wanted, from 1. Throws cv::Exception and std::bad_alloc for lack of memory: call it
// inside WorkerPool::run.
[[nodiscard]] LaidBack layBack(const image::Picture& picture, const mask::Mask& mask, const Region& region,
                               const CutOut& sent, const image::Picture& answer, int featherPx);

// Changes the selected part of `picture` within the region; the report is complete then. Throws as above.
[[nodiscard]] RegionReport compositeBack(image::Picture& picture, const mask::Mask& mask,
                                         const Region& region, const LaidBack& laid);

// Without a mask: the whole region becomes the answer.
[[nodiscard]] RegionReport replaceWith(const image::Picture& answer, image::Picture& picture,
                                       const Region& region);

} // namespace nb::edit
