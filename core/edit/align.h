#pragma once
// Aligns a provider's answer with the region that it answers to: undoes its size, its shift and scale, and
// its change of colour. An answer that cannot be registered is only resampled.

#include "core/edit/colour_fit.h"
#include "core/edit/registration.h"
#include "core/image/picture.h"
#include "core/mask/mask.h"

namespace nb::edit {

struct Aligned {
    cv::Mat answer; // the region's size and type; its alpha is the region's
    Registration registration;
    ColourFit colour; // gain and offset are only fitted where the registration was found
};

// `region` and `mask` are parts of the picture and its mask, of one size; `sent` is the picture that the
// provider got, of 8 bits or 16. Where the answer is transparent the region shows. Throws cv::Exception for
// lack of memory: call it inside WorkerPool::run.
[[nodiscard]] Aligned align(const image::Picture& answer, const image::Picture& sent, const cv::Mat& region,
                            const mask::Mask& mask);

} // namespace nb::edit
