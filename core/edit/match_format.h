#pragma once
// Converts a provider's answer to the format of another picture: size, depth and channels. It does not move
// or recolour anything; that is what align() and the colour fit are for.

#include "core/image/picture.h"

namespace nb::edit {

// `answer` in the size, depth and channels of `like`, resampled where the size differs. Where the answer is
// transparent, `like` shows; alpha and metadata are those of `like`. May share samples with `answer`. Throws
// std::bad_alloc and cv::Exception for lack of memory: call it inside WorkerPool::run.
[[nodiscard]] image::Picture matchFormat(const image::Picture& answer, const image::Picture& like);

} // namespace nb::edit
