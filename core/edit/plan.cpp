#include "core/edit/plan.h"

#include "core/edit/parameters.h"
#include "core/image/cv_rect.h"
#include "core/mask/ops.h"
#include <QJsonArray>
#include <QJsonObject>
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <tuple>

namespace nb::edit {
namespace {

using providers::ProviderCapabilities;

constexpr int kMinPaddingPx = 36;
constexpr int kMinContextSidePx = 512;         // with less, image models understand the scene badly
constexpr qint64 kWholeUpToPixels = 8'000'000; // beyond, copying what no provider needs takes noticeable time
constexpr int kGenerousPaddingPx = 1024;
constexpr size_t kMaxRegions = 4;
constexpr size_t kMaxPartsToCompare = 64; // more are specks, which go out as one region
constexpr double kMinLossToSplit = 0.5;
constexpr int kReduction = 8;
constexpr double kMaxStretch = 0.03; // of a side; stretching by less is not visible
constexpr size_t kLabelAtOncePixels = 4'000'000;

// A span of `length` that holds [from, from + size) as centrally as the bounds [0, limit) allow.
int shiftedInside(int from, int size, int length, int limit) {
    const int wanted = from - (length - size) / 2;
    return std::clamp(wanted, 0, std::max(0, limit - length));
}

QRect grownTo(const QRect& rect, QSize size, QSize picture) {
    const QSize fits = size.boundedTo(picture);
    return {shiftedInside(rect.x(), rect.width(), fits.width(), picture.width()),
            shiftedInside(rect.y(), rect.height(), fits.height(), picture.height()), fits.width(),
            fits.height()};
}

int roundedTo(double value, int multiple, int least) {
    const int rounded = static_cast<int>(std::lround(value / multiple)) * multiple;
    return std::max(rounded, std::max(multiple, least));
}

// The smallest rectangle of these proportions around `rect`.
QSize withProportions(QSize rect, double ratio) {
    const double width = std::max<double>(rect.width(), rect.height() * ratio);
    return {static_cast<int>(std::ceil(width)), static_cast<int>(std::ceil(width / ratio))};
}

// `rect` in the middle of what is sent, unless both have the same proportions, nearly.
Region placedInto(const QRect& rect, QSize sent) {
    const QSize within = rect.size().scaled(sent, Qt::KeepAspectRatio).expandedTo({1, 1});
    const int left = sent.width() - within.width(), top = sent.height() - within.height();
    if (left <= kMaxStretch * sent.width() && top <= kMaxStretch * sent.height())
        return {rect, sent};
    return {rect, sent, {{left / 2, top / 2}, within}};
}

Region regionOfSize(const QRect& context, QSize picture, QSize sent) {
    const QSize size = withProportions(context.size(), double(sent.width()) / sent.height());
    return placedInto(grownTo(context, size.expandedTo(sent), picture), sent);
}

// Free sizes: as it is, unless a side is too long, too short or no multiple.
Region regionOfFreeSize(const QRect& context, QSize picture, const ProviderCapabilities& capabilities,
                        double ratio) {
    QSize size = ratio > 0 ? withProportions(context.size(), ratio) : context.size();
    const int multiple = capabilities.multipleOf;
    const auto up = [&](int side) {
        return (std::max(side, capabilities.minSide) + multiple - 1) / multiple * multiple;
    };
    if (ratio <= 0)
        size = {up(size.width()), up(size.height())};
    const QRect rect = grownTo(context, size, picture);
    const QSize wanted = ratio > 0 ? withProportions(rect.size(), ratio) : rect.size();
    const double longest = std::max(wanted.width(), wanted.height());
    const double shortest = std::min(wanted.width(), wanted.height());
    double scale = 1;
    if (shortest < capabilities.minSide)
        scale = capabilities.minSide / shortest;
    if (capabilities.maxSide && longest * scale > *capabilities.maxSide)
        scale = *capabilities.maxSide / longest;
    return placedInto(rect, {roundedTo(wanted.width() * scale, multiple, capabilities.minSide),
                             roundedTo(wanted.height() * scale, multiple, capabilities.minSide)});
}

bool isTakenWhole(QSize picture, const ProviderCapabilities& capabilities) {
    const auto fits = [&](int side) {
        return side >= capabilities.minSide && (!capabilities.maxSide || side <= *capabilities.maxSide) &&
               side % capabilities.multipleOf == 0;
    };
    return capabilities.sizes.isEmpty() && capabilities.aspectRatios.isEmpty() && fits(picture.width()) &&
           fits(picture.height());
}

QRect contextOf(const QRect& box, QSize picture) {
    const int padding = contextPaddingPx(box.size());
    const QSize size =
        (box.size() + QSize(2 * padding, 2 * padding)).expandedTo({kMinContextSidePx, kMinContextSidePx});
    return grownTo(box, size, picture);
}

// For a provider that takes any size: all the context that is useful, without the rest of a large picture.
QRect generousContextOf(const QRect& box, QSize picture) {
    const int padding = std::max(kGenerousPaddingPx, qRound(std::hypot(box.width(), box.height())));
    return withMargin(box, padding, QRect({}, picture));
}

double scaleOf(const QRect& box, QSize picture, const ProviderCapabilities& capabilities) {
    return std::min(1.0, regionAround(contextOf(box, picture), picture, capabilities).scale());
}

// Joins boxes until joining any two would lose too much scale and there are few enough.
std::vector<QRect> clustered(std::vector<QRect> boxes, QSize picture,
                             const ProviderCapabilities& capabilities) {
    const auto loss = [&](const QRect& a, const QRect& b) {
        if (contextOf(a, picture).intersects(b))
            return 0.0;
        const double apart = std::min(scaleOf(a, picture, capabilities), scaleOf(b, picture, capabilities));
        return 1 - scaleOf(a | b, picture, capabilities) / apart;
    };
    while (boxes.size() > 1) {
        size_t first = 0, second = 1;
        double least = 2;
        for (size_t i = 0; i < boxes.size(); ++i)
            for (size_t j = i + 1; j < boxes.size(); ++j)
                if (const double l = loss(boxes[i], boxes[j]); l < least) {
                    least = l;
                    first = i;
                    second = j;
                }
        if (least > kMinLossToSplit && boxes.size() <= kMaxRegions)
            break;
        boxes[first] |= boxes[second];
        boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(second));
    }
    return boxes;
}

// The mask at an eighth, where a pixel is selected if any of its 64 is: labelling a hundred megapixels takes
// seconds.
mask::Mask reduced(const mask::Mask& mask) {
    cv::Mat binary, small;
    cv::compare(mask.pixels, 0, binary, cv::CMP_GT);
    const cv::Size size((mask.pixels.cols + kReduction - 1) / kReduction,
                        (mask.pixels.rows + kReduction - 1) / kReduction);
    cv::copyMakeBorder(binary, binary, 0, size.height * kReduction - binary.rows, 0,
                       size.width * kReduction - binary.cols, cv::BORDER_CONSTANT, cv::Scalar(0));
    cv::resize(binary, small, size, 0, 0, cv::INTER_AREA); // one of 64 averages to 255 / 64 = 4
    return {small};
}

std::vector<QRect> boxesOf(const mask::Mask& mask) {
    const bool large = mask.pixels.total() > kLabelAtOncePixels;
    const int factor = large ? kReduction : 1;
    const std::vector<mask::Part> parts = mask::parts(large ? reduced(mask) : mask);
    if (parts.size() == 1 || parts.size() > kMaxPartsToCompare)
        return {mask::boundingBox(mask)};
    std::vector<QRect> boxes;
    for (const mask::Part& part : parts) {
        const QRect& b = part.bounds;
        boxes.push_back(QRect(b.x() * factor, b.y() * factor, b.width() * factor, b.height() * factor) &
                        QRect(QPoint(0, 0), mask.size()));
    }
    return boxes;
}

} // namespace

