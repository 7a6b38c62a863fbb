#include "ui/desktop/generation/generation_progress.h"

#include <QCoreApplication>
#include <algorithm>

namespace nb::desktop {
namespace {

class GenerationProgress {
    Q_DECLARE_TR_FUNCTIONS(GenerationProgress)

public:
    static QString phase(const Generation& generation);
};

QString GenerationProgress::phase(const Generation& generation) {
    using Phase = providers::Progress::Phase;
    // Of the variant that is furthest.
    std::optional<Phase> furthest;
    for (const VariantStatus& variant : generation.variants)
        if (variant.state == VariantState::Running)
            furthest = std::max(furthest.value_or(Phase::Uploading), variant.progress.phase);
    if (!furthest)
        return tr("Preparing");
    switch (*furthest) {
    case Phase::Uploading:
        return tr("Uploading");
    case Phase::Downloading:
        return tr("Downloading");
    case Phase::Processing:
        break;
    }
    return tr("Processing");
}

double share(const VariantStatus& variant) {
    if (variant.isOver())
        return 1;
    if (variant.state == VariantState::Waiting)
        return 0;
    const double fraction = std::max(0.0, variant.progress.fraction);
    switch (variant.progress.phase) {
    case providers::Progress::Phase::Uploading:
        return 0.1 * fraction;
    case providers::Progress::Phase::Downloading:
        return 0.9 + 0.1 * fraction;
    case providers::Progress::Phase::Processing:
        break;
    }
    return 0.1 + 0.8 * fraction;
}

} // namespace

QString progressLine(const Generation& generation, int waiting) {
    QStringList parts{GenerationProgress::phase(generation)};
    const int all = int(generation.variants.size());
    if (all > 1)
        parts += GenerationProgress::tr("%1 of %2 ready")
                     .arg(QString::number(generation.count(VariantState::Ready)), QString::number(all));
    if (generation.since.isValid())
        parts += GenerationProgress::tr("%1 s").arg(generation.since.elapsed() / 1000);
    int attempts = 0; // that have failed
    for (const VariantStatus& variant : generation.variants)
        if (variant.state == VariantState::Running)
            attempts = std::max(attempts, variant.attempts);
    if (attempts > 0)
        parts += GenerationProgress::tr("attempt %1").arg(attempts + 1);
    if (waiting > 0)
        parts += GenerationProgress::tr("%n more waiting", nullptr, waiting);
    return parts.join(QStringLiteral(" · "));
}

std::optional<double> progressShare(const Generation& generation) {
    double sum = 0;
    bool known = false;
    for (const VariantStatus& variant : generation.variants) {
        sum += share(variant);
        known |=
            variant.isOver() || (variant.state == VariantState::Running && variant.progress.fraction >= 0);
    }
    if (!known)
        return std::nullopt;
    return sum / double(generation.variants.size());
}

} // namespace nb::desktop
