#pragma once
// A document and a canvas of 1920x1080 without a screen, driven by real events, for the benchmark.

#include "ui/desktop/canvas/canvas_view.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/tools/tool_box.h"
#include <QEvent>

namespace nb::bench {

// A photo-like picture: sky, noise of several scales, edges. 8 bits, R, G, B.
[[nodiscard]] cv::Mat photo(int width, int height);

struct Studio {
    Studio();

    void waitUntilSharp(); // and painted
    void paint();          // what is to be painted, at once
    void mouse(QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons buttons);
    void wheel(QPointF at, int notches);

    WorkerPool pool;
    desktop::StudioDocument document;
    desktop::ToolBox tools{document, pool};
    desktop::CanvasView canvas{document};
};

} // namespace nb::bench
