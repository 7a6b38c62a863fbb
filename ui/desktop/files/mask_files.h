#pragma once
// A mask as a file: imported from any picture that can be opened, exported as PNG for other programs.

#include "core/base/result.h"
#include "core/mask/mask.h"

namespace nb::desktop {

enum class MaskFileStyle {
    WhiteOnTransparent, // alpha is the selection: what the NanoBanana API and picture editors take
    WhiteOnBlack,       // one grey channel
};

// Alpha is the selection unless it is opaque everywhere, then luminance (core/mask/normalise.h). Blocking,
// safe from any thread. Errors: those of openFile(), MaskSizeMismatch, MaskEmpty.
Result<mask::Mask> importMask(const QString& path, QSize pictureSize);

// Errors: InvalidArgument (no mask), FileUnwritable, OutOfMemory. Blocking, safe from any thread; the mask's
// samples must not change meanwhile.
Result<> exportMask(const mask::Mask& mask, const QString& path, MaskFileStyle style);

} // namespace nb::desktop
