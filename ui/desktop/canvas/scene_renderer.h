#pragma once
// Draws the layers of a scene into images of device pixels: picture and patch as they are compared, and the
// mask of each device pixel. It keeps nothing; which parts have to be drawn is Scene's business.

#include "ui/desktop/canvas/sampler.h"
#include "ui/desktop/canvas/scene_view.h"

namespace nb::desktop {

class SceneLayers;
class StudioDocument;

class SceneRenderer {
public:
    // Both outlive it.
    SceneRenderer(const StudioDocument& document, const SceneLayers& layers)
        : m_document(document), m_layers(layers) {}

    // `device` within `image`, Format_RGB32 of the frame's size. `other`: a second image for differences,
    // made when it is needed.
    void drawPicture(const SceneView& view, const QRect& device, QImage& image, QImage& other) const;
    // The same into Format_Grayscale8.
    void drawMask(const SceneView& view, const QRect& device, QImage& image) const;

private:
    enum class Side { Before, After }; // the picture alone, or with the patch over it

    void drawSide(const SceneView& view, const QRect& device, Side side, QImage& image) const;
    void drawBackground(const SceneView& view, const QRect& device, const QTransform& toDevice,
                        QImage& image) const;

    const StudioDocument& m_document;
    const SceneLayers& m_layers;
};

} // namespace nb::desktop
