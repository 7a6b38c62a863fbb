#include "core/providers/gemini_models.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nb::providers {
namespace {

struct FixedSize {
    AspectRatio ratio;
    QSize size;
};

// The sizes of gemini-2.5-flash-image as documented; they follow no formula.
const std::array kFlash25 = {
    FixedSize{{1, 1}, {1024, 1024}}, FixedSize{{2, 3}, {832, 1248}},  FixedSize{{3, 2}, {1248, 832}},
    FixedSize{{3, 4}, {864, 1184}},  FixedSize{{4, 3}, {1184, 864}},  FixedSize{{4, 5}, {896, 1152}},
    FixedSize{{5, 4}, {1152, 896}},  FixedSize{{9, 16}, {768, 1344}}, FixedSize{{16, 9}, {1344, 768}},
    FixedSize{{21, 9}, {1536, 672}},
};

int squareSide(const QString& imageSize) {
    if (imageSize == QStringLiteral("512"))
        return 512;
    return imageSize.chopped(1).toInt() * 1024; // "2K"
}

} // namespace

QStringList geminiModelNames() {
    return {QStringLiteral("gemini-2.5-flash-image"), QStringLiteral("gemini-3.1-flash-image"),
            QStringLiteral("gemini-3-pro-image")};
}

GeminiModel geminiModel(const QString& name) {
    GeminiModel model;
    for (const FixedSize& fixed : kFlash25)
        model.aspectRatios.append(fixed.ratio);
    if (name.startsWith(QStringLiteral("gemini-3-pro"))) {
        model.imageSizes = {QStringLiteral("1K"), QStringLiteral("2K"), QStringLiteral("4K")};
        model.maxReferences = 14;
        model.priceUsd = 0.134;
    } else if (name.startsWith(QStringLiteral("gemini-3.1-flash"))) {
        for (const AspectRatio& extra : {AspectRatio{1, 4}, {4, 1}, {1, 8}, {8, 1}})
            model.aspectRatios.append(extra);
        model.imageSizes = {QStringLiteral("512"), QStringLiteral("1K"), QStringLiteral("2K"),
                            QStringLiteral("4K")};
        model.maxReferences = 14;
        model.priceUsd = 0.045;
    } else {
        model.maxReferences = 3;
        if (name.startsWith(QStringLiteral("gemini-2.5-flash-image")))
            model.priceUsd = 0.039;
    }
    return model;
}

QSize geminiSize(const AspectRatio& ratio, const QString& imageSize) {
    if (imageSize.isEmpty()) {
        const auto* fixed = std::find_if(kFlash25.begin(), kFlash25.end(),
                                         [&](const FixedSize& f) { return f.ratio == ratio; });
        return fixed != kFlash25.end() ? fixed->size : QSize();
    }
    // The 3.x models keep the area of the square; the published sizes differ from this by a few pixels.
    const double side = squareSide(imageSize);
    const auto snapped = [](double length) { return int(std::lround(length / 16)) * 16; };
    return {snapped(side * std::sqrt(ratio.value())), snapped(side / std::sqrt(ratio.value()))};
}

AspectRatio nearestRatio(const QList<AspectRatio>& ratios, QSize picture) {
    const double wanted = std::log(double(picture.width()) / picture.height());
    return *std::min_element(ratios.begin(), ratios.end(), [&](const AspectRatio& a, const AspectRatio& b) {
        return std::abs(std::log(a.value()) - wanted) < std::abs(std::log(b.value()) - wanted);
    });
}

QString imageSizeFor(const GeminiModel& model, const AspectRatio& ratio, QSize picture) {
    for (const QString& name : model.imageSizes) {
        const QSize size = geminiSize(ratio, name);
        if (size.width() >= picture.width() && size.height() >= picture.height())
            return name;
    }
    return model.imageSizes.value(model.imageSizes.size() - 1);
}

} // namespace nb::providers
