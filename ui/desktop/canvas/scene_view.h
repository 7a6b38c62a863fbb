#pragma once
// How a scene is looked at: where the picture is on the device, what it is compared with and where the halves
// of a comparison lie. Plain arithmetic; it draws nothing.

#include "ui/desktop/canvas/mask_view.h"
#include "ui/desktop/canvas/viewport.h"
#include <QRgb>
#include <vector>

namespace nb::desktop {

struct SceneView {
    Viewport viewport;
    QSize frame; // device pixels; wider than the viewport's only side by side
    QRgb background = 0xff282828;
    CompareMode compare = CompareMode::Off;
    double wipe = 0.5; // 0 to 1 of the frame's width
    QPoint maskShift;  // picture pixels: the mask is shown moved by this

    [[nodiscard]] bool isSideBySide() const { return compare == CompareMode::SideBySide; }
    [[nodiscard]] bool isRightAngled() const; // rotated by a multiple of 90 degrees

    // ---- device columns
    [[nodiscard]] int wipeColumn() const;
    [[nodiscard]] int rightHalf() const; // where it begins; else past the frame
    // Left of it the picture is seen, from it on the patch over the picture.
    [[nodiscard]] int splitColumn() const;

    // ---- between picture and device pixels
    [[nodiscard]] QTransform toDevice(const QRect& device) const; // for what lies in one half
    // Picture pixels that are seen there; side by side those of either half.
    [[nodiscard]] QRect pictureRect(const QRect& device) const;
    [[nodiscard]] QRect visiblePicture() const { return pictureRect({{}, frame}); }
    [[nodiscard]] std::vector<QRect> deviceRects(const QRect& picture) const; // one for each half
};

} // namespace nb::desktop
