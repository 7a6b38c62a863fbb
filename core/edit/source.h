#pragma once
// The first step of an edit: from two files' bytes to a picture and a mask that fit each other.

#include "core/base/result.h"
#include "core/image/decode.h"
#include "core/mask/mask.h"
#include "core/mask/normalise.h"
#include <chrono>

namespace nb::edit {

struct Source {
    image::Picture picture;
    mask::Mask mask; // the picture's size; selects something
    // What is odd about the files although they could be read: see image::Decoded.
    QStringList pictureWarnings = {};
    QStringList maskWarnings = {};
    // How long reading each took, for metrics.
    std::chrono::nanoseconds pictureTime{};
    std::chrono::nanoseconds maskTime{};
};

// Blocking; safe from any thread. The mask has to be a PNG. Errors: those of image::decode and
// mask::normalise, with field "image" or "mask".
Result<Source> decodeSource(const QByteArray& image, const QByteArray& mask, const image::Limits& limits,
                            mask::RgbRule rule);

} // namespace nb::edit
