#pragma once
// What a project holds: everything of a document that is worth keeping between two sittings. It is a plain
// value; how it is stored is core/project/open_raster.h, how it is worked on is the desktop's
// StudioDocument.

#include "core/image/picture.h"
#include "core/mask/mask.h"
#include "core/project/layer.h"
#include <vector>

namespace nb::project {

// Copying shares all samples.
struct Project {
    image::Picture picture;
    mask::Mask mask;            // the size of the picture; samples may be missing, which means empty
    std::vector<Layer> results; // patches of the picture's type, inside the picture
};

} // namespace nb::project
