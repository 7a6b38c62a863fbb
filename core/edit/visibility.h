#pragma once
// Whether what an edit makes can be seen at all: a provider does not change the transparency of a picture.

#include "core/image/picture.h"
#include "core/mask/mask.h"
#include <QString>

namespace nb::edit {

// True if the picture is fully transparent wherever something is selected. `selection` has the picture's
// size. Stops at the first pixel that can be seen. Safe from any thread.
[[nodiscard]] bool isUnseen(const image::Picture& picture, const mask::Mask& selection);

// A sentence about it, without a full stop.
[[nodiscard]] QString unseenWarning();

} // namespace nb::edit
