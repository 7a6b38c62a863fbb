#include "core/project/composing.h"

#include "core/image/cv_rect.h"
#include <opencv2/core.hpp>

namespace nb::project {
bool keepsUnmasked(const project::Layer& layer) {
    return layer.about.value(QStringLiteral("preserve_unmasked")).toBool(true);
}

project::Patch composed(const image::Picture& picture, const project::Layer& layer) {
    const project::Patch& patch = layer.patch;
    if (patch.isNull() || !QRect({0, 0}, picture.size()).contains(patch.rect) ||
        patch.pixels.type() != picture.pixels.type())
        return {};
    if (!keepsUnmasked(layer) || layer.mask.size() != patch.pixels.size())
        return patch;
    project::Patch result{patch.rect, picture.pixels(cvRect(patch.rect)).clone()};
    patch.pixels.copyTo(result.pixels, layer.mask);
    return result;
}

image::Picture withPatch(const image::Picture& picture, const project::Patch& patch) {
    image::Picture result{picture.pixels.clone(), picture.metadata};
    if (!patch.isNull())
        patch.pixels.copyTo(result.pixels(cvRect(patch.rect)));
    return result;
}

} // namespace nb::project
