#pragma once
// Decides what of a picture is sent to a provider: which rectangles, at which size, for which price. A plan
// is a plain value that a user interface can show before anything is sent; nothing here looks at a sample of
// the picture.

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
    // Where `rect` lies in what is sent; null = everywhere. A picture that is too narrow for the provider's
    // proportions is not squeezed into them: its edge pixels are repeated around it.
    QRect padded = {};

    // `padded`, or all that is sent.
    [[nodiscard]] QRect within() const { return padded.isNull() ? QRect({}, sent) : padded; }
    // Sent pixels for a picture pixel, the smaller of both directions; below 1 detail is lost.
    [[nodiscard]] double scale() const;
};

struct EditPlan {
    std::vector<Region> regions;    // at least one; every selected pixel is in one of them
    std::optional<double> priceUsd; // of all calls together; nullopt = the provider names no price

    [[nodiscard]] int calls() const { return static_cast<int>(regions.size()); }
};

// How much around a selection's box goes along as context. The numbers are those that krita-ai-diffusion
// arrived at: 16 % of the box's diagonal and 4 pixels, at least 36 pixels.
[[nodiscard]] int contextPaddingPx(QSize selectionBox);

// A picture that the provider takes whole, without scaling, is sent whole, above 8 megapixels with the
// selection's diagonal around it, 1024 pixels at least: context costs nothing. Otherwise the crop is the
// selection's box with its context, shifted to stay inside the picture, grown to a size or proportion that
// the provider works at. Parts of a selection that lie far apart become regions of their own where one region
// for both would go out at less than half the scale; up to four. The mask selects something.
[[nodiscard]] EditPlan plan(const mask::Mask& mask, const providers::ProviderCapabilities& capabilities);

// The same with a context rectangle that a person has chosen: grown and shifted by the same rules.
[[nodiscard]] Region regionAround(const QRect& context, QSize picture,
                                  const providers::ProviderCapabilities& capabilities);

// What an edit with these parameters regenerates: the mask as a person made it, grown by parameters.growPx.
// Shares the samples if it is not grown.
[[nodiscard]] mask::Mask selectionOf(const mask::Mask& mask, const Parameters& parameters);

// The plan that run() follows for the mask as a person made it: without preserveUnmasked the picture is one
// region, and so is a context that a person has chosen.
[[nodiscard]] EditPlan planFor(const mask::Mask& mask, const Parameters& parameters,
                               const providers::ProviderCapabilities& capabilities);

// {"regions":[{"rect":[x,y,width,height],"sent":[width,height],"scale":…}],"price_usd":…}; an unknown price
// is null. A padded region has "within":[x,y,width,height] as well.
[[nodiscard]] QJsonObject toJson(const EditPlan& plan);

} // namespace nb::edit
