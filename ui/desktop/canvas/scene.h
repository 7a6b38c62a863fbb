#pragma once
// The picture as the canvas shows it: an image of the view's device pixels that is kept up to date with the
// smallest work that a change needs. SceneLayers has the samples, SceneRenderer draws them, MarchingAnts is
// the moving line; the scene knows which parts are out of date and puts the images together. It takes no
// input and draws no outlines, frames or grids, which lie over it.

#include "core/base/worker_pool.h"
#include "ui/desktop/canvas/marching_ants.h"
#include "ui/desktop/canvas/scene_layers.h"
#include "ui/desktop/canvas/scene_renderer.h"
#include "ui/desktop/canvas/scene_view.h"
#include <QImage>
#include <QObject>
#include <QRegion>

namespace nb::desktop {

class StudioDocument;

// Lives on the thread of the user interface.
class Scene : public QObject {
    Q_OBJECT

public:
    // Both outlive it; levels are built on the pool.
    Scene(StudioDocument& document, WorkerPool& pool, QObject* parent = nullptr);
    ~Scene() override;

    // `frame`: device pixels of frame(); wider than the viewport's only side by side. A mere shift is
    // answered by a shift.
    void setViewport(const Viewport& viewport, QSize frame);
    void setBackground(QRgb colour); // around the picture
    void setMaskStyle(const MaskStyle& style);
    [[nodiscard]] const MaskStyle& maskStyle() const { return m_style; }
    // Picture pixels: the mask is shown moved by this. Once it is taken back, what was shown stays until the
    // mask's levels are up to date.
    void setMaskShift(QPoint shift);
    void setCompare(CompareMode mode);
    [[nodiscard]] CompareMode compare() const { return m_view.compare; }
    void setWipe(double position); // 0 to 1 of the view's width
    [[nodiscard]] double wipe() const { return m_view.wipe; }

    // The view's device pixels, brought up to date; Format_RGB32.
    const QImage& frame();
    // True if frame() will not become better by itself.
    [[nodiscard]] bool isSharp() const;

Q_SIGNALS:
    void changed(const QRect& device); // frame() will be different there

private:
    void announceVisible();

    // ---- what has to be drawn again; device pixels
    void invalidate(QRegion& which, const QRect& device);
    void invalidateAll();
    void invalidatePicture(const QRect& picture);
    void invalidateMask(const QRect& mask); // its own pixels
    void scroll(QPoint delta);

    void compose(const QRect& device);
    [[nodiscard]] bool showsMask() const;
    [[nodiscard]] bool showsAnts() const { return showsMask() && m_style.marchingAnts; }

    StudioDocument& m_document;
    SceneLayers m_layers;
    SceneRenderer m_renderer;
    MarchingAnts m_ants;
    SceneView m_view;
    MaskStyle m_style;
    bool m_maskLags = false; // m_mask is right, the levels of the mask are not yet

    QImage m_base;  // picture, patch, comparison
    QImage m_other; // the other side of a difference
    QImage m_mask;  // mask of each device pixel
    QImage m_frame; // all together
    QRegion m_baseDirty, m_maskDirty, m_frameDirty;
};

} // namespace nb::desktop
