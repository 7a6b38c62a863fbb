#include "core/edit/report.h"

#include "core/edit/visibility.h"
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>
#include <algorithm>

namespace nb::edit {
namespace {

std::optional<double> worst(const std::vector<RegionReport>& regions,
                            std::optional<double> RegionReport::*measure) {
    std::optional<double> most;
    for (const RegionReport& region : regions)
        if (const std::optional<double>& value = region.*measure)
            most = std::max(most.value_or(*value), *value);
    return most;
}

constexpr double kMaxResidualPx = 1.5;
constexpr double kMaxResidualDeltaE = 6;

QJsonValue orNull(const std::optional<double>& value) {
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QJsonObject regionJson(const RegionReport& region) {
    return {{QStringLiteral("sent_scale"), region.sentScale},
            {QStringLiteral("registered"), region.registered},
            {QStringLiteral("misaligned"), region.isMisaligned()},
            {QStringLiteral("moved_px"), orNull(region.movedPx)},
            {QStringLiteral("rescaled"), orNull(region.rescaled)},
            {QStringLiteral("residual_px"), orNull(region.residualPx)},
            {QStringLiteral("residual_delta_e"), orNull(region.residualDeltaE)},
            {QStringLiteral("seam_delta_e"), region.seamDeltaE},
            {QStringLiteral("changed_outside"), region.changedOutside},
            {QStringLiteral("blend"), blendName(region.blend)}};
}

std::optional<double> numberIn(const QJsonValue& value) {
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

Blend blendFromName(const QString& name) {
    for (const Blend blend : {Blend::Multiband, Blend::Membrane})
        if (name == blendName(blend))
            return blend;
    return Blend::Feather;
}

RegionReport regionFromJson(const QJsonObject& json) {
    return {.sentScale = json[QStringLiteral("sent_scale")].toDouble(1),
            .registered = json[QStringLiteral("registered")].toBool(),
            .movedPx = numberIn(json[QStringLiteral("moved_px")]),
            .rescaled = numberIn(json[QStringLiteral("rescaled")]),
            .residualPx = numberIn(json[QStringLiteral("residual_px")]),
            .residualDeltaE = numberIn(json[QStringLiteral("residual_delta_e")]),
            .seamDeltaE = json[QStringLiteral("seam_delta_e")].toDouble(),
            .changedOutside = json[QStringLiteral("changed_outside")].toInteger(),
            .blend = blendFromName(json[QStringLiteral("blend")].toString())};
}

} // namespace

bool RegionReport::isMisaligned() const {
    return residualPx.value_or(0) > kMaxResidualPx || residualDeltaE.value_or(0) > kMaxResidualDeltaE;
}

QString EditReport::misalignment() const {
    if (std::ranges::none_of(regions, &RegionReport::isMisaligned))
        return {};
    QStringList figures;
    if (const double px = worstResidualPx().value_or(0); px > kMaxResidualPx)
        figures += QStringLiteral("%1 pixels off").arg(px, 0, 'f', 1);
    if (const double deltaE = worstResidualDeltaE().value_or(0); deltaE > kMaxResidualDeltaE)
        figures += QStringLiteral("Delta E %1 apart in colour").arg(deltaE, 0, 'f', 1);
    return QStringLiteral("The answer is misaligned with the picture around the selection (%1): look at the "
                          "edge, or ask "
                          "again")
        .arg(figures.join(QStringLiteral(", ")));
}

QString EditReport::warning() const {
    QStringList sentences;
    if (isUnseen)
        sentences += unseenWarning();
    if (const QString misaligned = misalignment(); !misaligned.isEmpty())
        sentences += misaligned;
    return sentences.join(QStringLiteral(". "));
}

std::optional<double> EditReport::worstResidualPx() const {
    return worst(regions, &RegionReport::residualPx);
}

std::optional<double> EditReport::worstResidualDeltaE() const {
    return worst(regions, &RegionReport::residualDeltaE);
}

double EditReport::worstSeamDeltaE() const {
    double most = 0;
    for (const RegionReport& region : regions)
        most = std::max(most, region.seamDeltaE);
    return most;
}

qint64 EditReport::changedOutside() const {
    qint64 count = 0;
    for (const RegionReport& region : regions)
        count += region.changedOutside;
    return count;
}

QString blendName(Blend blend) {
    switch (blend) {
    case Blend::Multiband:
        return QStringLiteral("multiband");
    case Blend::Membrane:
        return QStringLiteral("membrane");
    case Blend::Feather:
        break;
    }
    return QStringLiteral("feather");
}

QJsonObject toJson(const EditReport& report) {
    QJsonArray regions;
    for (const RegionReport& region : report.regions)
        regions.append(regionJson(region));
    return {
        {QStringLiteral("engine"), report.engine},
        {QStringLiteral("model"), report.model.isEmpty() ? QJsonValue() : QJsonValue(report.model)},
        {QStringLiteral("attempts"), report.attempts},
        {QStringLiteral("changed_outside"), report.changedOutside()},
        {QStringLiteral("warning"), report.warning().isEmpty() ? QJsonValue() : QJsonValue(report.warning())},
        {QStringLiteral("unseen"), report.isUnseen},
        {QStringLiteral("residual_px"), orNull(report.worstResidualPx())},
        {QStringLiteral("residual_delta_e"), orNull(report.worstResidualDeltaE())},
        {QStringLiteral("seam_delta_e"), report.worstSeamDeltaE()},
        {QStringLiteral("provider_ms"), qint64(report.providerTime.count())},
        {QStringLiteral("pixel_ms"), qint64(report.pixelTime.count())},
        {QStringLiteral("regions"), regions}};
}

QJsonObject withCurrentKeys(QJsonObject report) {
    const QString old = QStringLiteral("lies_badly");
    QJsonArray regions = report.value(QStringLiteral("regions")).toArray();
    for (QJsonValueRef value : regions)
        if (QJsonObject region = value.toObject(); region.contains(old)) {
            region.insert(QStringLiteral("misaligned"), region.take(old));
            value = region;
        }
    if (!regions.isEmpty())
        report.insert(QStringLiteral("regions"), regions);
    return report;
}

EditReport reportFromJson(const QJsonObject& json) {
    EditReport report{json[QStringLiteral("engine")].toString(),
                      json[QStringLiteral("model")].toString(),
                      json[QStringLiteral("attempts")].toInt(),
                      {},
                      std::chrono::milliseconds(json[QStringLiteral("provider_ms")].toInteger()),
                      std::chrono::milliseconds(json[QStringLiteral("pixel_ms")].toInteger())};
    for (const QJsonValue& region : json[QStringLiteral("regions")].toArray())
        report.regions.push_back(regionFromJson(region.toObject()));
    report.isUnseen = json[QStringLiteral("unseen")].toBool();
    return report;
}

} // namespace nb::edit
