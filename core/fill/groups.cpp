#include "core/fill/groups.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::fill {
namespace {

constexpr int kCellPx = 16;

} // namespace

std::vector<Group> groupsOf(const cv::Mat& mask, const Work& work) {
    // Cells that touch, corners included, are one group: what is not in one is at least a cell apart.
    cv::Mat cells =
        cv::Mat::zeros((mask.rows + kCellPx - 1) / kCellPx, (mask.cols + kCellPx - 1) / kCellPx, CV_8U);
    for (int y = 0; y < mask.rows; ++y) {
        work.throwIfStopped();
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
            work.throwIfStopped();
            for (int x = 0; x < box.width; ++x)
                if (mask.at<uchar>(y + box.y, x + box.x) != 0 &&
                    labels.at<int>((y + box.y) / kCellPx, (x + box.x) / kCellPx) == label)
                    hole.at<uchar>(y, x) = 255;
        }
        const cv::Rect tight = cv::boundingRect(hole);
        groups.push_back({tight + box.tl(), hole(tight)});
    }
    return groups;
}

} // namespace nb::fill
