#include "core/edit/source.h"

#include <QByteArrayView>

namespace nb::edit {
namespace {

Error at(Error error, const QString& field) {
    error.field = field;
    return error;
}

Result<image::Decoded> decodeMask(QByteArrayView bytes, const image::Limits& limits) {
    const Result<image::Format> format = image::sniff(bytes);
    if (!format)
        return format.error();
    if (*format != image::Format::Png)
        return Error{ErrorCode::UnsupportedFormat, QStringLiteral("The mask must be a PNG")};
    return image::decode(bytes, limits, image::GreyAs::OneChannel);
}

} // namespace

Result<Source> decodeSource(const QByteArray& imageBytes, const QByteArray& maskBytes,
                            const image::Limits& limits, mask::RgbRule rule) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point began = Clock::now();
    Result<image::Decoded> picture = image::decode(imageBytes, limits);
    const Clock::time_point pictureRead = Clock::now();
    if (!picture)
        return at(picture.error(), QStringLiteral("image"));

    // A mask of another size must be told so, not that it is too small or too large: its sides are not
    // limited here, only what decoding it may cost.
    image::Limits maskLimits = limits;
    maskLimits.minSide = 1;
    const Result<image::Decoded> decodedMask = decodeMask(maskBytes, maskLimits);
    if (!decodedMask)
        return at(decodedMask.error(), QStringLiteral("mask"));
    Result<mask::Mask> selection = mask::normalise(*decodedMask, picture->picture.size(), rule);
    if (!selection)
        return selection.error();
    return Source{std::move(picture->picture), std::move(*selection), picture->warnings,
                  decodedMask->warnings,       pictureRead - began,   Clock::now() - pictureRead};
}

} // namespace nb::edit
