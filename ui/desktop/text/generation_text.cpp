#include "ui/desktop/text/generation_text.h"

#include "ui/desktop/text/error_text.h"
#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace nb::desktop {
namespace {

class GenerationText {
    Q_DECLARE_TR_FUNCTIONS(GenerationText)

public:
    static QString sizeFacts(const edit::Region& region);
    static QString price(const std::optional<double>& dollars);
    static QString advice(const Error& error);
};

QString sizeText(QSize size) {
    return QStringLiteral("%1 × %2").arg(QString::number(size.width()), QString::number(size.height()));
}

int percent(double scale) {
    return std::max(1, int(std::lround(scale * 100)));
}

QString GenerationText::sizeFacts(const edit::Region& region) {
    const double scale = region.scale();
    if (region.sent == region.rect.size())
        return tr("Sends %1 px around the selection at full size.").arg(sizeText(region.rect.size()));
    const int longest = std::max(region.rect.width(), region.rect.height());
    const int returned = std::max(region.sent.width(), region.sent.height());
    if (scale < 1)
        return tr("Your %1 px area returns at %2 px (%3 %).")
            .arg(QString::number(longest), QString::number(returned), QString::number(percent(scale)));
    return tr("Your %1 px area is enlarged to %2 px (%3 %).")
        .arg(QString::number(longest), QString::number(returned), QString::number(percent(scale)));
}

QString GenerationText::price(const std::optional<double>& dollars) {
    if (!dollars)
        return tr("price not known");
    if (*dollars <= 0)
        return tr("free, on this computer");
    // Tenths of a cent only where there are some: $0.039, but $0.16.
    const bool cents = std::abs(*dollars * 100 - std::round(*dollars * 100)) < 0.01 || *dollars >= 1;
    return tr("about $%1").arg(QLocale().toString(*dollars, 'f', cents ? 2 : 3));
}

QString GenerationText::advice(const Error& error) {
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
        return tr("Another seed often helps.");
    case ErrorCode::ProviderQuotaUsedUp:
        return tr("Top up the account there, or use the offline fill meanwhile.");
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

} // namespace

QString planText(const edit::EditPlan& plan, int variants) {
    if (plan.regions.empty())
        return {};
    const auto smallest = std::ranges::min_element(plan.regions, {}, &edit::Region::scale);
    const QString area = plan.calls() == 1 ? GenerationText::sizeFacts(*smallest)
                                           : GenerationText::tr("Sends %n areas, one after the other.",
                                                                nullptr, plan.calls()) +
                                                 QLatin1Char(' ') + GenerationText::sizeFacts(*smallest);
    const std::optional<double> total =
        plan.priceUsd ? std::optional(*plan.priceUsd * variants) : std::nullopt;
    const int calls = plan.calls() * variants;
    const QString text =
        GenerationText::tr("%1 %2, %3.")
            .arg(area,
                 calls == 1 ? GenerationText::tr("One call") : GenerationText::tr("%n calls", nullptr, calls),
                 GenerationText::price(total));
    if (!plan.isUnseen)
        return text;
    return GenerationText::tr("The picture is transparent in all of the selection: what is made there cannot "
                              "be seen.") +
           QLatin1Char(' ') + text;
}

QString displayedPrompt(const QString& prompt) {
    return prompt == kDefaultPrompt ? GenerationText::tr("Remove") : prompt;
}

QString editErrorText(const Error& error) {
    return errorText(error, GenerationText::advice(error));
}

QString ignoredText(const QString& provider, const providers::ProviderCapabilities& can) {
    if (!can.readsPrompt)
        return GenerationText::tr("The offline fill ignores the prompt: it continues what is around.");
    QStringList ignored;
    if (!can.honoursSeed)
        ignored += GenerationText::tr("seed");
    if (!can.honoursStrength)
        ignored += GenerationText::tr("strength");
    if (!can.honoursGuidance)
        ignored += GenerationText::tr("guidance");
    if (ignored.isEmpty())
        return {};
    return GenerationText::tr("%1 ignores: %2.").arg(provider, ignored.join(QStringLiteral(", ")));
}

} // namespace nb::desktop
