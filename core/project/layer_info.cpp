#include "core/project/layer_info.h"

#include <QJsonArray>

namespace nb::project {
namespace {

const QString kEngine = QStringLiteral("engine");
const QString kPrompt = QStringLiteral("prompt");
const QString kSeed = QStringLiteral("seed");
const QString kStrength = QStringLiteral("strength");
const QString kGuidanceScale = QStringLiteral("guidance_scale");
const QString kPreserveUnmasked = QStringLiteral("preserve_unmasked");
const QString kContext = QStringLiteral("context");
const QString kTime = QStringLiteral("time");
const QString kReport = QStringLiteral("report");

// `known` over `base`: keys that only `base` has stay, at every depth.
QJsonValue merged(const QJsonValue& base, const QJsonValue& known) {
    if (base.isObject() && known.isObject()) {
        QJsonObject object = base.toObject();
        const QJsonObject over = known.toObject();
        for (auto it = over.begin(); it != over.end(); ++it)
            object[it.key()] = merged(object.value(it.key()), it.value());
        return object;
    }
    if (base.isArray() && known.isArray() && base.toArray().size() == known.toArray().size()) {
        QJsonArray array = known.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            array[i] = merged(base.toArray().at(i), array.at(i));
        return array;
    }
    return known;
}

std::optional<double> numberIn(const QJsonValue& value) {
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

std::optional<QRect> rectIn(const QJsonValue& value) {
    const QJsonArray array = value.toArray();
    const QRect rect(array.at(0).toInt(), array.at(1).toInt(), array.at(2).toInt(), array.at(3).toInt());
    return array.size() == 4 && !rect.isEmpty() ? std::optional(rect) : std::nullopt;
}

} // namespace

QJsonObject toJson(const LayerInfo& info) {
    QJsonObject json{{kPreserveUnmasked, info.preserveUnmasked}};
    if (!info.engine.isEmpty())
        json[kEngine] = info.engine;
    if (!info.prompt.isEmpty())
        json[kPrompt] = info.prompt;
    if (info.seed)
        json[kSeed] = *info.seed;
    if (info.strength)
        json[kStrength] = *info.strength;
    if (info.guidanceScale)
        json[kGuidanceScale] = *info.guidanceScale;
    if (const auto& context = info.context)
        json[kContext] = QJsonArray{context->x(), context->y(), context->width(), context->height()};
    if (info.time.isValid())
        json[kTime] = info.time.toUTC().toString(Qt::ISODate);
    if (info.report)
        json[kReport] = edit::toJson(*info.report);
    return merged(info.source, json).toObject();
}

LayerInfo layerInfoFromJson(const QJsonObject& json) {
    LayerInfo info;
    info.engine = json[kEngine].toString();
    info.prompt = json[kPrompt].toString();
    if (const int seed = json[kSeed].toInt(-1); seed >= 0)
        info.seed = seed;
    info.strength = numberIn(json[kStrength]);
    info.guidanceScale = numberIn(json[kGuidanceScale]);
    info.preserveUnmasked = json[kPreserveUnmasked].toBool(true);
    info.context = rectIn(json[kContext]);
    info.time = QDateTime::fromString(json[kTime].toString(), Qt::ISODate);
    if (json[kReport].isObject())
        info.report = edit::reportFromJson(json[kReport].toObject());
    info.source = json;
    return info;
}

} // namespace nb::project
