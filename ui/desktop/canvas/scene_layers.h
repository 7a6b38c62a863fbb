#pragma once
// The layers of a scene: picture, mask and the patch that is shown over the picture, each as a pyramid that
// follows the document. A patch that replaces another is drawn only once it can be, and one that is accepted
// stays until the picture beneath it is up to date, so that nothing flickers. It draws nothing.

#include "ui/desktop/canvas/patch_layer.h"
#include "ui/desktop/canvas/pyramid.h"
#include <QObject>
#include <memory>

namespace nb::desktop {

class StudioDocument;

// Lives on the thread of the user interface.
class SceneLayers : public QObject {
    Q_OBJECT

public:
    // Both outlive it; levels and display colours are built on the pool.
    SceneLayers(StudioDocument& document, WorkerPool& pool, QObject* parent = nullptr);
    ~SceneLayers() override;

    [[nodiscard]] const Pyramid& picture() const { return m_picture; }
    [[nodiscard]] const Pyramid& mask() const { return m_mask; }
    [[nodiscard]] const PatchLayer* patch() const { return m_patch.get(); } // nullptr = none is drawn

    // What is in view: picture pixels, and those of the mask, which may be shown elsewhere.
    void setVisible(const QRect& picture, const QRect& mask, double zoom);
    // True if no layer will become better there. Picture pixels.
    [[nodiscard]] bool isSharp(const QRect& picture, double zoom) const;

Q_SIGNALS:
    void replaced(); // another picture, or none
    void pictureChanged(const QRect& picture);
    void maskChanged(const QRect& mask);

private:
    void openDocument();
    void openPyramids();
    void showPatch(const QRect& rect);
    void adoptNextPatch();
    void dropPatch();
    void announceVisible();

    StudioDocument& m_document;
    WorkerPool& m_pool;
    Pyramid m_picture;
    Pyramid m_mask;
    std::unique_ptr<PatchLayer> m_patch;
    std::unique_ptr<PatchLayer> m_nextPatch; // cannot be drawn yet
    bool m_patchLeaves = false;              // the document shows none any more
    Pyramid::Colour m_colour;                // of the picture; null until it is known
    int m_generation = 0;                    // counts pictures

    QRect m_visiblePicture;
    QRect m_visibleMask;
    double m_zoom = 1;
};

} // namespace nb::desktop
