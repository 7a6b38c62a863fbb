// The other half of Scene: how the dirty parts of its images are drawn.

#include "ui/desktop/canvas/bands.h"
#include "ui/desktop/canvas/blend.h"
#include "ui/desktop/canvas/scene.h"
#include "ui/desktop/document/studio_document.h"
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <utility>

namespace nb::desktop {
namespace {

constexpr double kHardPixels = 2; // from this zoom on a pixel is a square

// The pixels of an image as another one, so that several threads may ask for rows.
struct Pixels {
    explicit Pixels(QImage& image)
        : bits(image.bits()), size(image.size()), bytesPerLine(image.bytesPerLine()), format(image.format()) {
    }
    [[nodiscard]] QImage image() const { return {bits, size.width(), size.height(), bytesPerLine, format}; }

    uchar* bits;
    QSize size;
    qsizetype bytesPerLine;
    QImage::Format format;
};

} // namespace

Filter Scene::filter() const {
    const double zoom = m_viewport.zoom();
    const bool straight = std::fmod(m_viewport.rotation(), 90) == 0;
    return zoom >= kHardPixels || (zoom == 1 && straight) ? Filter::Nearest : Filter::Smooth;
}

const QImage& Scene::frame() {
    for (const QRect& rect : m_baseDirty)
        drawPicture(rect & m_frame.rect());
    m_frameDirty += std::exchange(m_baseDirty, {});
    m_maskLags = m_maskLags && !m_mask.isSharp(pictureRect(m_frame.rect()), m_viewport.zoom());
    if (showsMask() && !m_maskLags) {
        for (const QRect& rect : m_coverDirty) {
            drawCover(rect & m_frame.rect());
            m_frameDirty += rect.adjusted(-1, -1, 1, 1); // ants look at their neighbours
        }
        m_coverDirty = {};
    }
    for (const QRect& rect : std::exchange(m_frameDirty, {}))
        compose(rect & m_frame.rect());
    return m_frame;
}

QTransform Scene::transformAt(const QRect& device) const {
    const int right = rightHalf();
    return device.left() < right ? m_viewport.toDevice()
                                 : m_viewport.toDevice() * QTransform::fromTranslate(right, 0);
}

QRect Scene::pictureRect(const QRect& device) const {
    if (m_compare == CompareMode::SideBySide)
        return m_viewport.pictureRect(QRect({}, m_viewport.deviceSize()));
    return m_viewport.pictureRect(device);
}

void Scene::drawPicture(const QRect& device) {
    if (m_compare == CompareMode::Difference) {
        if (m_other.size() != m_base.size())
            m_other = QImage(m_base.size(), QImage::Format_RGB32);
        drawSide(m_base, device, Side::Before);
        drawSide(m_other, device, Side::After);
        makeDifference(m_base, m_other, device);
        return;
    }
    int split = m_frame.width(); // left of it the picture, right of it the patch over it
    if (m_compare == CompareMode::Off)
        split = 0;
    else if (m_compare == CompareMode::Wipe)
        split = wipeColumn();
    else if (m_compare == CompareMode::SideBySide)
        split = rightHalf();
    const QRect before(0, 0, split, m_frame.height());
    const QRect after(split, 0, m_frame.width() - split, m_frame.height());
    drawSide(m_base, device & before, Side::Before);
    drawSide(m_base, device & after, Side::After);
}

void Scene::drawGround(QImage& image, const QRect& device, const QTransform& toDevice) {
    const QRectF picture(m_document.rect());
    const bool straight = std::fmod(m_viewport.rotation(), 90) == 0;
    const bool alpha = m_document.picture().hasAlpha();
    if (!alpha && m_picture.isDrawable() && straight && toDevice.mapRect(picture).contains(QRectF(device)))
        return; // the picture will cover all of it
    QPainter painter(&image);
    painter.fillRect(device, QColor::fromRgb(m_background));
    if (!alpha || !m_document.isOpen())
        return;
    QPainterPath path;
    path.addPolygon(toDevice.map(QPolygonF(picture)));
    painter.setClipRect(device);
    painter.setBrushOrigin(toDevice.map(QPointF()));
    painter.fillPath(path, QBrush(checkerboardTile()));
}

void Scene::drawSide(QImage& image, const QRect& device, Side side) {
    if (device.isEmpty())
        return;
    const QTransform toDevice = transformAt(device);
    const QRect seen = toDevice.inverted().mapRect(QRectF(device)).toAlignedRect();
    drawGround(image, device, toDevice);
    const Target to = target(image, device);
    drawColour(m_picture.pieces(seen, m_viewport.zoom()), toDevice, filter(), to);
    if (!m_patch || side == Side::Before)
        return;
    const QPoint corner = m_patch->patch.rect.topLeft();
    drawColour(m_patch->pyramid.pieces(seen.translated(-corner), m_viewport.zoom()),
               QTransform::fromTranslate(corner.x(), corner.y()) * toDevice, filter(), to);
}

void Scene::drawCover(const QRect& device) {
    const Target all = target(m_cover, device);
    for (int y = 0; y < all.rect.height(); ++y)
        std::fill_n(all.bits + y * all.bytesPerLine, all.rect.width(), uchar(0));
    const QRect seen = m_viewport.pictureRect(device) & m_document.rect();
    const QRect filled = m_mask.notBlank(seen.translated(-m_maskShift));
    if (filled.isEmpty())
        return;
    const QTransform toDevice =
        QTransform::fromTranslate(m_maskShift.x(), m_maskShift.y()) * m_viewport.toDevice();
    const QRect picture = m_viewport.toDevice().mapRect(QRectF(m_document.rect())).toAlignedRect();
    drawGrey(m_mask.pieces(filled, m_viewport.zoom()), toDevice, filter(),
             target(m_cover, m_viewport.deviceRect(filled.translated(m_maskShift)) & device & picture));
}

void Scene::compose(const QRect& device) {
    const Pixels frame(m_frame);
    const bool tints = showsMask() && m_style.view != MaskView::Hidden;
    inBands(device, [&](int top, int bottom) {
        const QRect band(device.left(), top, device.width(), bottom - top);
        QImage out = frame.image();
        if (tints)
            blendMask(m_base, m_cover, m_style, band, out);
        else
            copyPixels(m_base, band, out);
    });
    if (showsAnts())
        rememberAnts(device, m_antsPhase);
}

void Scene::rememberAnts(const QRect& device, int phase) {
    constexpr int kTile = 64;
    for (int y = device.top(); y <= device.bottom(); y += kTile)
        for (int x = device.left(); x <= device.right(); x += kTile) {
            const QRect tile = QRect(x, y, kTile, kTile) & device;
            if (drawAnts(m_cover, tile, phase, m_frame))
                m_antsTiles += tile;
            else
                m_antsTiles -= tile;
        }
}

} // namespace nb::desktop
