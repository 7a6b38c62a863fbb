#include "core/fill/fill.h"

#include "core/fill/complete.h"
#include "core/fill/groups.h"
#include "core/fill/seam.h"
#include "core/fill/smooth.h"
#include "core/fill/vote.h"
#include "core/image/cv_rect.h"
#include "core/image/depth.h"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace nb::fill {
namespace {

constexpr int kLeastMarginPx = 48;
constexpr int kMostMarginPx = 640;
constexpr int kLeastSidePx = 4 * kSide; // smaller pictures are extended by their border pixels

int selectedPixels(const cv::Mat& mask, const Work& work) {
    int count = 0;
    inBands(work, mask.rows,
            [&](int first, int end) { count += cv::countNonZero(mask.rowRange(first, end)); });
    return count;
}

Result<> valid(const cv::Mat& picture, const cv::Mat& mask, const Work& work) {
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
    if (selectedPixels(mask, work) == static_cast<int>(mask.total()))
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
    cv::Mat colour8;  // the same at 8 bits, once the unknown pixels are filled smoothly
    cv::Mat hole;     // this group
    cv::Mat unknown;  // every selected pixel
    cv::Point offset; // of area within the three
};

Region regionOf(const cv::Mat& picture, const cv::Mat& mask, const Group& group, int marginPx,
                const Work& work) {
    const cv::Rect& box = group.bounds;
    Region region;
    region.area = withMargin(box, marginPx, cv::Rect({0, 0}, picture.size()));
    const int padX = std::max(0, kLeastSidePx - region.area.width);
    const int padY = std::max(0, kLeastSidePx - region.area.height);
    region.offset = {padX / 2, padY / 2};
    cv::Mat hole = cv::Mat::zeros(region.area.size(), CV_8U);
    group.hole.copyTo(hole(box - region.area.tl()));
    const auto extended = [&](const cv::Mat& part) {
        work.throwIfStopped();
        cv::Mat out;
        cv::copyMakeBorder(part, out, padY / 2, padY - padY / 2, padX / 2, padX - padX / 2,
                           cv::BORDER_REPLICATE | cv::BORDER_ISOLATED);
        return out;
    };
    region.colour = extended(picture(region.area));
    if (picture.channels() == 4)
        cv::cvtColor(region.colour, region.colour, cv::COLOR_RGBA2RGB);
    region.hole = extended(hole);
    region.unknown = extended(mask(region.area) != 0);
    return region;
}

bool hasPatch(const cv::Mat& unknown, const Work& work) {
    work.throwIfStopped();
    cv::Mat grown;
    cv::dilate(unknown, grown, cv::Mat::ones(kSide, kSide, CV_8U));
    const cv::Rect inner(kRadius, kRadius, unknown.cols - 2 * kRadius, unknown.rows - 2 * kRadius);
    return cv::countNonZero(grown(inner)) < inner.area();
}

// Widens the surroundings until there is a patch to copy, or to the whole picture.
Region regionWithPatches(const cv::Mat& picture, const cv::Mat& mask, const Group& group, double strength,
                         const Work& work) {
    const int extent = std::max(group.bounds.width, group.bounds.height);
    int marginPx = std::clamp(static_cast<int>(extent * strength), kLeastMarginPx, kMostMarginPx);
    for (;; marginPx *= 2) {
        Region region = regionOf(picture, mask, group, marginPx, work);
        if (region.area.size() == picture.size() || hasPatch(region.unknown, work))
            return region;
    }
}

// What an estimate of the region at a coarser resolution says about the group.
Preview previewOf(const cv::Mat& image, int halvings, const cv::Mat& colour8, const Region& region,
                  const Group& group) {
    const cv::Rect within(group.bounds.tl() - region.area.tl() + region.offset, group.bounds.size());
    const cv::Point first(within.x >> halvings, within.y >> halvings);
    const cv::Point last((within.br().x - 1) >> halvings, (within.br().y - 1) >> halvings);
    const cv::Rect coarse(first, last + cv::Point(1, 1));
    cv::Mat rgb;
    cv::cvtColor(image(coarse), rgb, cv::COLOR_RGBA2RGB);
    cv::resize(rgb, rgb, {coarse.width << halvings, coarse.height << halvings}, 0, 0, cv::INTER_LINEAR);
    const cv::Point corner(first.x << halvings, first.y << halvings);
    Preview preview{colour8(within).clone(), group.bounds.tl()};
    rgb(within - corner).copyTo(preview.pixels, group.hole);
    return preview;
}

void fillRegion(Region& region, const Work& work, const Watch& watch) {
    const cv::Mat sources = complete(region.colour8, region.hole, region.unknown, work, watch);
    if (sources.empty())
        return; // the smooth continuation has to do
    if (region.colour.depth() == CV_16U)
        copyFrom<cv::Vec<ushort, 3>>(sources, region.colour, work);
    else
        copyFrom<cv::Vec3b>(sources, region.colour, work);
    removeSeams(region.colour, sources, region.unknown, work);
}

// One call of fill(): group after group.
class Filling {
public:
    Filling(const cv::Mat& picture, const cv::Mat& mask, const Options& options, const Work& work)
        : m_picture(picture), m_mask(mask), m_options(options), m_work(work),
          m_selected(std::max(1, selectedPixels(mask, work))), m_result(picture.size(), picture.type()),
          m_left(mask.size(), CV_8U) {
        inBands(work, picture.rows, [&](int first, int end) {
            picture.rowRange(first, end).copyTo(m_result.rowRange(first, end));
            mask.rowRange(first, end).copyTo(m_left.rowRange(first, end));
        });
    }

