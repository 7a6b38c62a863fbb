#include "ui/desktop/canvas/scene.h"

#include "ui/desktop/canvas/blend.h"
#include "ui/desktop/document/studio_document.h"
#include <algorithm>
#include <cmath>
#include <utility>

namespace nb::desktop {
namespace {

constexpr int kMaxRects = 24;    // of a dirty region; beyond it, its bounds are quicker
constexpr int kAntsTickMs = 120; // a dash of four pixels passes in half a second

void resize(QImage& image, QSize size, QImage::Format format) {
    image = QImage(size, format);
    image.fill(0);
}

} // namespace

Scene::Scene(StudioDocument& document, QObject* parent)
    : QObject(parent), m_document(document), m_picture(m_pool), m_mask(m_pool) {
    connect(&m_document, &StudioDocument::opened, this, &Scene::documentOpened);
    connect(&m_document, &StudioDocument::pictureChanged, &m_picture, &Pyramid::update);
    connect(&m_document, &StudioDocument::maskChanged, &m_mask, &Pyramid::update);
    connect(&m_document, &StudioDocument::shownChanged, this, &Scene::patchChanged);
    connect(&m_picture, &Pyramid::changed, this, &Scene::pictureDirty);
    connect(&m_mask, &Pyramid::changed, this, &Scene::maskDirty);
    m_antsClock.setInterval(kAntsTickMs);
    connect(&m_antsClock, &QTimer::timeout, this, &Scene::antsTick);
    documentOpened();
}

Scene::~Scene() = default;

// ---- what is drawn

void Scene::documentOpened() {
    ++m_generation;
    m_patch.reset();
    m_nextPatch.reset();
    m_picture.close();
    m_mask.close();
    m_colour.reset();
    allDirty();
    if (!m_document.isOpen())
        return;
    const QByteArray icc = m_document.picture().metadata.icc;
    const int type = m_document.picture().pixels.type();
    if (icc.isEmpty()) {
        m_colour = std::make_shared<const DisplayColour>(icc, type);
        openPyramids();
        return;
    }
    // A profile with tables takes a few frames to prepare.
    m_pool
        .run([icc, type]() -> Result<Pyramid::Colour> {
            return Pyramid::Colour(std::make_shared<const DisplayColour>(icc, type));
        })
        .then(this, [this, generation = m_generation](const Result<Pyramid::Colour>& colour) {
            if (generation != m_generation || !colour)
                return;
            m_colour = *colour;
            openPyramids();
        });
}

void Scene::openPyramids() {
    m_picture.open([this] { return m_document.picture().pixels; }, m_colour);
    m_mask.open([this] { return m_document.mask().pixels; },
                std::make_shared<const DisplayColour>(QByteArray(), CV_8UC1));
    patchChanged(m_document.shown().rect);
    announceVisible();
    allDirty();
}

void Scene::patchChanged(const QRect& rect) {
    const project::Patch& shown = m_document.shown();
    if (!m_colour)
        return;
    m_patchLeaves = shown.isNull();
    if (shown.isNull()) {
        m_nextPatch.reset();
        // Accepting a patch takes it away just before the picture changes, and that is drawn a moment later.
        QMetaObject::invokeMethod(this, &Scene::dropPatch, Qt::QueuedConnection);
        return;
    }
    for (PatchLayer* layer : {m_patch.get(), m_nextPatch.get()})
        if (layer != nullptr && layer->shows(shown)) {
            layer->pyramid.update(rect.translated(-shown.rect.topLeft()));
            return;
        }
    const bool sameType = shown.pixels.type() == m_document.picture().pixels.type();
    m_nextPatch = std::make_unique<PatchLayer>(m_pool, shown);
    connect(&m_nextPatch->pyramid, &Pyramid::drawable, this, &Scene::takePatch);
    m_nextPatch->open(sameType ? m_colour
                               : std::make_shared<const DisplayColour>(m_document.picture().metadata.icc,
                                                                       shown.pixels.type()));
}

void Scene::takePatch() {
    if (m_patch)
        pictureDirty(m_patch->patch.rect);
    m_patch = std::move(m_nextPatch);
    const QPoint corner = m_patch->patch.rect.topLeft();
    connect(&m_patch->pyramid, &Pyramid::changed, this,
            [this, corner](const QRect& rect) { pictureDirty(rect.translated(corner)); });
    pictureDirty(m_patch->patch.rect);
    announceVisible();
}

void Scene::dropPatch() {
    if (!m_patchLeaves || !m_patch)
        return;
    const QRect rect = m_patch->patch.rect;
    if (!m_picture.isSharp(rect & pictureRect(m_frame.rect()), m_viewport.zoom()))
        return; // pictureDirty() asks again
    m_patch.reset();
    pictureDirty(rect);
}

void Scene::announceVisible() {
    const QRect seen = pictureRect(m_frame.rect());
    m_picture.setVisible(seen, m_viewport.zoom());
    m_mask.setVisible(seen.translated(-m_maskShift), m_viewport.zoom());
    if (m_patch)
        m_patch->pyramid.setVisible(seen.translated(-m_patch->patch.rect.topLeft()), m_viewport.zoom());
}

bool Scene::isSharp() const {
    if (m_document.isOpen() && !m_colour)
        return false;
    const QRect seen = pictureRect(m_frame.rect());
    const double zoom = m_viewport.zoom();
    return m_picture.isSharp(seen, zoom) && m_mask.isSharp(seen, zoom) && !m_nextPatch &&
           (!m_patch || m_patch->pyramid.isSharp(seen.translated(-m_patch->patch.rect.topLeft()), zoom));
}

qint64 Scene::bytes() const {
    qint64 sum = m_picture.bytes() + m_mask.bytes() + (m_patch ? m_patch->pyramid.bytes() : 0);
    for (const QImage* image : {&m_base, &m_other, &m_cover, &m_frame})
        sum += image->sizeInBytes();
    return sum;
}

// ---- how it is seen

void Scene::setViewport(const Viewport& viewport, QSize frame) {
    const QTransform before = m_viewport.toDevice();
    const QTransform after = viewport.toDevice();
    const bool sameSize = frame == m_frame.size() && viewport.deviceSize() == m_viewport.deviceSize();
    const bool shift = sameSize && before.m11() == after.m11() && before.m12() == after.m12() &&
                       m_compare != CompareMode::SideBySide && m_compare != CompareMode::Wipe;
    m_viewport = viewport;
    if (frame != m_frame.size()) {
        resize(m_base, frame, QImage::Format_RGB32);
        resize(m_frame, frame, QImage::Format_RGB32);
        resize(m_cover, frame, QImage::Format_Grayscale8);
        m_other = {};
    }
    if (shift)
        scroll(QPoint(int(after.dx() - before.dx()), int(after.dy() - before.dy())));
    else
        allDirty();
    m_maskLags = m_maskLags && shift;
    announceVisible();
}

void Scene::scroll(QPoint delta) {
    if (delta.isNull())
        return;
    for (QImage* image : {&m_base, &m_cover, &m_frame})
        shiftPixels(*image, delta);
    const QRegion exposed = QRegion(m_frame.rect()) - m_frame.rect().translated(delta);
    for (QRegion* region : {&m_baseDirty, &m_coverDirty, &m_frameDirty}) {
        region->translate(delta);
        *region += exposed;
    }
    m_antsTiles.translate(delta);
    Q_EMIT changed(m_frame.rect());
}

void Scene::setBackground(QRgb colour) {
    m_background = colour;
    allDirty();
}

void Scene::setMaskStyle(const MaskStyle& style) {
    if (style == m_style)
        return;
    m_style = style;
    if (m_style.marchingAnts)
        m_antsClock.start();
    else
        m_antsClock.stop();
    dirty(m_frameDirty, m_frame.rect());
}

void Scene::setMaskShift(QPoint shift) {
    if (shift == m_maskShift)
        return;
    const QRect bounds = m_document.maskBounds();
    m_maskLags = shift.isNull();
    for (const QPoint by : {m_maskShift, shift}) {
        m_maskShift = by;
        maskDirty(bounds);
    }
    announceVisible();
}

void Scene::setCompare(CompareMode mode) {
    if (mode == m_compare)
        return;
    m_compare = mode;
    allDirty();
}

void Scene::setWipe(double position) {
    const int before = wipeColumn();
    m_wipe = std::clamp(position, 0.0, 1.0);
    if (m_compare != CompareMode::Wipe)
        return;
    const int after = wipeColumn();
    dirty(m_baseDirty, QRect(std::min(before, after), 0, std::abs(after - before), m_frame.height()));
}

int Scene::wipeColumn() const {
    return int(std::lround(m_wipe * m_frame.width()));
}

int Scene::rightHalf() const {
    return m_compare == CompareMode::SideBySide ? m_frame.width() - m_viewport.deviceSize().width()
                                                : m_frame.width();
}

bool Scene::showsMask() const {
    return m_compare == CompareMode::Off && (m_style.view != MaskView::Hidden || m_style.marchingAnts);
}

// ---- what has to be drawn anew

void Scene::dirty(QRegion& which, const QRect& device) {
    if (device.isEmpty())
        return;
    which += device;
    if (which.rectCount() > kMaxRects)
        which = which.boundingRect();
    Q_EMIT changed(device);
}

void Scene::allDirty() {
    m_baseDirty = m_coverDirty = m_frame.rect();
    m_antsTiles = {};
    dirty(m_frameDirty, m_frame.rect());
}

std::vector<QRect> Scene::placesOf(const QRect& picture) const {
    const QRect place = m_viewport.deviceRect(picture);
    if (m_compare == CompareMode::SideBySide)
        return {place, place.translated(rightHalf(), 0)};
    return {place};
}

void Scene::pictureDirty(const QRect& picture) {
    for (const QRect& place : placesOf(picture))
        dirty(m_baseDirty, place);
    if (m_patchLeaves)
        dropPatch();
}

void Scene::maskDirty(const QRect& mask) {
    const QRect device = m_viewport.deviceRect(mask.translated(m_maskShift));
    if (showsMask())
        dirty(m_coverDirty, device);
    else
        m_coverDirty += device;
}

void Scene::antsTick() {
    ++m_antsPhase;
    if (showsAnts() && !m_antsTiles.isEmpty()) {
        m_frameDirty += m_antsTiles;
        for (const QRect& rect : m_antsTiles)
            Q_EMIT changed(rect);
    }
}

} // namespace nb::desktop
