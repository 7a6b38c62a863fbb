#include "core/fill/groups.h"

#include "core/mask/bounds.h"
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::fill {
namespace {

constexpr int kCellPx = 16;
constexpr int kLongPx = 300;  // a group that is longer than this
constexpr int kThin = 16;     // and covers less than 1/kThin of its bounding rectangle
constexpr int kPiecePx = 128; // is cut along a grid of this width

bool isLongAndThin(const Group& group) {
    return std::max(group.bounds.width, group.bounds.height) > kLongPx &&
           static_cast<std::int64_t>(cv::countNonZero(group.hole)) * kThin < group.bounds.area();
}

void addPieces(const Group& group, std::vector<Group>& groups) {
    for (int y = 0; y < group.hole.rows; y += kPiecePx)
        for (int x = 0; x < group.hole.cols; x += kPiecePx) {
            const cv::Rect cell = cv::Rect(x, y, kPiecePx, kPiecePx) & cv::Rect({}, group.hole.size());
            const cv::Rect tight = mask::boundsOf(group.hole(cell));
            if (!tight.empty())
                groups.push_back({tight + cell.tl() + group.bounds.tl(), group.hole(cell)(tight).clone()});
        }
}

} // namespace

std::vector<Group> groupsOf(const cv::Mat& mask, const Execution& execution) {
    // Cells that touch, corners included, are one group; different groups are at least a cell apart.
    cv::Mat cells =
        cv::Mat::zeros((mask.rows + kCellPx - 1) / kCellPx, (mask.cols + kCellPx - 1) / kCellPx, CV_8U);
    for (int y = 0; y < mask.rows; ++y) {
        execution.throwIfStopped();
        for (int x = 0; x < mask.cols; ++x)
            if (mask.at<uchar>(y, x) != 0)
                cells.at<uchar>(y / kCellPx, x / kCellPx) = 255;
    }
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centroids;
    const int count = cv::connectedComponentsWithStats(cells, labels, stats, centroids, 8, CV_32S);
    const cv::Rect whole({0, 0}, mask.size());
    std::vector<Group> groups;
    for (int label = 1; label < count; ++label) {
        const cv::Rect box = cv::Rect(stats.at<int>(label, cv::CC_STAT_LEFT) * kCellPx,
                                      stats.at<int>(label, cv::CC_STAT_TOP) * kCellPx,
                                      stats.at<int>(label, cv::CC_STAT_WIDTH) * kCellPx,
                                      stats.at<int>(label, cv::CC_STAT_HEIGHT) * kCellPx) &
                             whole;
        cv::Mat hole = cv::Mat::zeros(box.size(), CV_8U);
        for (int y = 0; y < box.height; ++y) {
            execution.throwIfStopped();
            for (int x = 0; x < box.width; ++x)
                if (mask.at<uchar>(y + box.y, x + box.x) != 0 &&
                    labels.at<int>((y + box.y) / kCellPx, (x + box.x) / kCellPx) == label)
                    hole.at<uchar>(y, x) = 255;
        }
        const cv::Rect tight = mask::boundsOf(hole);
        const Group group{tight + box.tl(), hole(tight)};
        if (isLongAndThin(group))
            addPieces(group, groups);
        else
            groups.push_back(group);
    }
    return groups;
}

} // namespace nb::fill
