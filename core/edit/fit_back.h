#pragma once
// Lays a provider's answer back over the region that it answers to: undoes its size, its shift and scale, and
// its change of colour. What is not understood is left alone: an answer that cannot be registered is only
// resampled.

#include "core/edit/colour_fit.h"
#include "core/edit/registration.h"
#include "core/image/picture.h"
#include "core/mask/mask.h"

namespace nb::edit {

struct FittedBack {
    cv::Mat answer; // the region's size and type; its alpha is the region's
    Registration registration;
    ColourFit colour; // a colour is only fitted where the registration was believed
};

// `region` and `mask` are parts of the picture and its mask, of one size; `sent` is the picture that the
// provider got, of 8 bits or 16. Where the answer is transparent the region shows. Throws cv::Exception for
// lack of memory: call it inside WorkerPool::run.
[[nodiscard]] FittedBack fitBack(const image::Picture& answer, const image::Picture& sent,
                                 const cv::Mat& region, const mask::Mask& mask);

} // namespace nb::edit
