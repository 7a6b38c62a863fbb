#pragma once
// Finds the object that is marked by a rectangle around it or a scribble on it. It segments a reduced picture
// and refines the outline at full size where samples are requested.

#include "core/base/result.h"
#include "core/image/picture.h"
#include <QPoint>
#include <QRect>
#include <memory>
#include <stop_token>
#include <vector>

namespace nb::mask {

// The outline that was found. Cheap to copy, safe from any thread.
class ObjectOutline {
public:
    [[nodiscard]] QRect bounds() const { return m_bounds; } // picture pixels; nothing is selected outside
    // CV_8UC1 of the size of `rect`, which lies inside bounds(): 255 = the object, soft at its edge.
    [[nodiscard]] cv::Mat samples(const QRect& rect) const;

private:
    friend class ObjectSearch;
    image::Picture m_picture;
    QRect m_bounds;
    QRect m_searched;   // picture pixels; the part that was searched
    double m_scale = 1; // picture pixels per pixel of m_coarse
    cv::Mat m_coarse;   // 0 or 255
};

// By colour models of object and background and a minimum cut between them: C. Rother et al., "GrabCut",
// 2004. Errors: InvalidArgument if the rectangle or scribble is too small or outside the picture, MaskEmpty
// if no object is found, Cancelled once asked to stop. Safe from any thread; takes 0.1 to 1 s.
[[nodiscard]] Result<ObjectOutline> objectInRectangle(const image::Picture& picture, const QRect& rect,
                                                      const std::stop_token& stop = {});

// points: a line on the object, picture pixels; radiusPx: half its width, above 0.
[[nodiscard]] Result<ObjectOutline> objectUnderScribble(const image::Picture& picture,
                                                        const std::vector<QPoint>& points, double radiusPx,
                                                        const std::stop_token& stop = {});

} // namespace nb::mask
