#pragma once
// Composites an aligned answer into a picture: blended inside the selection, exact outside it. It chooses the
// blend with the least visible seam; it does not move or recolour the answer.

#include "core/edit/blend.h"
#include "core/mask/mask.h"
#include <QtGlobal>
#include <optional>

namespace nb::edit {

struct CompositeOptions {
    // Width of the ramp from the edge of the selection inwards, in pixels, from 0 (a hard edge). Parts
    // thinner than that have a ramp that ends in their middle, so that even one pixel is replaced.
    int featherPx = 8;
    // nullopt = the one with the lowest seam score. Only feather where picture and answer agree just outside
    // the selection, or differ there by more than a tint: the others would recolour what was asked for.
    std::optional<Blend> blend = {};
};

struct Composited {
    qint64 changedOutside = 0; // samples outside the blend band that differ from before; counted, always 0
    // What the blend adds along the band to the differences between neighbouring pixels, beyond those which
    // picture and answer have of themselves; mean CIE76 Delta E, 0 = no seam. 0 if there is no band.
    double seamDeltaE = 0;
    Blend blend = Blend::Feather;
};

// Changes `pixels` in place: hand in the region's view of a larger picture, and the rest is not touched. Type
// CV_8UC3, CV_8UC4, CV_16UC3 or CV_16UC4; `answer` is one of these as well, of the same size but not
// necessarily the same depth, its alpha is ignored; `selection` has their size. Soft selections are weights.
// Alpha stays. Samples where the selection is 0 are bit-exact what they were. Blocking, safe from any
// thread as long as nobody else uses these pixels; memory: about 100 bytes for each pixel of the selection's
// bounding box. Throws cv::Exception and std::bad_alloc for lack of memory.
Composited compositeInto(cv::Mat pixels, const cv::Mat& answer, const mask::Mask& selection,
                         const CompositeOptions& options = {});

} // namespace nb::edit
