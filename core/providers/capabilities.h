#pragma once
// What a provider accepts and what its parameters do, as a value: the plan of an edit is made from it, a user
// interface enables its controls by it. It guarantees nothing about the answer: providers return other sizes
// and shift the scene, which the alignment (core/edit) undoes.

#include <QList>
#include <QSize>
#include <optional>

namespace nb::providers {

struct AspectRatio {
    int width = 1;
    int height = 1;

    [[nodiscard]] double value() const { return double(width) / height; }
    bool operator==(const AspectRatio&) const = default;
};

enum class MaskSupport {
    Exact, // the mask is a parameter of its own and kept to the pixel, or nearly
    Hint,  // the mask is shown to a model that may or may not keep to it
};

struct ProviderCapabilities {
    // Sizes in pixels that the provider works at natively, smallest first; empty = any within the limits
    // below. A picture of another size is accepted as well, but comes back in one of these.
    QList<QSize> sizes = {};
    // Proportions that the provider works at; empty = any.
    QList<AspectRatio> aspectRatios = {};
    int multipleOf = 1;              // each side is a multiple of this many pixels
    int minSide = 1;                 // pixels
    std::optional<int> maxSide = {}; // pixels; nullopt = no limit
    MaskSupport mask = MaskSupport::Exact;
    bool honoursSeed = false;        // the same seed gives the same picture, or nearly
    bool repeatsWithoutSeed = false; // without a seed, the same request gives the same picture every time
    bool honoursStrength = false;    // strength has an effect
    bool honoursGuidance = false;    // the guidance scale has an effect
    bool readsPrompt = true;
    int maxReferences = 0; // further pictures to look at
    // US dollars for one picture, by the provider's public price list; a hint, not a bill. nullopt = unknown.
    std::optional<double> priceHintUsd = {};
};

} // namespace nb::providers
