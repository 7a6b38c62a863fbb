#pragma once
// What is known about an edit afterwards, for the user and for the journal: that nothing outside the
// selection was changed, how visible the seam is and how far the provider had moved things.

#include "core/edit/composite.h"
#include <QString>
#include <chrono>
#include <optional>
#include <vector>

class QJsonObject;

namespace nb::edit {

// Of one region. nullopt = could not be measured, for example on a flat ring.
struct RegionReport {
    double sentScale = 1;                      // sent pixels per picture pixel; below 1 detail was lost
    bool registered = false;                   // the answer was registered on the ring, and aligned by that
    std::optional<double> movedPx = {};        // how far the answer had been shifted, in sent pixels
    std::optional<double> rescaled = {};       // by how much it had been scaled; 1 = not
    std::optional<double> residualPx = {};     // what is left of the shift after alignment, in sent pixels
    std::optional<double> residualDeltaE = {}; // CIE76, mean over the ring, after the colour fit
    double seamDeltaE = 0;                     // see Composited
    qint64 changedOutside = 0;                 // samples; always 0
    Blend blend = Blend::Feather;

    // True if the user should look at it: on the ring it is still off by over 1.5 sent pixels, or by over 6
    // Delta E, which is visible side by side. False where nothing could be measured.
    [[nodiscard]] bool isMisaligned() const;
};

struct EditReport {
    QString engine;   // Provider::name()
    QString model;    // Provider::model()
    int attempts = 0; // requests made, all regions together
    std::vector<RegionReport> regions;
    std::chrono::milliseconds providerTime{};
    std::chrono::milliseconds pixelTime{}; // everything but the provider
    bool isUnseen = false;                 // what was made cannot be seen: the picture is transparent there

    // The worst of all regions; nullopt if none could be measured.
    [[nodiscard]] std::optional<double> worstResidualPx() const;
    [[nodiscard]] std::optional<double> worstResidualDeltaE() const;
    [[nodiscard]] double worstSeamDeltaE() const;
    // Of all regions: a sentence with the figures. Empty = no region is misaligned.
    [[nodiscard]] QString misalignment() const;
    // All that the user should know, as sentences. Empty = nothing.
    [[nodiscard]] QString warning() const;
    [[nodiscard]] qint64 changedOutside() const; // of all together; always 0
};

// "feather", "multiband" or "membrane".
[[nodiscard]] QString blendName(Blend blend);

// Keys in snake_case with their unit; what could not be measured is null.
[[nodiscard]] QJsonObject toJson(const EditReport& report);

// A report as an older version may have written it, with the keys of today: "lies_badly" of a region becomes
// "misaligned". Everything that reads stored reports calls it.
[[nodiscard]] QJsonObject withCurrentKeys(QJsonObject report);

// What toJson() wrote, by this version or an earlier one. What is missing or of another type keeps its
// default; sums and warnings are not read, they follow from the regions.
[[nodiscard]] EditReport reportFromJson(const QJsonObject& json);

} // namespace nb::edit