double Region::scale() const {
    const QSize size = within().size();
    return std::min(double(size.width()) / rect.width(), double(size.height()) / rect.height());
}

int contextPaddingPx(QSize selectionBox) {
    const double diagonal = std::hypot(selectionBox.width(), selectionBox.height());
    return std::max(kMinPaddingPx, static_cast<int>(std::lround(0.16 * diagonal)) + 4);
}

Region regionAround(const QRect& context, QSize picture, const ProviderCapabilities& capabilities) {
    if (capabilities.sizes.isEmpty() && capabilities.aspectRatios.isEmpty())
        return regionOfFreeSize(context, picture, capabilities, 0);
    std::vector<Region> candidates;
    for (const QSize& size : capabilities.sizes)
        candidates.push_back(regionOfSize(context, picture, size));
    if (candidates.empty())
        for (const providers::AspectRatio& ratio : capabilities.aspectRatios)
            candidates.push_back(regionOfFreeSize(context, picture, capabilities, ratio.value()));
    // The most detail that there is to have first, then the least padding, then the least to send.
    const auto order = [](const Region& region) {
        const qint64 sent = qint64(region.sent.width()) * region.sent.height();
        const QSize within = region.within().size();
        return std::tuple(-std::min(1.0, region.scale()), sent - qint64(within.width()) * within.height(),
                          sent);
    };
    return *std::ranges::min_element(candidates, {}, order);
}

