#include "ui/desktop/canvas/scene.h"

#include "ui/desktop/canvas/blend.h"
#include "ui/desktop/canvas/parallel_rows.h"
#include "ui/desktop/document/studio_document.h"
#include <algorithm>
#include <cmath>
#include <utility>

namespace nb::desktop {
namespace {

constexpr int kMaxRects = 24; // of a dirty region; beyond it, its bounds are quicker

void resize(QImage& image, QSize size, QImage::Format format) {
    image = QImage(size, format);
    image.fill(0);
}

// The memory of an image, so that several threads may make images over it without detaching it.
struct ImageMemory {
    explicit ImageMemory(QImage& image)
        : bits(image.bits()), size(image.size()), bytesPerLine(image.bytesPerLine()), format(image.format()) {
    }
    [[nodiscard]] QImage image() const { return {bits, size.width(), size.height(), bytesPerLine, format}; }

    uchar* bits;
    QSize size;
    qsizetype bytesPerLine;
    QImage::Format format;
};

} // namespace

Scene::Scene(StudioDocument& document, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_document(document), m_layers(document, pool), m_renderer(document, m_layers) {
    connect(&m_layers, &SceneLayers::replaced, this, &Scene::invalidateAll);
    connect(&m_layers, &SceneLayers::pictureChanged, this, &Scene::invalidatePicture);
    connect(&m_layers, &SceneLayers::maskChanged, this, &Scene::invalidateMask);
    connect(&m_ants, &MarchingAnts::stepped, this, [this](const QRegion& device) {
        if (!showsAnts())
            return;
        m_frameDirty += device;
        for (const QRect& rect : device)
            Q_EMIT changed(rect);
    });
}

Scene::~Scene() = default;

void Scene::announceVisible() {
    const QRect seen = m_view.visiblePicture();
    m_layers.setVisible(seen, seen.translated(-m_view.maskShift), m_view.viewport.zoom());
}

bool Scene::isSharp() const {
    return m_layers.isSharp(m_view.visiblePicture(), m_view.viewport.zoom());
}

// ---- how it is seen

void Scene::setViewport(const Viewport& viewport, QSize frame) {
    const QTransform before = m_view.viewport.toDevice();
    const QTransform after = viewport.toDevice();
    const bool sameSize = frame == m_view.frame && viewport.deviceSize() == m_view.viewport.deviceSize();
    const bool shift = sameSize && before.m11() == after.m11() && before.m12() == after.m12() &&
                       m_view.compare != CompareMode::SideBySide && m_view.compare != CompareMode::Wipe;
    m_view.viewport = viewport;
    if (frame != m_view.frame) {
        m_view.frame = frame;
        resize(m_base, frame, QImage::Format_RGB32);
        resize(m_frame, frame, QImage::Format_RGB32);
        resize(m_mask, frame, QImage::Format_Grayscale8);
        m_other = {};
    }
    if (shift)
        scroll(QPoint(int(after.dx() - before.dx()), int(after.dy() - before.dy())));
    else
        invalidateAll();
    m_maskLags = m_maskLags && shift;
    announceVisible();
}

void Scene::scroll(QPoint delta) {
    if (delta.isNull())
        return;
    for (QImage* image : {&m_base, &m_mask, &m_frame})
        shiftPixels(*image, delta);
    const QRegion exposed = QRegion(m_frame.rect()) - m_frame.rect().translated(delta);
    for (QRegion* region : {&m_baseDirty, &m_maskDirty, &m_frameDirty}) {
        region->translate(delta);
        *region += exposed;
    }
    m_ants.move(delta);
    Q_EMIT changed(m_frame.rect());
}

void Scene::setBackground(QRgb colour) {
    m_view.background = colour;
    invalidateAll();
}

void Scene::setMaskStyle(const MaskStyle& style) {
    if (style == m_style)
        return;
    m_style = style;
    m_ants.setRunning(m_style.marchingAnts);
    invalidate(m_frameDirty, m_frame.rect());
}

void Scene::setMaskShift(QPoint shift) {
    if (shift == m_view.maskShift)
        return;
    const QRect bounds = m_document.maskBounds();
    m_maskLags = shift.isNull();
    for (const QPoint by : {m_view.maskShift, shift}) {
        m_view.maskShift = by;
        invalidateMask(bounds);
    }
    announceVisible();
}

void Scene::setCompare(CompareMode mode) {
    if (mode == m_view.compare)
        return;
    m_view.compare = mode;
    invalidateAll();
}

void Scene::setWipe(double position) {
    const int before = m_view.wipeColumn();
    m_view.wipe = std::clamp(position, 0.0, 1.0);
    if (m_view.compare != CompareMode::Wipe)
        return;
    const int after = m_view.wipeColumn();
    invalidate(m_baseDirty, QRect(std::min(before, after), 0, std::abs(after - before), m_frame.height()));
}

bool Scene::showsMask() const {
    return m_view.compare == CompareMode::Off && (m_style.view != MaskView::Hidden || m_style.marchingAnts);
}

// ---- what has to be drawn again

void Scene::invalidate(QRegion& which, const QRect& device) {
    if (device.isEmpty())
        return;
    which += device;
    if (which.rectCount() > kMaxRects)
        which = which.boundingRect();
    Q_EMIT changed(device);
}

void Scene::invalidateAll() {
    m_baseDirty = m_maskDirty = m_frame.rect();
    m_ants.clear();
    invalidate(m_frameDirty, m_frame.rect());
}

void Scene::invalidatePicture(const QRect& picture) {
    for (const QRect& place : m_view.deviceRects(picture))
        invalidate(m_baseDirty, place);
}

void Scene::invalidateMask(const QRect& mask) {
    const QRect device = m_view.viewport.deviceRect(mask.translated(m_view.maskShift));
    if (showsMask())
        invalidate(m_maskDirty, device);
    else
        m_maskDirty += device;
}

// ---- drawing

const QImage& Scene::frame() {
    const QRect all = m_frame.rect();
    for (const QRect& rect : m_baseDirty)
        m_renderer.drawPicture(m_view, rect & all, m_base, m_other);
    m_frameDirty += std::exchange(m_baseDirty, {});
    m_maskLags = m_maskLags && !m_layers.mask().isSharp(m_view.visiblePicture(), m_view.viewport.zoom());
    if (showsMask() && !m_maskLags) {
        for (const QRect& rect : m_maskDirty) {
            m_renderer.drawMask(m_view, rect & all, m_mask);
            m_frameDirty += rect.adjusted(-1, -1, 1, 1); // ants look at their neighbours
        }
        m_maskDirty = {};
    }
    for (const QRect& rect : std::exchange(m_frameDirty, {}))
        compose(rect & all);
    return m_frame;
}

void Scene::compose(const QRect& device) {
    const ImageMemory frame(m_frame);
    const bool tints = showsMask() && m_style.view != MaskView::Hidden;
    drawRowsInParallel(device, [&](int top, int bottom) {
        const QRect rows(device.left(), top, device.width(), bottom - top);
        QImage out = frame.image();
        if (tints)
            blendMask(m_base, m_mask, m_style, rows, out);
        else
            copyPixels(m_base, rows, out);
    });
    if (showsAnts())
        m_ants.draw(m_mask, device, m_frame);
}

} // namespace nb::desktop
