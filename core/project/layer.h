#pragma once
// Rectangular pieces of pixels that lie over a picture: what an edit changed. Keeping only the piece is what
// makes ten results of a 100-megapixel picture affordable.

#include "core/project/layer_info.h"
#include <QRect>
#include <QString>
#include <opencv2/core/mat.hpp>

namespace nb::project {

// `pixels` has the size of `rect` and the type of the picture below it; copying shares them.
struct Patch {
    QRect rect; // picture pixels, inside the picture
    cv::Mat pixels;

    [[nodiscard]] bool isNull() const { return pixels.empty(); }
};

// One result of an edit, as a document keeps it.
struct Layer {
    QString id;   // unique within the document: a UUID without braces
    QString name; // for people: the prompt, shortened
    Patch patch;
    cv::Mat mask; // CV_8UC1, the size of patch.rect: what was selected when it was asked for; empty = all
    LayerInfo info;
};

} // namespace nb::project
