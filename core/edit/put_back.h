#pragma once
// Puts one answer into the picture: fits it back to its region, composites it there, says how well that went.
// The last pure step of the pipeline; core/edit/edit.h runs it.

#include "core/edit/cut_out.h"
#include "core/edit/report.h"

namespace nb::edit {

enum class Keep {
    Unselected, // pixels outside the selection stay what they are, bit for bit
    Nothing,    // the whole region becomes the answer
};

// Changes `picture` within the region. `sent` is what the provider got. Width of the soft edge: 5 % of the
// diagonal of the selection's box, 16 pixels at most. Throws cv::Exception and std::bad_alloc for lack of
// memory: call it inside WorkerPool::run.
[[nodiscard]] RegionReport putBack(image::Picture& picture, const mask::Mask& mask, const Region& region,
                                   const CutOut& sent, const image::Picture& answer, Keep keep);

} // namespace nb::edit
