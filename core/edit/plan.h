#pragma once
// Decides what of a picture is sent to a provider: which rectangles, at which size, for which price. A plan
// is a plain value that is made once, before anything is sent: a user interface shows it, the journal keeps
// it, runEdit() follows it. Nothing here looks at a sample of the picture.

#include "core/base/result.h"
#include "core/mask/mask.h"
#include "core/providers/capabilities.h"
#include <QRect>
#include <optional>
#include <vector>

class QJsonObject;

namespace nb::edit {

struct Parameters;

// One call: `rect` of the picture goes out scaled to `sent`.
struct Region {
    QRect rect; // picture pixels, inside the picture
    QSize sent; // pixels
    // Where `rect` lies in what is sent; null = it fills all of it. A picture that is too narrow for the
    // provider's proportions is not squeezed into them: its edge pixels are repeated around it.
    QRect padded = {};

    // `padded`, or all that is sent.
    [[nodiscard]] QRect within() const { return padded.isNull() ? QRect({}, sent) : padded; }
    // Sent pixels for a picture pixel, the smaller of both directions; below 1 detail is lost.
    [[nodiscard]] double scale() const;
};

struct EditPlan {
    std::vector<Region> regions;    // at least one; every selected pixel is in one of them
    std::optional<double> priceUsd; // of all calls together; nullopt = the provider names no price
    // What is regenerated, of the picture's size: the mask, grown by Parameters::growPx. Shares the mask's
    // samples if it is not grown.
    mask::Mask selection = {};
    // What is made in the selection cannot be seen: see core/edit/visibility.h. Said by whoever makes a plan
    // for a picture; it changes nothing in what is sent.
    bool isUnseen = false;

    [[nodiscard]] int calls() const { return static_cast<int>(regions.size()); }
};

// How much around a selection's box goes along as context. The numbers are those that krita-ai-diffusion
// arrived at: 16 % of the box's diagonal and 4 pixels, at least 36 pixels.
[[nodiscard]] int contextPaddingPx(QSize selectionBox);

// The region around a context rectangle, grown and shifted inside the picture to a size or proportion that
// the provider works at.
[[nodiscard]] Region regionAround(const QRect& context, QSize picture,
                                  const providers::ProviderCapabilities& capabilities);

// The only place where plans are made. `mask` selects something.
//
// Without preserveUnmasked the picture is one region, and so is a context that the user has chosen, grown to
// hold the selection. A picture that the provider takes whole, without scaling, is sent whole, above 8
// megapixels with the selection's diagonal around it, 1024 pixels at least: context costs nothing. Otherwise
// the region is the selection's box with its context. Parts of a selection that lie far apart become regions
// of their own where one region for both would go out at less than half the scale; up to four.
//
// Blocking: it reads the mask, and grows it, which takes tens of milliseconds for large ones. Run it on the
// worker pool. Safe from any thread. Throws cv::Exception and std::bad_alloc for lack of memory.
[[nodiscard]] EditPlan makePlan(const mask::Mask& mask, const Parameters& parameters,
                                const providers::ProviderCapabilities& capabilities);

// {"regions":[{"rect":[x,y,width,height],"sent":[width,height],"scale":…}],"price_usd":…}; an unknown price
// is null. A padded region has "within":[x,y,width,height] as well. The selection is not part of it.
[[nodiscard]] QJsonObject toJson(const EditPlan& plan);

} // namespace nb::edit
