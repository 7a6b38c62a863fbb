#pragma once
// ICC profiles for RGB samples: those that files carry, and those made here from what files say in other
// words. Not for use outside this folder. Safe from any thread.

#include "core/image/decode.h"
#include <QByteArray>
#include <QStringList>
#include <lcms2.h>
#include <memory>
#include <optional>

namespace nb::image {

using IccProfile = std::unique_ptr<void, decltype(&cmsCloseProfile)>;
using ToneCurve = std::unique_ptr<cmsToneCurve, decltype(&cmsFreeToneCurve)>;

// CIE x and y.
struct Chromaticities {
    cmsCIExyY white;
    cmsCIExyYTRIPLE primaries;
};
[[nodiscard]] Chromaticities srgbChromaticities();

// From a sample of 0 to 1 to light of 0 to 1: power 0 is sRGB's curve, any other a plain power.
[[nodiscard]] ToneCurve powerCurve(double power);

// A profile for RGB samples; all three have the same curve. `name` is what programs show of it, ASCII;
// `origin` becomes a private tag. The same arguments give the same bytes. Empty if the primaries span no
// triangle.
[[nodiscard]] QByteArray makeRgbProfile(const Chromaticities& chromaticities, const cmsToneCurve* curve,
                                        const char* name, const QByteArray& origin = {});

// What was given as `origin`; empty if there is no such tag.
[[nodiscard]] QByteArray originOf(const QByteArray& icc);

// The profile for the RGB samples that a file's own become. One for grey is turned into one for RGB in which
// grey looks the same. One that does not belong to the file's colours is dropped with a warning; one that
// cannot be read stays, since the next reader may know it, and counts as sRGB here.
[[nodiscard]] QByteArray profileForRgb(const QByteArray& icc, SourceColour colour, QStringList& warnings);

// The profile as Little CMS knows it; nullptr if it is none for RGB. Errors are not printed.
[[nodiscard]] IccProfile openRgbProfile(const QByteArray& icc);

} // namespace nb::image
