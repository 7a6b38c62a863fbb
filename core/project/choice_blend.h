#pragma once
// Blends several sources by a map of choices: at each pixel the source that the map names, with a soft change
// between two of them. The weight of a choice is where it occurs in the map, blurred, so that the result
// depends on the map alone and not on the order in which it was painted.

#include <QPoint>
#include <functional>
#include <opencv2/core/mat.hpp>

namespace nb::project {

// The pixels of a choice within a rectangle: the picture, and the part of a layer that covers it.
struct ChoiceSource {
    cv::Mat picture;    // 8 or 16 bits
    cv::Mat layer = {}; // of the same type; empty = the picture alone
    cv::Mat mask = {};  // CV_8UC1, of the layer's size: 0 = the picture; empty = the layer everywhere
    QPoint at = {};     // of the layer's first pixel, within the rectangle
};

// map: choices, CV_8UC1, of `middle` and up to 2 * softPx around it; out: of the size of `middle` and the
// picture's type. source() is asked for each choice that occurs, for the rectangle of `out`. Where all that
// mix show the same, so does `out`, exactly. Costs what `out` covers.
void blendChoices(const cv::Mat& map, const cv::Rect& middle, int softPx,
                  const std::function<ChoiceSource(int choice)>& source, cv::Mat out);

} // namespace nb::project
