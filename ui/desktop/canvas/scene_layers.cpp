#include "ui/desktop/canvas/scene_layers.h"

#include "ui/desktop/document/studio_document.h"
#include <utility>

namespace nb::desktop {

SceneLayers::SceneLayers(StudioDocument& document, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_document(document), m_pool(pool), m_picture(pool), m_mask(pool) {
    connect(&m_document, &StudioDocument::opened, this, &SceneLayers::openDocument);
    connect(&m_document, &StudioDocument::pictureChanged, &m_picture, &Pyramid::update);
    connect(&m_document, &StudioDocument::maskChanged, &m_mask, &Pyramid::update);
    connect(&m_document, &StudioDocument::shownChanged, this, &SceneLayers::showPatch);
    connect(&m_picture, &Pyramid::changed, this, [this](const QRect& rect) {
        Q_EMIT pictureChanged(rect);
        dropPatch(); // if it waited for this
    });
    connect(&m_mask, &Pyramid::changed, this, &SceneLayers::maskChanged);
    openDocument();
}

SceneLayers::~SceneLayers() = default;

// ---- the document

void SceneLayers::openDocument() {
    ++m_generation;
    m_patch.reset();
    m_nextPatch.reset();
    m_picture.close();
    m_mask.close();
    m_colour.reset();
    Q_EMIT replaced();
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

void SceneLayers::openPyramids() {
    m_picture.open([this] { return m_document.picture().pixels; }, m_colour);
    m_mask.open([this] { return m_document.mask().pixels; },
                std::make_shared<const DisplayColour>(QByteArray(), CV_8UC1));
    showPatch(m_document.shown().rect);
    announceVisible();
    Q_EMIT replaced();
}

// ---- the patch

void SceneLayers::showPatch(const QRect& rect) {
    const project::Patch& shown = m_document.shown();
    if (!m_colour)
        return;
    m_patchLeaves = shown.isNull();
    if (shown.isNull()) {
        m_nextPatch.reset();
        // Accepting a patch takes it away just before the picture changes, and that is drawn a moment later.
        QMetaObject::invokeMethod(this, &SceneLayers::dropPatch, Qt::QueuedConnection);
        return;
    }
    for (PatchLayer* layer : {m_patch.get(), m_nextPatch.get()})
        if (layer != nullptr && layer->shows(shown)) {
            layer->pyramid.update(rect.translated(-shown.rect.topLeft()));
            return;
        }
    const bool sameType = shown.pixels.type() == m_document.picture().pixels.type();
    m_nextPatch = std::make_unique<PatchLayer>(m_pool, shown);
    connect(&m_nextPatch->pyramid, &Pyramid::drawable, this, &SceneLayers::adoptNextPatch);
    m_nextPatch->open(sameType ? m_colour
                               : std::make_shared<const DisplayColour>(m_document.picture().metadata.icc,
                                                                       shown.pixels.type()));
}

void SceneLayers::adoptNextPatch() {
    if (m_patch)
        Q_EMIT pictureChanged(m_patch->patch.rect);
    m_patch = std::move(m_nextPatch);
    const QPoint corner = m_patch->patch.rect.topLeft();
    connect(&m_patch->pyramid, &Pyramid::changed, this,
            [this, corner](const QRect& rect) { Q_EMIT pictureChanged(rect.translated(corner)); });
    Q_EMIT pictureChanged(m_patch->patch.rect);
    announceVisible();
}

void SceneLayers::dropPatch() {
    if (!m_patchLeaves || !m_patch)
        return;
    const QRect rect = m_patch->patch.rect;
    if (!m_picture.isSharp(rect & m_visiblePicture, m_zoom))
        return; // asked again when the picture has changed or the view
    m_patch.reset();
    Q_EMIT pictureChanged(rect);
}

// ---- the view

void SceneLayers::setVisible(const QRect& picture, const QRect& mask, double zoom) {
    m_visiblePicture = picture;
    m_visibleMask = mask;
    m_zoom = zoom;
    announceVisible();
    dropPatch();
}

void SceneLayers::announceVisible() {
    m_picture.setVisible(m_visiblePicture, m_zoom);
    m_mask.setVisible(m_visibleMask, m_zoom);
    if (m_patch)
        m_patch->pyramid.setVisible(m_visiblePicture.translated(-m_patch->patch.rect.topLeft()), m_zoom);
}

bool SceneLayers::isSharp(const QRect& picture, double zoom) const {
    if (m_document.isOpen() && !m_colour)
        return false;
    if (m_nextPatch || !m_picture.isSharp(picture, zoom) || !m_mask.isSharp(picture, zoom))
        return false;
    return !m_patch || m_patch->pyramid.isSharp(picture.translated(-m_patch->patch.rect.topLeft()), zoom);
}

} // namespace nb::desktop
