#include "ui/desktop/convert/rasterise.h"

#include <QImage>
#include <QPainter>
#include <opencv2/core.hpp>

namespace nb::desktop {

cv::Mat rasterised(const QPainterPath& path, const QRect& rect) {
    // QImage wants rows on multiples of four bytes.
    const int stride = (rect.width() + 3) / 4 * 4;
    cv::Mat samples = cv::Mat::zeros(rect.height(), stride, CV_8UC1);
    QImage image(samples.data, rect.width(), rect.height(), stride, QImage::Format_Grayscale8);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-rect.topLeft());
    painter.fillPath(path, Qt::white);
    painter.end();
    return samples.colRange(0, rect.width());
}

mask::Coverage coverageOf(const QPainterPath& path, const QRect& picture) {
    return {path.boundingRect().toAlignedRect() & picture,
            [path](const QRect& rect) { return rasterised(path, rect); }};
}

} // namespace nb::desktop
