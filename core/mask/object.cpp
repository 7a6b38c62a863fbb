#include "core/mask/object.h"

#include "core/image/cv_rect.h"
#include "core/image/depth.h"
#include "core/mask/ops.h"
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace nb::mask {
namespace {

constexpr int kWorkingPx = 400; // longest side of the picture that is segmented
constexpr int kRounds = 4;
constexpr int kMinPx = 4; // working pixels, each way

cv::Mat rgb8(const cv::Mat& pixels) {
    const cv::Mat eight = image::withDepth(pixels, CV_8U);
    if (eight.channels() == 3)
        return eight;
    cv::Mat rgb;
    cv::cvtColor(eight, rgb, cv::COLOR_RGBA2RGB);
    return rgb;
}

// Fits `input` by a local linear function of the guide, which moves the coarse edge to the edge in the
// picture: K. He et al., "Guided Image Filtering", 2010.
cv::Mat guided(const cv::Mat& guide, const cv::Mat& input, int radius) {
    constexpr double kEpsilon = 1e-4; // for values from 0 to 1
    const cv::Size box(2 * radius + 1, 2 * radius + 1);
    const auto mean = [&box](const cv::Mat& values) {
        cv::Mat out;
        cv::blur(values, out, box, {-1, -1}, cv::BORDER_REFLECT);
        return out;
    };
    const cv::Mat meanGuide = mean(guide), meanInput = mean(input);
    const cv::Mat variance = mean(guide.mul(guide)) - meanGuide.mul(meanGuide);
    const cv::Mat covariance = mean(guide.mul(input)) - meanGuide.mul(meanInput);
    const cv::Mat slope = covariance / (variance + kEpsilon);
    const cv::Mat offset = meanInput - slope.mul(meanGuide);
    return mean(slope).mul(guide) + mean(offset);
}

} // namespace

class ObjectSearch {
public:
    // searched: picture pixels, the part to segment; inside the picture.
    ObjectSearch(const image::Picture& picture, const QRect& searched) {
        m_outline.m_picture = picture;
        m_outline.m_searched = searched;
        m_outline.m_scale = std::max(1.0, std::max(searched.width(), searched.height()) / double(kWorkingPx));
        const cv::Size size(std::max(1, int(std::lround(searched.width() / m_outline.m_scale))),
                            std::max(1, int(std::lround(searched.height() / m_outline.m_scale))));
        cv::Mat small;
        cv::resize(picture.pixels(cvRect(searched)), small, size, 0, 0, cv::INTER_AREA);
        m_working = rgb8(small);
        m_labels.create(size, CV_8UC1);
    }

    [[nodiscard]] cv::Mat& labels() { return m_labels; }
    [[nodiscard]] double scale() const { return m_outline.m_scale; }

    // Marks the border of the searched part as background, so that GrabCut has at least one background
    // sample.
    void markBorderAsBackground() {
        for (const cv::Mat& line : {m_labels.row(0), m_labels.row(m_labels.rows - 1), m_labels.col(0),
                                    m_labels.col(m_labels.cols - 1)})
            cv::Mat(line).setTo(cv::GC_BGD, line != cv::GC_FGD);
    }

    Result<ObjectOutline> run(const std::stop_token& stop) {
        cv::theRNG().state = 1; // the colour models start at random: makes the result repeatable
        cv::Mat background, foreground;
        for (int round = 0; round < kRounds; ++round) {
            if (stop.stop_requested())
                return Error{ErrorCode::Cancelled};
            cv::grabCut(m_working, m_labels, {}, background, foreground, 1,
                        round == 0 ? cv::GC_INIT_WITH_MASK : cv::GC_EVAL);
        }
        m_outline.m_coarse = largeParts((m_labels & 1) == 1);
        const QRect found = boundingBox(Mask{m_outline.m_coarse});
        if (found.isEmpty())
            return Error{ErrorCode::MaskEmpty, QStringLiteral("No object stands out here")};
        m_outline.m_bounds = toPicture(found);
        return m_outline;
    }

private:
    // Without small parts, which textures produce.
    static cv::Mat largeParts(const cv::Mat& mask) {
        constexpr double kMinShare = 0.05; // of the largest part
        cv::Mat labels, stats, centroids, out = cv::Mat::zeros(mask.size(), CV_8UC1);
        const int count = cv::connectedComponentsWithStats(mask, labels, stats, centroids, 8, CV_32S);
        int largest = 0;
        for (int i = 1; i < count; ++i)
            largest = std::max(largest, stats.at<int>(i, cv::CC_STAT_AREA));
        for (int i = 1; i < count; ++i)
            if (stats.at<int>(i, cv::CC_STAT_AREA) >= kMinShare * largest)
                out.setTo(255, labels == i);
        return out;
    }

    [[nodiscard]] QRect toPicture(const QRect& found) const {
        const double s = m_outline.m_scale;
        const int margin = int(std::ceil(3 * s)); // the refined edge may lie outside the coarse one
        return QRect(QPoint(int(found.left() * s), int(found.top() * s)),
                     QPoint(int((found.right() + 1) * s), int((found.bottom() + 1) * s)))
                   .adjusted(-margin, -margin, margin, margin)
                   .translated(m_outline.m_searched.topLeft()) &
               m_outline.m_searched;
    }

    ObjectOutline m_outline;
    cv::Mat m_working; // CV_8UC3
    cv::Mat m_labels;  // cv::GrabCutClasses
};

cv::Mat ObjectOutline::samples(const QRect& rect) const {
    const int radius = int(std::ceil(2 * m_scale));
    const QRect wide = withMargin(rect, 2 * radius, m_searched);
    // Maps centres of pixels to centres of pixels.
    const double step = 1 / m_scale;
    const cv::Matx23d toCoarse(step, 0, (wide.x() - m_searched.x() + 0.5) * step - 0.5, //
                               0, step, (wide.y() - m_searched.y() + 0.5) * step - 0.5);
    cv::Mat coarse;
    cv::warpAffine(m_coarse, coarse, toCoarse, {wide.width(), wide.height()},
                   cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    const cv::Rect inner = cvRect(rect, wide.topLeft());
    double least = 0, most = 0;
    cv::minMaxLoc(coarse, &least, &most);
    if (least == most)
        return coarse(inner).clone();
    cv::Mat grey, guide, input, out;
    cv::cvtColor(rgb8(m_picture.pixels(cvRect(wide))), grey, cv::COLOR_RGB2GRAY);
    grey.convertTo(guide, CV_32F, 1.0 / 255);
    coarse.convertTo(input, CV_32F, 1.0 / 255);
    // Makes the edge steeper: where it is faint, the filter's ramp is as wide as its window.
    constexpr double kContrast = 2;
    guided(guide, input, radius)(inner).convertTo(out, CV_8U, 255 * kContrast, 255 * (1 - kContrast) / 2);
    return out;
}

Result<ObjectOutline> objectInRectangle(const image::Picture& picture, const QRect& rect,
                                        const std::stop_token& stop) {
    const QRect whole({}, picture.size()), inside = rect & whole;
    if (inside.width() < kMinPx || inside.height() < kMinPx)
        return Error{ErrorCode::InvalidArgument, QStringLiteral("The rectangle is too small")};
    const int margin = std::max(8, std::max(inside.width(), inside.height()) / 5);
    const QRect searched = withMargin(inside, margin, whole);
    ObjectSearch search(picture, searched);
    search.labels().setTo(cv::GC_BGD);
    const double s = search.scale();
    const cv::Point from(int(std::lround((inside.left() - searched.left()) / s)),
                         int(std::lround((inside.top() - searched.top()) / s)));
    const cv::Rect box(from, cv::Size(std::max(kMinPx, int(std::lround(inside.width() / s))),
                                      std::max(kMinPx, int(std::lround(inside.height() / s)))));
    search.labels()(box & cv::Rect({}, search.labels().size())).setTo(cv::GC_PR_FGD);
    search.markBorderAsBackground();
    return search.run(stop);
}

Result<ObjectOutline> objectUnderScribble(const image::Picture& picture, const std::vector<QPoint>& points,
                                          double radiusPx, const std::stop_token& stop) {
    const QRect whole({}, picture.size());
    QRect scribble;
    for (const QPoint& point : points)
        scribble |= QRect(point, QSize(1, 1));
    const int radius = int(std::ceil(radiusPx));
    scribble = withMargin(scribble, radius, whole);
    if (scribble.isEmpty())
        return Error{ErrorCode::InvalidArgument, QStringLiteral("The scribble lies outside the picture")};
    // The object extends beyond the scribble by an unknown distance.
    const int margin = std::max(48, std::max(scribble.width(), scribble.height()));
    const QRect searched = withMargin(scribble, margin, whole);
    ObjectSearch search(picture, searched);
    search.labels().setTo(cv::GC_PR_BGD);
    std::vector<cv::Point> line;
    for (const QPoint& point : points)
        line.emplace_back(int((point.x() - searched.x()) / search.scale()),
                          int((point.y() - searched.y()) / search.scale()));
    const int width = std::max(3, int(std::lround(2 * radiusPx / search.scale())));
    cv::polylines(search.labels(), line, false, cv::Scalar(cv::GC_FGD), width);
    if (cv::countNonZero(search.labels() == cv::GC_FGD) < 2 * kMinPx)
        return Error{ErrorCode::InvalidArgument, QStringLiteral("The scribble is too small")};
    search.markBorderAsBackground();
    return search.run(stop);
}

} // namespace nb::mask
