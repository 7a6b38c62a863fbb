#pragma once
// Makes a provider's answer comparable with what it answers to: same size, depth and channels. It does not
// move or recolour anything; that is the job of registration and colour fit.

#include "core/image/picture.h"

namespace nb::edit {

// Resampled where the size differs; where the answer is transparent, `like` shows; alpha is that of `like`,
// metadata too. Throws std::bad_alloc and cv::Exception for lack of memory: call it inside WorkerPool::run.
[[nodiscard]] image::Picture fitted(const image::Picture& answer, const image::Picture& like);

} // namespace nb::edit
