#pragma once
// Puts together what a map of choices asks for: at each pixel one of several sources, with a soft change
// between two of them. The soft edge is the map of each choice, blurred, so that it comes out the same
// however the map was painted.

#include <QPoint>
#include <functional>
#include <opencv2/core/mat.hpp>

namespace nb::project {

// What a choice looks like within a rectangle: the picture, and the part of a layer that lies over it.
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