namespace {

std::vector<Region> regionsFor(const mask::Mask& selection, const Parameters& parameters,
                               const ProviderCapabilities& capabilities) {
    const QSize picture = selection.size();
    const QRect whole({}, picture);
    if (!parameters.preserveUnmasked)
        return {regionAround(whole, picture, capabilities)};
    if (parameters.context) {
        // All that is selected has to be in it, whatever the user has dragged where.
        const QRect context = (*parameters.context & whole) | mask::boundingBox(selection);
        return {regionAround(context, picture, capabilities)};
    }
    if (isTakenWhole(picture, capabilities)) {
        const bool isLarge = qint64(picture.width()) * picture.height() > kWholeUpToPixels;
        const QRect context = isLarge ? generousContextOf(mask::boundingBox(selection), picture) : whole;
        return {regionAround(context, picture, capabilities)};
    }
    std::vector<Region> regions;
    for (const QRect& box : clustered(boxesOf(selection), picture, capabilities))
        regions.push_back(regionAround(contextOf(box, picture), picture, capabilities));
    return regions;
}

} // namespace

EditPlan makePlan(const mask::Mask& mask, const Parameters& parameters,
                  const ProviderCapabilities& capabilities) {
    EditPlan plan;
    plan.selection = parameters.growPx > 0 ? mask::grown(mask, parameters.growPx) : mask;
    plan.regions = regionsFor(plan.selection, parameters, capabilities);
    if (capabilities.priceHintUsd)
        plan.priceUsd = *capabilities.priceHintUsd * plan.calls();
    return plan;
}

QJsonObject toJson(const EditPlan& plan) {
    QJsonArray regions;
    const auto rectJson = [](const QRect& r) { return QJsonArray{r.x(), r.y(), r.width(), r.height()}; };
    for (const Region& region : plan.regions) {
        QJsonObject one{{QStringLiteral("rect"), rectJson(region.rect)},
                        {QStringLiteral("sent"), QJsonArray{region.sent.width(), region.sent.height()}},
                        {QStringLiteral("scale"), region.scale()}};
        if (!region.padded.isNull())
            one.insert(QStringLiteral("within"), rectJson(region.padded));
        regions.append(one);
    }
    return {{QStringLiteral("regions"), regions},
            {QStringLiteral("price_usd"), plan.priceUsd ? QJsonValue(*plan.priceUsd) : QJsonValue()}};
}

} // namespace nb::edit
