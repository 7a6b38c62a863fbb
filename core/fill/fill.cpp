#include "core/fill/fill.h"

#include "core/base/current_exception.h"
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

constexpr int kMinMarginPx = 48;
constexpr int kMaxMarginPx = 640;
constexpr int kMinSidePx = 4 * kSide; // smaller pictures are extended by their border pixels

int countSelected(const cv::Mat& mask, const Execution& execution) {
    int count = 0;
    inBands(execution, mask.rows,
            [&](int first, int end) { count += cv::countNonZero(mask.rowRange(first, end)); });
    return count;
}

Result<> valid(const cv::Mat& picture, const cv::Mat& mask, const Execution& execution) {
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
    if (countSelected(mask, execution) == static_cast<int>(mask.total()))
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("The mask covers the whole picture: nothing is left to fill from"),
                     {},
                     QStringLiteral("mask")};
    return {};
}

// One group and its surroundings, at least kMinSidePx on both sides.
struct FillArea {
    cv::Rect rect;    // in the picture
    cv::Mat colour;   // three channels
    cv::Mat colour8;  // the same at 8 bits, once the unknown pixels are filled smoothly
    cv::Mat hole;     // this group
    cv::Mat unknown;  // every selected pixel
    cv::Point offset; // of rect within the images
};

FillArea areaOf(const cv::Mat& picture, const cv::Mat& mask, const Group& group, int marginPx,
                const Execution& execution) {
    const cv::Rect& box = group.bounds;
    FillArea area;
    area.rect = withMargin(box, marginPx, cv::Rect({0, 0}, picture.size()));
    const int padX = std::max(0, kMinSidePx - area.rect.width);
    const int padY = std::max(0, kMinSidePx - area.rect.height);
    area.offset = {padX / 2, padY / 2};
    cv::Mat hole = cv::Mat::zeros(area.rect.size(), CV_8U);
    group.hole.copyTo(hole(box - area.rect.tl()));
    const auto extended = [&](const cv::Mat& part) {
        execution.throwIfStopped();
        cv::Mat out;
        cv::copyMakeBorder(part, out, padY / 2, padY - padY / 2, padX / 2, padX - padX / 2,
                           cv::BORDER_REPLICATE | cv::BORDER_ISOLATED);
        return out;
    };
    area.colour = extended(picture(area.rect));
    if (picture.channels() == 4)
        cv::cvtColor(area.colour, area.colour, cv::COLOR_RGBA2RGB);
    area.hole = extended(hole);
    area.unknown = extended(mask(area.rect) != 0);
    return area;
}

bool hasPatch(const cv::Mat& unknown, const Execution& execution) {
    execution.throwIfStopped();
    cv::Mat grown;
    cv::dilate(unknown, grown, cv::Mat::ones(kSide, kSide, CV_8U));
    const cv::Rect inner(kRadius, kRadius, unknown.cols - 2 * kRadius, unknown.rows - 2 * kRadius);
    return cv::countNonZero(grown(inner)) < inner.area();
}

// Widens the surroundings until there is a patch to copy, or to the whole picture.
FillArea areaWithPatches(const cv::Mat& picture, const cv::Mat& mask, const Group& group, double strength,
                         const Execution& execution) {
    const int extent = std::max(group.bounds.width, group.bounds.height);
    int marginPx = std::clamp(static_cast<int>(extent * strength), kMinMarginPx, kMaxMarginPx);
    for (;; marginPx *= 2) {
        FillArea area = areaOf(picture, mask, group, marginPx, execution);
        if (area.rect.size() == picture.size() || hasPatch(area.unknown, execution))
            return area;
    }
}

// The group's part of an estimate of the area at a coarser level.
image::Preview previewOf(const cv::Mat& image, int halvings, const cv::Mat& colour8, const FillArea& area,
                         const Group& group) {
    const cv::Rect within(group.bounds.tl() - area.rect.tl() + area.offset, group.bounds.size());
    const cv::Point first(within.x >> halvings, within.y >> halvings);
    const cv::Point last((within.br().x - 1) >> halvings, (within.br().y - 1) >> halvings);
    const cv::Rect coarse(first, last + cv::Point(1, 1));
    cv::Mat rgb;
    cv::cvtColor(image(coarse), rgb, cv::COLOR_RGBA2RGB);
    cv::resize(rgb, rgb, {coarse.width << halvings, coarse.height << halvings}, 0, 0, cv::INTER_LINEAR);
    const cv::Point corner(first.x << halvings, first.y << halvings);
    image::Preview preview{colour8(within).clone(), group.bounds.tl()};
    rgb(within - corner).copyTo(preview.pixels, group.hole);
    return preview;
}

