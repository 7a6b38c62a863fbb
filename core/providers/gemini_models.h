#pragma once
// What Google's image models take and give: sizes and proportions by model, from Google's public
// documentation of Gemini image generation.

#include "core/providers/capabilities.h"
#include <QString>
#include <QStringList>

namespace nb::providers {

struct GeminiModel {
    QList<AspectRatio> aspectRatios;
    // The values of imageSize, smallest first; empty = the parameter must not be sent.
    QStringList imageSizes;
    int maxReferences = 0;
    std::optional<double> priceUsd; // of one picture at the smallest usual size
};

// Models that edit pictures, the default first.
[[nodiscard]] QStringList geminiModelNames();

// By its name ("gemini-2.5-flash-image", "gemini-3-pro-image-preview", …). A name that is not known is taken
// for a model like 2.5: it gets the parameters that all of them accept.
[[nodiscard]] GeminiModel geminiModel(const QString& name);

// Width and height in pixels that an aspect ratio has at an imageSize; "" is the one size of 2.5.
[[nodiscard]] QSize geminiSize(const AspectRatio& ratio, const QString& imageSize);

// The proportion nearest to that of a picture.
[[nodiscard]] AspectRatio nearestRatio(const QList<AspectRatio>& ratios, QSize picture);

// The smallest imageSize at which nothing of the picture's detail is lost, or the largest there is.
[[nodiscard]] QString imageSizeFor(const GeminiModel& model, const AspectRatio& ratio, QSize picture);

} // namespace nb::providers
