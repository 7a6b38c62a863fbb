#pragma once
// How the canvas shows the mask and compares results: the options, without any drawing.

#include <QColor>

namespace nb::desktop {

enum class MaskView {
    Hidden,
    Overlay,    // what is selected is tinted
    QuickMask,  // what is not selected is tinted, as in quick-mask mode
    BlackWhite, // the mask alone: white = selected
};

struct MaskStyle {
    MaskView view = MaskView::Overlay;
    QColor colour{255, 40, 80};
    double opacity = 0.5;      // 0 to 1, of a fully selected pixel
    bool marchingAnts = false; // a moving dashed line where the mask crosses one half

    friend bool operator==(const MaskStyle&, const MaskStyle&) = default;
};

// What is seen of the document's picture and of the patch that is shown over it.
enum class CompareMode {
    Off,        // the patch over the picture, and the mask
    Original,   // the picture alone: while a key is held
    Wipe,       // left of the line the picture, right of it the patch over it
    SideBySide, // the left half of the view the picture, the right half the patch over it
    Difference, // how far they are apart, four times as bright
};

} // namespace nb::desktop