void fillArea(FillArea& area, const Execution& execution, const LevelCallbacks& callbacks) {
    const cv::Mat sources = complete(area.colour8, area.hole, area.unknown, execution, callbacks);
    if (sources.empty())
        return; // nothing to copy: the smooth continuation stays
    if (area.colour.depth() == CV_16U)
        copyFrom<cv::Vec<ushort, 3>>(sources, area.colour, execution);
    else
        copyFrom<cv::Vec3b>(sources, area.colour, execution);
    removeSeams(area.colour, sources, area.unknown, execution);
}

// One call of fill(): group after group.
class FillRun {
public:
    FillRun(const cv::Mat& picture, const cv::Mat& mask, const Options& options, const Execution& execution)
        : m_picture(picture), m_mask(mask), m_options(options), m_execution(execution),
          m_selected(std::max(1, countSelected(mask, execution))), m_result(picture.size(), picture.type()),
          m_unfilled(mask.size(), CV_8U) {
        inBands(execution, picture.rows, [&](int first, int end) {
            picture.rowRange(first, end).copyTo(m_result.rowRange(first, end));
            mask.rowRange(first, end).copyTo(m_unfilled.rowRange(first, end));
        });
    }

    cv::Mat run() {
        for (const Group& group : groupsOf(m_mask, m_execution))
            fillGroup(group);
        report(1);
        return std::move(m_result);
    }

private:
    void fillGroup(const Group& group) {
        FillArea area = areaWithPatches(m_result, m_unfilled, group, m_options.strength, m_execution);
        fillSmoothly(area.colour, area.unknown, m_execution);
        m_execution.throwIfStopped();
        area.colour8 = image::withDepth(area.colour, CV_8U);
        const double share = cv::countNonZero(group.hole) / m_selected;
        LevelCallbacks callbacks;
        callbacks.onProgress = [&](double fraction) { report(std::min(1.0, m_done + share * fraction)); };
        if (m_options.onPreview)
            callbacks.onEstimate = [&](const cv::Mat& image, int halvings) {
                if (previewIsDue())
                    m_options.onPreview(previewOf(image, halvings, area.colour8, area, group));
            };
        fillArea(area, m_execution, callbacks);
        m_done += share;
        paint(area, group);
        m_unfilled(group.bounds).setTo(0, group.hole);
    }

    void report(double fraction) const {
        if (m_options.onProgress)
            m_options.onProgress(fraction);
    }

    // The first one is due at once: the coarsest level takes the least time.
    [[nodiscard]] bool previewIsDue() {
        const auto now = std::chrono::steady_clock::now();
        if (m_lastPreview && now - *m_lastPreview < m_options.previewEvery)
            return false;
        m_lastPreview = now;
        return true;
    }

    void paint(const FillArea& area, const Group& group) {
        const cv::Rect within(group.bounds.tl() - area.rect.tl() + area.offset, group.bounds.size());
        const cv::Mat patch = area.colour(within);
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
    const Execution& m_execution;
    double m_selected; // pixels
    double m_done = 0; // share of them
    cv::Mat m_result;
    cv::Mat m_unfilled; // selected and not filled yet
    std::optional<std::chrono::steady_clock::time_point> m_lastPreview;
};

Execution executionFor(const Options& options) {
    Execution execution;
    execution.cancel = options.cancel;
    execution.threads = std::max(1, options.threads);
    execution.seed = static_cast<std::uint64_t>(options.seed);
    execution.onCheck = options.onCheck;
    return execution;
}

} // namespace

Result<cv::Mat> fill(const cv::Mat& picture, const cv::Mat& mask, const Options& options) {
    try {
        const Execution execution = executionFor(options);
        if (const auto usable = valid(picture, mask, execution); !usable)
            return usable.error();
        return FillRun(picture, mask, options, execution).run();
    } catch (const Stopped&) {
        return Error{ErrorCode::Cancelled, QStringLiteral("The fill was cancelled")};
    } catch (...) {
        return currentExceptionAsError();
    }
}

} // namespace nb::fill
