#include "ui/desktop/generation/thumbnail.h"

#include "core/image/cv_rect.h"
#include "core/image/resample.h"
#include "core/project/layer_composition.h"
#include "ui/desktop/convert/display_colour.h"
#include "ui/desktop/convert/qimage.h"
#include <opencv2/core.hpp>

namespace nb::desktop {
namespace {

constexpr int kAroundPercent = 12; // of the longer side, on each side

QImage asShown(const cv::Mat& pixels, const image::Metadata& metadata) {
    const cv::Mat shown = DisplayColour(metadata.icc, pixels.type()).toDisplay(pixels);
    QImage image = imageOf({shown, {}}).copy();
    if (shown.channels() == 4)
        image.reinterpretAsFormat(QImage::Format_RGBA8888_Premultiplied);
    return image;
}

} // namespace

QImage thumbnailOf(const image::Picture& picture, const project::Layer& layer, QSize size) {
    const project::Patch patch = project::composed(picture, layer);
    if (patch.isNull() || size.isEmpty())
        return {};
    const int around = std::max(patch.rect.width(), patch.rect.height()) * kAroundPercent / 100;
    const QRect area = withMargin(patch.rect, around, {{0, 0}, picture.size()});
    cv::Mat pixels = picture.pixels(cvRect(area)).clone();
    patch.pixels.copyTo(pixels(cvRect(patch.rect.translated(-area.topLeft()))));
    const QSize fitting = area.size().scaled(size, Qt::KeepAspectRatio).expandedTo({1, 1});
    return asShown(image::resized(pixels, fitting.boundedTo(area.size())), picture.metadata);
}

} // namespace nb::desktop
