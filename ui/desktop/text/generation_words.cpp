#include "ui/desktop/text/generation_words.h"

#include "ui/desktop/text/error_words.h"
#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace nb::desktop {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(GenerationWords)

public:
    static QString sizes(const edit::Region& region);
    static QString money(const std::optional<double>& dollars);
    static QString todo(const Error& error);
    static QString phase(const Generation& generation);
};

QString sizeText(QSize size) {
    return QStringLiteral("%1 × %2").arg(size.width()).arg(size.height());
}

int percent(double scale) {
    return std::max(1, int(std::lround(scale * 100)));
}

QString Words::sizes(const edit::Region& region) {
    const double scale = region.scale();
    if (region.sent == region.rect.size())
        return tr("Sends %1 px around the selection at full size.").arg(sizeText(region.rect.size()));
    const int longest = std::max(region.rect.width(), region.rect.height());
    const int returned = std::max(region.sent.width(), region.sent.height());
    if (scale < 1)
        return tr("Your %1 px area returns at %2 px (%3 %).").arg(longest).arg(returned).arg(percent(scale));
    return tr("Your %1 px area is enlarged to %2 px (%3 %).").arg(longest).arg(returned).arg(percent(scale));
}

QString Words::money(const std::optional<double>& dollars) {
    if (!dollars)
        return tr("price not known");
    if (*dollars <= 0)
        return tr("free, on this computer");
    // Tenths of a cent only where there are some: $0.039, but $0.16.
    const bool cents = std::abs(*dollars * 100 - std::round(*dollars * 100)) < 0.01 || *dollars >= 1;
    return tr("about $%1").arg(QLocale().toString(*dollars, 'f', cents ? 2 : 3));
}

QString Words::todo(const Error& error) {
    switch (error.code) {
    case ErrorCode::MaskEmpty:
        return tr("Paint over what is to change, then generate.");
    case ErrorCode::ProviderUnavailable:
        return tr("Check the connection, or use the offline fill meanwhile.");
    case ErrorCode::ProviderRefusedKey:
        return tr("Check the key in the preferences.");
    case ErrorCode::ProviderRejected:
        return tr("Other words in the prompt, or another selection, may be accepted.");
    case ErrorCode::ProviderUnusable:
        return tr("It answered without a picture. Another seed often helps.");
    case ErrorCode::ProviderBusy:
    case ErrorCode::Overloaded:
        return error.retryAfter ? tr("Try again in %n s.", nullptr, int(error.retryAfter->count()))
                                : tr("Try again in a moment.");
    case ErrorCode::DeadlineExceeded:
        return tr("The time limit is in the preferences.");
    case ErrorCode::OutOfMemory:
        return tr("Close other pictures, or select a smaller area.");
    case ErrorCode::FileUnwritable:
        return tr("Nothing was sent: each edit is written to the journal first. Make room on the disk.");
    default:
        return {};
    }
}

QString Words::phase(const Generation& generation) {
    using Phase = providers::Progress::Phase;
    // The one that is furthest speaks for all.
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

QString planWords(const edit::EditPlan& plan, int variants) {
    if (plan.regions.empty())
        return {};
    const auto smallest = std::ranges::min_element(plan.regions, {}, &edit::Region::scale);
    const QString area = plan.calls() == 1
                             ? Words::sizes(*smallest)
                             : Words::tr("Sends %n areas, one after the other.", nullptr, plan.calls()) +
                                   QLatin1Char(' ') + Words::sizes(*smallest);
    const std::optional<double> price =
        plan.priceUsd ? std::optional(*plan.priceUsd * variants) : std::nullopt;
    const int calls = plan.calls() * variants;
    return Words::tr("%1 %2, %3.")
        .arg(area, calls == 1 ? Words::tr("One call") : Words::tr("%n calls", nullptr, calls),
             Words::money(price));
}

QString regionWords(const edit::Region& region) {
    if (region.sent == region.rect.size())
        return Words::tr("%1 px, full size").arg(sizeText(region.rect.size()));
    return Words::tr("%1 px → %2 (%3 %)")
        .arg(sizeText(region.rect.size()), sizeText(region.sent))
        .arg(percent(region.scale()));
}

QString troubleWords(const Error& error) {
    return errorWords(error, Words::todo(error));
}

QString progressWords(const Generation& generation, int waiting) {
    QStringList parts{Words::phase(generation)};
    const int all = int(generation.variants.size());
    if (all > 1)
        parts += Words::tr("%1 of %2 ready").arg(generation.count(VariantState::Ready)).arg(all);
    if (generation.since.isValid())
        parts += Words::tr("%1 s").arg(generation.since.elapsed() / 1000);
    int attempts = 0; // that failed and are being made again
    for (const VariantStatus& variant : generation.variants)
        if (variant.state == VariantState::Running)
            attempts = std::max(attempts, variant.attempts);
    if (attempts > 0)
        parts += Words::tr("attempt %1").arg(attempts + 1);
    if (waiting > 0)
        parts += Words::tr("%n more waiting", nullptr, waiting);
    return parts.join(QStringLiteral(" · "));
}

std::optional<double> progressOf(const Generation& generation) {
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

QString ignoredWords(const QString& provider, const providers::ProviderCapabilities& can) {
    if (!can.readsPrompt)
        return Words::tr("The offline fill ignores the prompt: it continues what is around.");
    QStringList ignored;
    if (!can.honoursSeed)
        ignored += Words::tr("seed");
    if (!can.honoursStrength)
        ignored += Words::tr("strength");
    if (!can.honoursGuidance)
        ignored += Words::tr("guidance");
    if (ignored.isEmpty())
        return {};
    return Words::tr("%1 ignores: %2.").arg(provider, ignored.join(QStringLiteral(", ")));
}

} // namespace nb::desktop
