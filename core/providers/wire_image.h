#pragma once
// Pictures as remote APIs take and give them. Pixel work: call it on the worker pool.

#include "core/base/result.h"
#include "core/image/picture.h"
#include "core/mask/mask.h"
#include <QByteArray>
#include <QString>

namespace nb::providers {

// PNG of 8 bits (16 are rounded: the APIs know no more) in sRGB, whatever the picture's profile is: models
// are trained on sRGB, and most services ignore a profile. Without EXIF, which may say where the photograph
// was taken, which no one else needs to know.
Result<QByteArray> outgoingPicture(const image::Picture& picture);

// RGBA with the mask in all four channels: white and opaque = regenerate.
Result<QByteArray> outgoingMask(const mask::Mask& mask);

// One channel: white = regenerate.
Result<QByteArray> outgoingGreyMask(const mask::Mask& mask);

// RGBA whose alpha is the mask inverted: transparent = regenerate, as OpenAI reads it.
Result<QByteArray> outgoingInvertedMask(const mask::Mask& mask);

// Decodes what a service sent: PNG or JPEG, at most 64 megapixels, in the colours of its own profile, sRGB if
// it has none. Error: ProviderUnusable; its message begins with `service` and names what it was instead.
Result<image::Picture> incomingPicture(const QByteArray& bytes, const QString& service);

} // namespace nb::providers