    cv::Mat run() {
        for (const Group& group : groupsOf(m_mask, m_work))
            fillGroup(group);
        report(1);
        return std::move(m_result);
    }

private:
    void fillGroup(const Group& group) {
        Region region = regionWithPatches(m_result, m_left, group, m_options.strength, m_work);
        fillSmoothly(region.colour, region.unknown, m_work);
        m_work.throwIfStopped();
        region.colour8 = image::withDepth(region.colour, CV_8U);
        const double share = cv::countNonZero(group.hole) / m_selected;
        Watch watch;
        watch.onProgress = [&](double fraction) { report(std::min(1.0, m_done + share * fraction)); };
        if (m_options.onPreview)
            watch.onEstimate = [&](const cv::Mat& image, int halvings) {
                if (previewIsDue())
                    m_options.onPreview(previewOf(image, halvings, region.colour8, region, group));
            };
        fillRegion(region, m_work, watch);
        m_done += share;
        paint(region, group);
        m_left(group.bounds).setTo(0, group.hole);
    }

    void report(double fraction) const {
        if (m_options.onProgress)
            m_options.onProgress(fraction);
    }

    // The first one at once: the coarsest takes the least time.
    [[nodiscard]] bool previewIsDue() {
        const auto now = std::chrono::steady_clock::now();
        if (m_lastPreview && now - *m_lastPreview < m_options.previewEvery)
            return false;
        m_lastPreview = now;
        return true;
    }

    void paint(const Region& region, const Group& group) {
        const cv::Rect within(group.bounds.tl() - region.area.tl() + region.offset, group.bounds.size());
        const cv::Mat patch = region.colour(within);
        cv::Mat out = m_result(group.bounds);
        if (m_picture.channels() == 3) {
            patch.copyTo(out, group.hole);
            return;
        }
        const int channels[] = {0, 0, 1, 1, 2, 2};
        cv::Mat rgba = out.clone();
        cv::mixChannels(&patch, 1, &rgba, 1, channels, 3);
        rgba.copyTo(out, group.hole);
    }

    const cv::Mat& m_picture;
    const cv::Mat& m_mask;
    const Options& m_options;
    const Work& m_work;
    double m_selected; // pixels
    double m_done = 0; // share of them
    cv::Mat m_result;
    cv::Mat m_left; // selected and not filled yet
    std::optional<std::chrono::steady_clock::time_point> m_lastPreview;
};

Work workFor(const Options& options) {
    Work work;
    work.cancel = options.cancel;
    work.threads = std::max(1, options.threads);
    work.seed = static_cast<std::uint64_t>(options.seed);
    work.onCheck = options.onCheck;
    return work;
}

} // namespace

Result<cv::Mat> fill(const cv::Mat& picture, const cv::Mat& mask, const Options& options) {
    try {
        const Work work = workFor(options);
        if (const auto usable = valid(picture, mask, work); !usable)
            return usable.error();
        return Filling(picture, mask, options, work).run();
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
