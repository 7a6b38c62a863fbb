#include "core/fill/telea.h"

#include "core/base/current_exception.h"
#include <opencv2/core.hpp>
#include <opencv2/photo.hpp>
#include <vector>

namespace nb::fill {
namespace {

constexpr double kRadiusPx = 4;

Error cancelled() {
    return {ErrorCode::Cancelled, QStringLiteral("The fill was cancelled")};
}

} // namespace

Result<image::Picture> fillTelea(const image::Picture& picture, const mask::Mask& mask,
                                 const std::stop_token& cancel) {
    if (picture.size() != mask.size())
        return Error{ErrorCode::MaskSizeMismatch, QStringLiteral("The mask is not the size of the picture")};
    try {
        const cv::Mat hole = mask.pixels > 0;
        if (cv::countNonZero(hole) == static_cast<int>(hole.total()))
            return Error{ErrorCode::InvalidArgument,
                         QStringLiteral("The mask covers the whole picture: nothing is left to fill from"),
                         {},
                         QStringLiteral("mask")};
        std::vector<cv::Mat> channels;
        cv::split(picture.pixels, channels);
        const cv::Mat alpha = channels.size() == 4 ? channels.back() : cv::Mat();
        channels.resize(3);
        image::Picture filled;
        filled.metadata = picture.metadata;
        if (picture.is16Bit()) {
            for (cv::Mat& channel : channels) {
                if (cancel.stop_requested())
                    return cancelled();
                cv::inpaint(channel.clone(), hole, channel, kRadiusPx, cv::INPAINT_TELEA);
            }
            cv::merge(channels, filled.pixels);
        } else {
            cv::Mat colour;
            cv::merge(channels, colour);
            if (cancel.stop_requested())
                return cancelled();
            cv::inpaint(colour, hole, filled.pixels, kRadiusPx, cv::INPAINT_TELEA);
        }
        if (cancel.stop_requested())
            return cancelled();
        if (!alpha.empty()) {
            cv::split(filled.pixels, channels);
            channels.push_back(alpha);
            cv::merge(channels, filled.pixels);
        }
        return filled;
    } catch (...) {
        return currentExceptionAsError();
    }
}

} // namespace nb::fill
