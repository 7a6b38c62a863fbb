#pragma once
// What is known about the edit that made a layer: what was asked for, and what came of it. A plain value in
// the program; as JSON it stands in project files and recovery logs, and only their readers and writers call
// the functions below.

#include "core/edit/report.h"
#include <QDateTime>
#include <QJsonObject>
#include <QRect>
#include <QString>
#include <optional>

namespace nb::project {

// Fields that are empty, null or nullopt are not known.
struct LayerInfo {
    QString engine = {};
    QString prompt = {};
    std::optional<int> seed = {};             // 0 to edit::kMaxSeed
    std::optional<double> strength = {};      // 0 to 1
    std::optional<double> guidanceScale = {}; // 1 to 20
    bool preserveUnmasked = true;      // false: the whole answer counts, inside and outside the selection
    std::optional<QRect> context = {}; // picture pixels; nullopt = the plan chose it
    QDateTime time = {};               // of the result, UTC
    std::optional<edit::EditReport> report = {};
    // As it was read from a file, for the keys that this version does not know: toJson() keeps them.
    QJsonObject source = {};
};

// Keys in snake_case; what is not known is left out.
[[nodiscard]] QJsonObject toJson(const LayerInfo& info);

// Never fails: values that are missing, of another type or out of range are not known.
[[nodiscard]] LayerInfo layerInfoFromJson(const QJsonObject& json);

} // namespace nb::project
