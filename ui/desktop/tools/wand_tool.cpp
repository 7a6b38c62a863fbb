#include "ui/desktop/tools/wand_tool.h"

#include "core/image/cv_rect.h"
#include "core/mask/similar.h"
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace nb::desktop {
namespace {

// Full where it was found, fading over the next pixel: a smooth edge that loses nothing of what was found.
mask::Coverage softened(const mask::SimilarPixels& region) {
    const QRect picture({}, region.mask.size());
    return {withMargin(region.bounds, 1, picture), [pixels = region.mask.pixels](const QRect& rect) {
                const cv::Mat found = pixels(cvRect(rect));
                cv::Mat soft;
                cv::GaussianBlur(found, soft, {3, 3}, 0); // looks at the neighbours outside `rect` too
                return cv::Mat(cv::max(found, soft));
            }};
}

} // namespace

QString WandTool::hint() const {
    return tr("Click a colour to select it. Ctrl or right button: subtract.");
}

void WandTool::press(const PointerEvent& event) {
    const QPoint seed(int(std::floor(event.pos.x())), int(std::floor(event.pos.y())));
    if (!document().rect().contains(seed))
        return;
    const auto reach = values().isOn(Setting::Contiguous) ? mask::Reach::Contiguous : mask::Reach::Everywhere;
    select(
        [picture = document().picture(), seed, reach, tolerance = int(values().value(Setting::Tolerance))](
            const std::stop_token& stop) -> Result<mask::Coverage> {
            const Result<mask::SimilarPixels> found = mask::similar(picture, seed, tolerance, reach, stop);
            if (!found.has_value())
                return found.error();
            return softened(*found);
        },
        layFor(event));
}

} // namespace nb::desktop
