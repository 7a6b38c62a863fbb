#include "core/project/layer_fill.h"

#include "core/edit/alpha_blend.h"
#include "core/edit/plan.h"
#include "core/fill/fill.h"
#include "core/image/cv_rect.h"
#include "core/image/resample.h"
#include "core/mask/ops.h"
#include <QUuid>
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::project {
namespace {

// What the fill may copy from: half of the selection's longer side around it, at least the plan's context.
QRect surroundings(const QRect& box, const QRect& picture) {
    const int margin = std::max({box.width() / 2, box.height() / 2, edit::contextPaddingPx(box.size())});
    return withMargin(box, margin, picture);
}

QSize scaledSize(QSize size, int maxPixels) {
    const double scale = std::min(1.0, std::sqrt(double(maxPixels) / (double(size.width()) * size.height())));
    return {std::max(1, qRound(size.width() * scale)), std::max(1, qRound(size.height() * scale))};
}

// A pixel is filled if any part of it was selected: otherwise the removed object would leave its outline.
cv::Mat scaledMask(const cv::Mat& mask, QSize size) {
    cv::Mat selected, small;
    cv::compare(mask, 0, selected, cv::CMP_GT);
    cv::resize(selected, small, {size.width(), size.height()}, 0, 0, cv::INTER_AREA);
    return small > 0;
}

} // namespace

Result<Layer> filledLayer(const image::Picture& picture, const mask::Mask& mask, int maxPixels, int threads,
                          std::stop_token cancel) {
    const QRect box = mask::boundingBox(mask);
    if (box.isEmpty())
        return Error{ErrorCode::MaskEmpty, QStringLiteral("Nothing is selected"), {}, QStringLiteral("mask")};
    const QRect area = surroundings(box, {{0, 0}, picture.size()});
    const QSize size = scaledSize(area.size(), maxPixels);
    fill::Options options;
    options.threads = threads;
    options.cancel = std::move(cancel);
    const Result<cv::Mat> filled = fill::fill(image::resized(picture.pixels(cvRect(area)), size),
                                              scaledMask(mask.pixels(cvRect(area)), size), options);
    if (!filled)
        return filled.error();
    const cv::Rect inside = cvRect(box.translated(-area.topLeft()));
    const image::Picture answer{image::resized(*filled, area.size())(inside), {}};
    Layer layer;
    layer.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    layer.mask = mask.pixels(cvRect(box)).clone();
    layer.patch = {
        box, edit::alphaBlended({picture.pixels(cvRect(box)), {}}, answer, mask::Mask{layer.mask}).pixels};
    layer.info.engine = QStringLiteral("local");
    return layer;
}

} // namespace nb::project
