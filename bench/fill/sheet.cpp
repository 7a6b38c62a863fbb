#include "bench/fill/sheet.h"

#include "core/mask/bounds.h"
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace nb::bench {
namespace {

const cv::Size kCell(300, 220);
constexpr int kCaptionPx = 18;

cv::Mat cell(const cv::Mat& picture, const cv::Mat& mask, const std::string& caption) {
    cv::Rect view = mask::boundsOf(mask);
    const int margin = std::max(view.width, view.height) / 3 + 16;
    view = (view - cv::Point(margin, margin) + cv::Size(2 * margin, 2 * margin)) & cv::Rect({}, mask.size());
    cv::Mat out(kCell.height + kCaptionPx, kCell.width, CV_8UC3, cv::Scalar::all(255));
    const double scale = std::min(static_cast<double>(kCell.width - 4) / view.width,
                                  static_cast<double>(kCell.height) / view.height);
    cv::Mat small;
    cv::resize(picture(view), small, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_NEAREST);
    small.copyTo(out(cv::Rect({0, kCaptionPx}, small.size())));
    cv::putText(out, caption, {2, kCaptionPx - 5}, cv::FONT_HERSHEY_SIMPLEX, 0.42, {0, 0, 0}, 1, cv::LINE_AA);
    return out;
}

} // namespace

bool writeSheet(const std::string& path, const std::vector<Row>& rows,
                const std::vector<std::string>& methods) {
    std::vector<cv::Mat> lines;
    for (const Row& row : rows) {
        cv::Mat hidden = row.what.truth.clone();
        hidden.setTo(cv::Scalar(255, 0, 255), row.what.mask);
        std::vector<cv::Mat> cells = {
            cell(row.what.truth, row.what.mask, row.what.picture + " " + row.what.hole),
            cell(hidden, row.what.mask, "hole")};
        for (const std::string& method : methods) {
            const auto found = row.filled.find(method);
            cells.push_back(found == row.filled.end() ? cell(hidden, row.what.mask, method + ": none")
                                                      : cell(found->second, row.what.mask, method));
        }
        lines.emplace_back();
        cv::hconcat(cells, lines.back());
    }
    cv::Mat sheet;
    if (lines.empty())
        return false;
    cv::vconcat(lines, sheet);
    cv::cvtColor(sheet, sheet, cv::COLOR_RGB2BGR);
    return cv::imwrite(path, sheet);
}

} // namespace nb::bench
