#include "core/project/layer_composition.h"

#include "core/image/cv_rect.h"
#include <opencv2/core.hpp>

namespace nb::project {

Patch composed(const image::Picture& picture, const Layer& layer) {
    const Patch& patch = layer.patch;
    if (patch.isNull() || !QRect({0, 0}, picture.size()).contains(patch.rect) ||
        patch.pixels.type() != picture.pixels.type())
        return {};
    if (!layer.info.preserveUnmasked || layer.mask.size() != patch.pixels.size())
        return patch;
    Patch result{patch.rect, picture.pixels(cvRect(patch.rect)).clone()};
    patch.pixels.copyTo(result.pixels, layer.mask);
    return result;
}

image::Picture withPatch(const image::Picture& picture, const Patch& patch) {
    image::Picture result{picture.pixels.clone(), picture.metadata};
    if (!patch.isNull())
        patch.pixels.copyTo(result.pixels(cvRect(patch.rect)));
    return result;
}

} // namespace nb::project
