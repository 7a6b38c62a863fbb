#include "ui/desktop/canvas/scene_renderer.h"

#include "ui/desktop/canvas/blend.h"
#include "ui/desktop/canvas/scene_layers.h"
#include "ui/desktop/document/studio_document.h"
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace nb::desktop {
namespace {

Filter filterFor(const SceneView& view) {
    constexpr double kSquaresFrom = 2; // zoom from which a pixel is a square
    const double zoom = view.viewport.zoom();
    return zoom >= kSquaresFrom || (zoom == 1 && view.isRightAngled()) ? Filter::Nearest : Filter::Smooth;
}

} // namespace

void SceneRenderer::drawPicture(const SceneView& view, const QRect& device, QImage& image,
                                QImage& other) const {
    if (view.compare == CompareMode::Difference) {
        if (other.size() != image.size())
            other = QImage(image.size(), QImage::Format_RGB32);
        drawSide(view, device, Side::Before, image);
        drawSide(view, device, Side::After, other);
        makeDifference(image, other, device);
        return;
    }
    const int split = view.splitColumn();
    const QRect before(0, 0, split, view.frame.height());
    const QRect after(split, 0, view.frame.width() - split, view.frame.height());
    drawSide(view, device & before, Side::Before, image);
    drawSide(view, device & after, Side::After, image);
}

void SceneRenderer::drawSide(const SceneView& view, const QRect& device, Side side, QImage& image) const {
    if (device.isEmpty())
        return;
    const double zoom = view.viewport.zoom();
    const QTransform toDevice = view.toDevice(device);
    const QRect seen = toDevice.inverted().mapRect(QRectF(device)).toAlignedRect();
    drawBackground(view, device, toDevice, image);
    const Target to = target(image, device);
    drawColour(m_layers.picture().pieces(seen, zoom), toDevice, filterFor(view), to);
    const PatchLayer* layer = m_layers.patch();
    if (layer == nullptr || side == Side::Before)
        return;
    const QPoint corner = layer->patch.rect.topLeft();
    drawColour(layer->pyramid.pieces(seen.translated(-corner), zoom),
               QTransform::fromTranslate(corner.x(), corner.y()) * toDevice, filterFor(view), to);
}

void SceneRenderer::drawBackground(const SceneView& view, const QRect& device, const QTransform& toDevice,
                                   QImage& image) const {
    const QRectF picture(m_document.rect());
    const bool alpha = m_document.picture().hasAlpha();
    if (!alpha && m_layers.picture().isDrawable() && view.isRightAngled() &&
        toDevice.mapRect(picture).contains(QRectF(device)))
        return; // the picture will cover all of it
    QPainter painter(&image);
    painter.fillRect(device, QColor::fromRgb(view.background));
    if (!alpha || !m_document.isOpen())
        return;
    QPainterPath path;
    path.addPolygon(toDevice.map(QPolygonF(picture)));
    painter.setClipRect(device);
    painter.setBrushOrigin(toDevice.map(QPointF()));
    painter.fillPath(path, QBrush(checkerboardTile()));
}

void SceneRenderer::drawMask(const SceneView& view, const QRect& device, QImage& image) const {
    const Target all = target(image, device);
    for (int y = 0; y < all.rect.height(); ++y)
        std::fill_n(all.bits + y * all.bytesPerLine, all.rect.width(), uchar(0));
    const Viewport& viewport = view.viewport;
    const QPoint shift = view.maskShift;
    const QRect seen = viewport.pictureRect(device) & m_document.rect();
    const QRect filled = m_layers.mask().filledPart(seen.translated(-shift));
    if (filled.isEmpty())
        return;
    const QRect picture = viewport.toDevice().mapRect(QRectF(m_document.rect())).toAlignedRect();
    drawGrey(m_layers.mask().pieces(filled, viewport.zoom()),
             QTransform::fromTranslate(shift.x(), shift.y()) * viewport.toDevice(), filterFor(view),
             target(image, viewport.deviceRect(filled.translated(shift)) & device & picture));
}

} // namespace nb::desktop
