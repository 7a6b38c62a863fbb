#pragma once
// What the tests of tools share: a document, settings and a pool, and gestures in one call.

#include "ui/desktop/tools/area_tool.h"
#include <QTest>
#include <opencv2/core.hpp>
#include <vector>

namespace nb::desktop {

struct ToolBench {
    explicit ToolBench(int width = 400, int height = 300) {
        document.open({cv::Mat(height, width, CV_8UC3, cv::Scalar::all(100)), {}}, {});
    }

    // Presses at the first point, moves through the others, releases at the last, and waits for what that
    // started.
    bool drag(Tool& tool, const std::vector<QPointF>& points, PointerEvent event = {}) {
        event.pos = points.front();
        tool.press(event);
        for (size_t i = 1; i < points.size(); ++i) {
            event.pos = points[i];
            tool.move(event);
        }
        tool.release(event);
        return QTest::qWaitFor([&tool] { return !tool.isBusy(); }, 60000);
    }

    // The document applies a large change step by step between events: it is finished before the mask is
    // read.
    [[nodiscard]] const cv::Mat& pixels() {
        document.settleMask();
        return document.mask().pixels;
    }
    [[nodiscard]] int at(int x, int y) { return pixels().at<uchar>(y, x); }
    // Selected pixels, a soft one counting as a part.
    [[nodiscard]] double area() { return cv::sum(pixels())[0] / 255; }

    StudioDocument document;
    ToolSettings settings;
    WorkerPool pool{2};
    ToolContext context{document, settings, pool};
};

inline bool sameSamples(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

} // namespace nb::desktop
