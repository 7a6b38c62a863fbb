#pragma once
// The picture as the canvas shows it: an image of the view's device pixels that is kept up to date with the
// smallest work that a change needs. It samples picture, patch and mask, blends them and compares; it takes
// no input and draws no outlines, frames or grids, which lie over it.

#include "core/base/worker_pool.h"
#include "ui/desktop/canvas/mask_view.h"
#include "ui/desktop/canvas/patch_layer.h"
#include "ui/desktop/canvas/pyramid.h"
#include "ui/desktop/canvas/viewport.h"
#include <QImage>
#include <QObject>
#include <QRegion>
#include <QTimer>
#include <memory>

namespace nb::desktop {

class StudioDocument;

// Lives on the thread of the user interface; has threads of its own for the levels.
class Scene : public QObject {
    Q_OBJECT

public:
    // `document` outlives it.
    explicit Scene(StudioDocument& document, QObject* parent = nullptr);
    ~Scene() override;

    // `frame`: device pixels of frame(); wider than the viewport's only side by side. A mere shift is
    // answered by a shift.
    void setViewport(const Viewport& viewport, QSize frame);
    void setBackground(QRgb colour); // around the picture
    void setMaskStyle(const MaskStyle& style);
    [[nodiscard]] const MaskStyle& maskStyle() const { return m_style; }
    // Picture pixels: the mask is shown moved by this. Once it is taken back, what was shown stays until the
    // mask's levels have followed.
    void setMaskShift(QPoint shift);
    void setCompare(CompareMode mode);
    [[nodiscard]] CompareMode compare() const { return m_compare; }
    void setWipe(double position); // 0 to 1 of the view's width
    [[nodiscard]] double wipe() const { return m_wipe; }

    // The view's device pixels, brought up to date; Format_RGB32.
    const QImage& frame();
    // True if frame() will not become better by itself.
    [[nodiscard]] bool isSharp() const;
    [[nodiscard]] qint64 bytes() const; // memory of levels, tiles and images

Q_SIGNALS:
    void changed(const QRect& device); // frame() will be different there

private:
    void documentOpened();
    void openPyramids();
    void patchChanged(const QRect& rect);
    void takePatch();
    void dropPatch();
    void announceVisible();

    void pictureDirty(const QRect& picture);
    void maskDirty(const QRect& mask); // its own pixels
    void dirty(QRegion& which, const QRect& device);
    void allDirty();
    [[nodiscard]] std::vector<QRect> placesOf(const QRect& picture) const; // device; two side by side
    void scroll(QPoint delta);

    enum class Side { Before, After };
    void drawSide(QImage& image, const QRect& device, Side side);
    void drawGround(QImage& image, const QRect& device, const QTransform& toDevice);
    void drawPicture(const QRect& device);
    void drawCover(const QRect& device);
    void compose(const QRect& device);
    void antsTick();
    void rememberAnts(const QRect& device, int phase);
    [[nodiscard]] int rightHalf() const; // device column where it begins, side by side; else past the frame
    [[nodiscard]] QTransform transformAt(const QRect& device) const;
    [[nodiscard]] QRect pictureRect(const QRect& device) const;
    [[nodiscard]] int wipeColumn() const;
    [[nodiscard]] bool showsMask() const;
    [[nodiscard]] bool showsAnts() const { return showsMask() && m_style.marchingAnts; }
    [[nodiscard]] Filter filter() const;

    StudioDocument& m_document;
    WorkerPool m_pool{2}; // its own: an edit that keeps the other one busy must not keep the picture blurred
    Pyramid m_picture;
    Pyramid m_mask;
    std::unique_ptr<PatchLayer> m_patch;     // kept until the next one can be drawn: nothing flickers
    std::unique_ptr<PatchLayer> m_nextPatch; // cannot be drawn yet
    bool m_patchLeaves = false;
    Pyramid::Colour m_colour; // of the picture; null until it is known
    int m_generation = 0;     // counts pictures

    Viewport m_viewport;
    QRgb m_background = 0xff282828;
    MaskStyle m_style;
    QPoint m_maskShift;
    bool m_maskLags = false; // its cover is right, its levels are not yet
    CompareMode m_compare = CompareMode::Off;
    double m_wipe = 0.5;
    QTimer m_antsClock;
    int m_antsPhase = 0;
    QRegion m_antsTiles; // device pixels where there are ants

    QImage m_base;  // picture, patch, comparison
    QImage m_other; // the other side of a difference
    QImage m_cover; // mask of each device pixel
    QImage m_frame; // all together
    QRegion m_baseDirty, m_coverDirty, m_frameDirty;
};

} // namespace nb::desktop
