#include "ui/desktop/files/mask_files.h"

#include "core/image/encode.h"
#include "core/mask/normalise.h"
#include "core/mask/ops.h"
#include "core/storage/durable_file.h"
#include "ui/desktop/files/open_picture.h"

namespace nb::desktop {

Result<mask::Mask> importMask(const QString& path, QSize pictureSize) {
    const Result<QByteArray> bytes = readWhole(path);
    if (!bytes)
        return bytes.error();
    const Result<image::Decoded> decoded = decodeAny(*bytes);
    if (!decoded)
        return decoded.error();
    return mask::normalise(*decoded, pictureSize, mask::RgbRule::Luminance);
}

Result<> exportMask(const mask::Mask& mask, const QString& path, MaskFileStyle style) {
    const Result<QByteArray> bytes = style == MaskFileStyle::WhiteOnBlack
                                         ? image::encodeGreyPng(mask.pixels)
                                         : image::encodePng({mask::asWhiteOnTransparent(mask), {}});
    if (!bytes)
        return bytes.error();
    return storage::replaceDurably(path, *bytes);
}

} // namespace nb::desktop
