#include "ui/desktop/selection/mask_operations.h"

#include "core/image/cv_rect.h"
#include "core/mask/ops.h"
#include <QCoreApplication>
#include <algorithm>
#include <opencv2/core.hpp>

namespace nb::desktop {
namespace {

using mask::Mask;

cv::Mat view(const Mask& mask, const QRect& rect) {
    return mask.pixels(cvRect(rect));
}

// Row of tiles by row of tiles: no second mask, and soon stopped.
Result<mask::Delta> deltaByStrips(const Mask& mask, const QRect& rect, const std::stop_token& stop,
                                  const std::function<void(const QRect& strip, cv::Mat& to)>& change) {
    mask::Delta delta;
    for (int top = rect.top(); top <= rect.bottom();) {
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled};
        const int end = std::min((top / mask::kTilePx + 1) * mask::kTilePx, rect.bottom() + 1);
        const QRect strip(rect.x(), top, rect.width(), end - top);
        cv::Mat after(strip.height(), strip.width(), CV_8UC1);
        change(strip, after);
        delta.append(mask::Delta::between(mask, strip, after));
        top = end;
    }
    return delta;
}

Mask processed(const Mask& mask, MaskOperation operation, int radiusPx) {
    switch (operation) {
    case MaskOperation::Grow:
        return mask::grown(mask, radiusPx);
    case MaskOperation::Shrink:
        return mask::shrunk(mask, radiusPx);
    case MaskOperation::Feather:
        return mask::feathered(mask, radiusPx);
    case MaskOperation::Smooth:
        return mask::smoothed(mask, radiusPx);
    default:
        return mask::withHolesFilled(mask);
    }
}

} // namespace

QString operationName(MaskOperation operation) {
    static constexpr const char* kNames[] = {
        QT_TRANSLATE_NOOP("MaskOperations", "Grow"),       QT_TRANSLATE_NOOP("MaskOperations", "Shrink"),
        QT_TRANSLATE_NOOP("MaskOperations", "Feather"),    QT_TRANSLATE_NOOP("MaskOperations", "Smooth"),
        QT_TRANSLATE_NOOP("MaskOperations", "Fill holes"), QT_TRANSLATE_NOOP("MaskOperations", "Invert"),
        QT_TRANSLATE_NOOP("MaskOperations", "Clear"),      QT_TRANSLATE_NOOP("MaskOperations", "Select all"),
    };
    return QCoreApplication::translate("MaskOperations", kNames[size_t(operation)]);
}

bool hasRadius(MaskOperation operation) {
    return operation <= MaskOperation::Smooth;
}

Result<mask::Delta> operationDelta(const Mask& mask, MaskOperation operation, int radiusPx,
                                   const std::stop_token& stop) {
    const QRect picture({}, mask.size());
    if (operation == MaskOperation::Invert)
        return deltaByStrips(mask, picture, stop, [&mask](const QRect& strip, cv::Mat& to) {
            cv::bitwise_not(view(mask, strip), to);
        });
    if (operation == MaskOperation::SelectAll)
        return deltaByStrips(mask, picture, stop, [](const QRect&, cv::Mat& to) { to.setTo(255); });
    const QRect selected = mask::boundingBox(mask);
    if (selected.isEmpty())
        return mask::Delta();
    if (operation == MaskOperation::Clear)
        return deltaByStrips(mask, selected, stop, [](const QRect&, cv::Mat& to) { to.setTo(0); });
    if (stop.stop_requested())
        return Error{ErrorCode::Cancelled};
    // Beyond twice the radius nothing is reached: a Gaussian of half the radius ends before.
    const int reach = hasRadius(operation) ? 2 * std::clamp(radiusPx, 0, 500) + 2 : 1;
    const QRect rect = selected.adjusted(-reach, -reach, reach, reach) & picture;
    const Mask after = processed(Mask{view(mask, rect).clone()}, operation, std::clamp(radiusPx, 0, 500));
    return mask::Delta::between(mask, rect, after.pixels);
}

Result<mask::Delta> moveDelta(const Mask& mask, QPoint by, const std::stop_token& stop) {
    const QRect selected = mask::boundingBox(mask);
    const QRect there = selected.translated(by) & QRect({}, mask.size());
    return deltaByStrips(mask, selected | there, stop, [&](const QRect& strip, cv::Mat& to) {
        to.setTo(0);
        if (const QRect part = there & strip; !part.isEmpty())
            view(mask, part.translated(-by)).copyTo(to(cvRect(part, strip.topLeft())));
    });
}

MaskOperations::MaskOperations(StudioDocument& document, WorkerPool& pool, QObject* parent)
    : QObject(parent), m_job(document, pool) {
    connect(&m_job, &MaskJob::runningChanged, this, &MaskOperations::runningChanged);
    connect(&m_job, &MaskJob::failed, this, &MaskOperations::failed);
}

void MaskOperations::run(MaskOperation operation, int radiusPx) {
    m_job.run(operationName(operation), MaskJob::Where::Pool,
              [operation, radiusPx](const Mask& mask, const std::stop_token& stop) {
                  return operationDelta(mask, operation, radiusPx, stop);
              });
}

} // namespace nb::desktop
