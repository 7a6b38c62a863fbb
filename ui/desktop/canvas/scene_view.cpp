#include "ui/desktop/canvas/scene_view.h"

#include <cmath>

namespace nb::desktop {

bool SceneView::isRightAngled() const {
    return std::fmod(viewport.rotation(), 90) == 0;
}

int SceneView::wipeColumn() const {
    return int(std::lround(wipe * frame.width()));
}

int SceneView::rightHalf() const {
    return isSideBySide() ? frame.width() - viewport.deviceSize().width() : frame.width();
}

int SceneView::splitColumn() const {
    switch (compare) {
    case CompareMode::Off:
        return 0;
    case CompareMode::Wipe:
        return wipeColumn();
    case CompareMode::SideBySide:
        return rightHalf();
    default:
        return frame.width();
    }
}

QTransform SceneView::toDevice(const QRect& device) const {
    const int right = rightHalf();
    return device.left() < right ? viewport.toDevice()
                                 : viewport.toDevice() * QTransform::fromTranslate(right, 0);
}

QRect SceneView::pictureRect(const QRect& device) const {
    return viewport.pictureRect(isSideBySide() ? QRect({}, viewport.deviceSize()) : device);
}

std::vector<QRect> SceneView::deviceRects(const QRect& picture) const {
    const QRect place = viewport.deviceRect(picture);
    if (isSideBySide())
        return {place, place.translated(rightHalf(), 0)};
    return {place};
}

} // namespace nb::desktop
