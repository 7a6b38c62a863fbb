#include "ui/desktop/text/report_words.h"

#include "core/edit/report.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <optional>

namespace nb::desktop {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(ReportWords)
};

// The least, or the most, of a measure over the regions; nullopt = nowhere measured.
std::optional<double> overRegions(const QJsonObject& report, const QString& key, bool most) {
    std::optional<double> found;
    const QJsonArray regions = report.value(QStringLiteral("regions")).toArray();
    for (const QJsonValue& region : regions) {
        const QJsonValue value = region.toObject().value(key);
        if (!value.isDouble())
            continue;
        const double number = value.toDouble();
        found = found ? (most ? std::max(*found, number) : std::min(*found, number)) : number;
    }
    return found;
}

QString decimal(double value) {
    return QLocale().toString(value, 'f', 1);
}

} // namespace

QStringList reportWords(const QJsonObject& about) {
    const QJsonObject report = about.value(QStringLiteral("report")).toObject();
    QStringList words;
    if (const QJsonValue changed = report.value(QStringLiteral("changed_outside")); changed.isDouble()) {
        if (!about.value(QStringLiteral("preserve_unmasked")).toBool(true))
            words += Words::tr("The whole answer was taken");
        else if (changed.toInteger() == 0)
            words += Words::tr("Untouched outside the selection");
        else
            words += Words::tr("%1 samples changed outside").arg(changed.toInteger());
    }
    if (const QJsonValue seam = report.value(QStringLiteral("seam_delta_e")); seam.isDouble())
        words += Words::tr("Seam ΔE %1").arg(decimal(seam.toDouble()));
    if (const auto moved = overRegions(report, QStringLiteral("moved_px"), true); moved && *moved >= 0.05)
        words += Words::tr("Put back by %1 px").arg(decimal(*moved));
    if (const auto scale = overRegions(report, QStringLiteral("sent_scale"), false);
        scale && std::abs(*scale - 1) > 0.005)
        words += Words::tr("Sent at %1 %").arg(std::max(1, int(std::lround(*scale * 100))));
    if (const QString engine = about.value(QStringLiteral("engine")).toString(); !engine.isEmpty())
        words += engine;
    if (const QString model = report.value(QStringLiteral("model")).toString(); !model.isEmpty())
        words += model;
    if (const int attempts = report.value(QStringLiteral("attempts")).toInt(); attempts > 1)
        words += Words::tr("%1 attempts").arg(attempts);
    if (const QJsonValue ms = report.value(QStringLiteral("provider_ms")); ms.isDouble())
        words += Words::tr("%1 s").arg(decimal(ms.toDouble() / 1000));
    return words;
}

QString reportWarning(const QJsonObject& about) {
    const QJsonObject report = edit::withCurrentKeys(about.value(QStringLiteral("report")).toObject());
    const QJsonArray regions = report.value(QStringLiteral("regions")).toArray();
    const bool isMisaligned = std::any_of(regions.begin(), regions.end(), [](const QJsonValue& region) {
        return region.toObject().value(QStringLiteral("misaligned")).toBool();
    });
    if (!isMisaligned)
        return {};
    QStringList figures;
    if (const QJsonValue px = report.value(QStringLiteral("residual_px")); px.isDouble())
        figures += Words::tr("%1 px off").arg(decimal(px.toDouble()));
    if (const QJsonValue colour = report.value(QStringLiteral("residual_delta_e")); colour.isDouble())
        figures += Words::tr("colour off by ΔE %1").arg(decimal(colour.toDouble()));
    return Words::tr("It is misaligned with the picture (%1): look at the edge, or ask again.")
        .arg(figures.join(QStringLiteral(", ")));
}

} // namespace nb::desktop
