#include "bench/canvas/studio.h"

#include <QApplication>
#include <QMouseEvent>
#include <QWheelEvent>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::bench {

cv::Mat photo(int width, int height) {
    cv::RNG random(7);
    cv::Mat sum(height, width, CV_8UC3, cv::Scalar(96, 120, 150));
    for (const int scale : {4, 16, 64, 256}) {
        cv::Mat coarse(height / scale + 2, width / scale + 2, CV_8UC3);
        random.fill(coarse, cv::RNG::UNIFORM, 0, 20 + scale / 4);
        cv::Mat fine;
        cv::resize(coarse, fine, sum.size(), 0, 0, cv::INTER_LINEAR);
        sum += fine;
    }
    for (int i = 0; i < 60; ++i)
        cv::circle(sum, {random.uniform(0, width), random.uniform(0, height)}, random.uniform(20, width / 20),
                   cv::Scalar(random.uniform(0, 256), random.uniform(0, 256), random.uniform(0, 256)), -1,
                   cv::LINE_AA);
    return sum;
}

Studio::Studio() {
    canvas.resize(1920, 1080);
    canvas.show();
    canvas.setTool(tools.find(QStringLiteral("brush")));
    tools.settings().setValue(desktop::Setting::BrushSize, 200);
    tools.settings().setValue(desktop::Setting::Hardness, 0.3);
    paint();
}

void Studio::paint() {
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
}

void Studio::waitUntilSharp() {
    do {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 5);
    } while (!canvas.isSharp());
    paint();
}

void Studio::mouse(QEvent::Type type, QPointF at, Qt::MouseButton button, Qt::MouseButtons buttons) {
    QMouseEvent event(type, at, canvas.mapToGlobal(at), button, buttons, Qt::NoModifier);
    QApplication::sendEvent(&canvas, &event);
}

void Studio::wheel(QPointF at, int notches) {
    QWheelEvent event(at, canvas.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&canvas, &event);
}

} // namespace nb::bench
