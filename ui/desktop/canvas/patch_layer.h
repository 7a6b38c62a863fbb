#pragma once
// The patch that lies over the picture on the canvas, with what makes it drawable.

#include "core/project/layer.h"
#include "ui/desktop/canvas/pyramid.h"

namespace nb::desktop {

struct PatchLayer {
    PatchLayer(WorkerPool& pool, project::Patch shown) : patch(std::move(shown)), pyramid(pool) {}

    void open(Pyramid::Colour colour) {
        pyramid.open([this] { return patch.pixels; }, std::move(colour));
    }
    // The very same samples, maybe with other values.
    [[nodiscard]] bool shows(const project::Patch& other) const {
        return other.rect == patch.rect && other.pixels.data == patch.pixels.data;
    }

    project::Patch patch;
    Pyramid pyramid;
};

} // namespace nb::desktop
