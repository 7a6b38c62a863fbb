#include "core/fill/fill.h"

#include "core/fill/complete.h"
#include "core/fill/groups.h"
#include "core/fill/seam.h"
#include "core/fill/smooth.h"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::fill {
namespace {

constexpr int kLeastMarginPx = 48;
constexpr int kMostMarginPx = 640;
constexpr int kLeastSidePx = 4 * kSide; // smaller pictures are extended by their border pixels

Result<> valid(const cv::Mat& picture, const cv::Mat& mask) {
    const int type = picture.type();
    if (type != CV_8UC3 && type != CV_8UC4 && type != CV_16UC3 && type != CV_16UC4)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("The fill takes RGB and RGBA pictures at 8 or 16 bits only"),
                     {},
                     QStringLiteral("picture")};
    if (mask.type() != CV_8UC1 || picture.size() != mask.size())
        return Error{ErrorCode::MaskSizeMismatch,
                     QStringLiteral("The mask is not the size of the picture"),
                     {},
                     QStringLiteral("mask")};
    if (cv::countNonZero(mask) == static_cast<int>(mask.total()))
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("The mask covers the whole picture: nothing is left to fill from"),
                     {},
                     QStringLiteral("mask")};
    return {};
}

// One group and its surroundings, at least kLeastSidePx on both sides.
struct Region {
    cv::Rect area;    // in the picture
    cv::Mat colour;   // three channels
    cv::Mat hole;     // this group
    cv::Mat unknown;  // every selected pixel
    cv::Point offset; // of area within the three
};

Region regionOf(const cv::Mat& colour, const cv::Mat& mask, const Group& group, int marginPx) {
    const cv::Rect& box = group.bounds;
    Region region;
    region.area =
        cv::Rect(box.x - marginPx, box.y - marginPx, box.width + 2 * marginPx, box.height + 2 * marginPx) &
        cv::Rect({0, 0}, colour.size());
    const int padX = std::max(0, kLeastSidePx - region.area.width);
    const int padY = std::max(0, kLeastSidePx - region.area.height);
    region.offset = {padX / 2, padY / 2};
    cv::Mat hole = cv::Mat::zeros(region.area.size(), CV_8U);
    group.hole.copyTo(hole(box - region.area.tl()));
    const auto extended = [&](const cv::Mat& part) {
        cv::Mat out;
        cv::copyMakeBorder(part, out, padY / 2, padY - padY / 2, padX / 2, padX - padX / 2,
                           cv::BORDER_REPLICATE | cv::BORDER_ISOLATED);
        return out;
    };
    region.colour = extended(colour(region.area));
    region.hole = extended(hole);
    region.unknown = extended(mask(region.area) != 0);
    return region;
}

bool hasPatch(const cv::Mat& unknown) {
    cv::Mat grown;
    cv::dilate(unknown, grown, cv::Mat::ones(kSide, kSide, CV_8U));
    const cv::Rect inner(kRadius, kRadius, unknown.cols - 2 * kRadius, unknown.rows - 2 * kRadius);
    return cv::countNonZero(grown(inner)) < inner.area();
}

// Widens the surroundings until there is a patch to copy, or to the whole picture.
Region regionWithPatches(const cv::Mat& colour, const cv::Mat& mask, const Group& group, double strength) {
    const int extent = std::max(group.bounds.width, group.bounds.height);
    int marginPx = std::clamp(static_cast<int>(extent * strength), kLeastMarginPx, kMostMarginPx);
    for (;; marginPx *= 2) {
        Region region = regionOf(colour, mask, group, marginPx);
        if (region.area.size() == colour.size() || hasPatch(region.unknown))
            return region;
    }
}

template <class Pixel>
void copyFrom(const cv::Mat& sources, cv::Mat& colour) {
    for (int y = 0; y < colour.rows; ++y)
        for (int x = 0; x < colour.cols; ++x) {
            const auto& from = sources.at<cv::Vec2i>(y, x);
            if (from[0] >= 0)
                colour.at<Pixel>(y, x) = colour.at<Pixel>(from[1], from[0]);
        }
}

void fillRegion(Region& region, const Work& work, const std::function<void(double)>& onProgress) {
    fillSmoothly(region.colour, region.unknown, work);
    work.throwIfStopped();
    cv::Mat colour8 = region.colour;
    const bool deep = region.colour.depth() == CV_16U;
    if (deep)
        region.colour.convertTo(colour8, CV_8U, 1 / 257.0);
    const cv::Mat sources = complete(colour8, region.hole, region.unknown, work, onProgress);
    if (sources.empty())
        return; // the smooth continuation has to do
    if (deep)
        copyFrom<cv::Vec<ushort, 3>>(sources, region.colour);
    else
        copyFrom<cv::Vec3b>(sources, region.colour);
    removeSeams(region.colour, sources, region.unknown, work);
}

cv::Mat filled(const cv::Mat& picture, const cv::Mat& mask, const Options& options) {
    cv::Mat colour;
    if (picture.channels() == 4)
        cv::cvtColor(picture, colour, cv::COLOR_RGBA2RGB);
    else
        colour = picture;
    cv::Mat result = picture.clone();
    Work work;
    work.cancel = options.cancel;
    work.threads = std::max(1, options.threads);
    work.seed = static_cast<std::uint64_t>(options.seed);
    const double selected = std::max(1, cv::countNonZero(mask));
    double done = 0;
    for (const Group& group : groupsOf(mask, work)) {
        work.throwIfStopped();
        Region region = regionWithPatches(colour, mask, group, options.strength);
        const double share = cv::countNonZero(group.hole) / selected;
        fillRegion(region, work, [&](double fraction) {
            if (options.onProgress)
                options.onProgress(std::min(1.0, done + share * fraction));
        });
        done += share;
        const cv::Rect within(group.bounds.tl() - region.area.tl() + region.offset, group.bounds.size());
        const cv::Mat patch = region.colour(within);
        cv::Mat out = result(group.bounds);
        const int channels[] = {0, 0, 1, 1, 2, 2};
        if (picture.channels() == 4) {
            cv::Mat rgba = out.clone();
            cv::mixChannels(&patch, 1, &rgba, 1, channels, 3);
            rgba.copyTo(out, group.hole);
        } else {
            patch.copyTo(out, group.hole);
        }
    }
    if (options.onProgress)
        options.onProgress(1);
    return result;
}

} // namespace

Result<cv::Mat> fill(const cv::Mat& picture, const cv::Mat& mask, const Options& options) {
    try {
        if (const auto usable = valid(picture, mask); !usable)
            return usable.error();
        return filled(picture, mask, options);
    } catch (const Stopped&) {
        return Error{ErrorCode::Cancelled, QStringLiteral("The fill was cancelled")};
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory, QStringLiteral("Not enough memory for this picture")};
    } catch (const cv::Exception& e) {
        if (e.code == cv::Error::StsNoMem)
            return Error{ErrorCode::OutOfMemory, QStringLiteral("Not enough memory for this picture")};
        return Error{ErrorCode::Internal, QStringLiteral("Internal error"), QString::fromUtf8(e.what())};
    }
}

} // namespace nb::fill
