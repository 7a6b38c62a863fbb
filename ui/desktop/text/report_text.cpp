#include "ui/desktop/text/report_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace nb::desktop {
namespace {

using edit::EditReport;
using edit::RegionReport;

class ReportText {
    Q_DECLARE_TR_FUNCTIONS(ReportText)
};

constexpr double kMinMovedPx = 0.05;   // less would read 0.0
constexpr double kMinRescaled = 0.005; // less would read 100 %

QString decimal(double value) {
    return QLocale().toString(value, 'f', 1);
}

double mostMovedPx(const EditReport& report) {
    double most = 0;
    for (const RegionReport& region : report.regions)
        most = std::max(most, region.movedPx.value_or(0));
    return most;
}

double leastSentScale(const EditReport& report) {
    const auto least = std::ranges::min_element(report.regions, {}, &RegionReport::sentScale);
    return least == report.regions.end() ? 1 : least->sentScale;
}

QStringList measureTexts(const EditReport& report, bool preserveUnmasked) {
    QStringList texts;
    if (!preserveUnmasked)
        texts += ReportText::tr("The whole answer was taken");
    else if (report.changedOutside() == 0)
        texts += ReportText::tr("Untouched outside the selection");
    else
        texts += ReportText::tr("%1 samples changed outside").arg(report.changedOutside());
    texts += ReportText::tr("Seam ΔE %1").arg(decimal(report.worstSeamDeltaE()));
    if (const double moved = mostMovedPx(report); moved >= kMinMovedPx)
        texts += ReportText::tr("Aligned by %1 px").arg(decimal(moved));
    if (const double scale = leastSentScale(report); std::abs(scale - 1) > kMinRescaled)
        texts += ReportText::tr("Sent at %1 %").arg(std::max(1, int(std::lround(scale * 100))));
    return texts;
}

} // namespace

QStringList reportTexts(const project::LayerInfo& info) {
    QStringList texts = info.report ? measureTexts(*info.report, info.preserveUnmasked) : QStringList();
    if (!info.engine.isEmpty())
        texts += info.engine;
    if (!info.report)
        return texts;
    if (!info.report->model.isEmpty())
        texts += info.report->model;
    if (info.report->attempts > 1)
        texts += ReportText::tr("%1 attempts").arg(info.report->attempts);
    texts += ReportText::tr("%1 s").arg(decimal(double(info.report->providerTime.count()) / 1000));
    return texts;
}

QString reportWarning(const project::LayerInfo& info) {
    if (info.report && info.report->isUnseen)
        return ReportText::tr(
            "The picture is transparent in all of the selection: the result cannot be seen.");
    if (!info.report || std::ranges::none_of(info.report->regions, &RegionReport::isMisaligned))
        return {};
    QStringList figures;
    if (const auto px = info.report->worstResidualPx())
        figures += ReportText::tr("%1 px off").arg(decimal(*px));
    if (const auto colour = info.report->worstResidualDeltaE())
        figures += ReportText::tr("colour off by ΔE %1").arg(decimal(*colour));
    return ReportText::tr("The result is misaligned (%1): check its edge, or generate again.")
        .arg(figures.join(QStringLiteral(", ")));
}

} // namespace nb::desktop
