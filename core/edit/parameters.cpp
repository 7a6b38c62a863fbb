#include "core/edit/parameters.h"

#include <QList>
#include <algorithm>
#include <cmath>

namespace nb::edit {
namespace {

Error invalid(const QString& field, QString message) {
    return {ErrorCode::InvalidArgument, std::move(message), {}, field};
}

bool isForbidden(char32_t c) {
    return QChar::category(c) == QChar::Other_Control && c != U'\t' && c != U'\n';
}

Result<> inRange(const QString& field, double value, double least, double most) {
    if (std::isfinite(value) && value >= least && value <= most)
        return {};
    return invalid(field, QStringLiteral("%1 must be a number from %2 to %3")
                              .arg(field, QString::number(least), QString::number(most)));
}

} // namespace

Result<QString> validPrompt(const QString& prompt) {
    const QString field = QStringLiteral("prompt");
    QString text = prompt;
    text = text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).trimmed();
    if (text.isEmpty())
        return invalid(field, QStringLiteral("The prompt is empty; say what should appear in the selection"));
    const QList<uint> codePoints = text.toUcs4();
    if (codePoints.size() > kMaxPromptCodePoints)
        return invalid(field,
                       QStringLiteral("The prompt has %1 characters; at most %2 are allowed")
                           .arg(QString::number(codePoints.size()), QString::number(kMaxPromptCodePoints)));
    if (std::ranges::any_of(codePoints, isForbidden))
        return invalid(field,
                       QStringLiteral("The prompt has control characters; only tab and newline are allowed"));
    return text;
}

Result<> validSeed(qint64 seed) {
    if (seed >= 0 && seed <= kMaxSeed)
        return {};
    return invalid(QStringLiteral("seed"),
                   QStringLiteral("seed must be an integer from 0 to %1").arg(kMaxSeed));
}

Result<> validStrength(double strength) {
    return inRange(QStringLiteral("strength"), strength, kMinStrength, kMaxStrength);
}

Result<> validGuidanceScale(double guidanceScale) {
    return inRange(QStringLiteral("guidance_scale"), guidanceScale, kMinGuidanceScale, kMaxGuidanceScale);
}

Result<> validGrowPx(qint64 growPx) {
    if (growPx >= 0 && growPx <= kMaxGrowPx)
        return {};
    return invalid(QStringLiteral("grow"),
                   QStringLiteral("grow must be a number of pixels from 0 to %1").arg(kMaxGrowPx));
}

Result<> validFitRetries(qint64 fitRetries) {
    if (fitRetries >= 0 && fitRetries <= kMaxFitRetries)
        return {};
    return invalid(QStringLiteral("fit_retries"),
                   QStringLiteral("fit retries must be an integer from 0 to %1").arg(kMaxFitRetries));
}

Result<> validContext(const QRect& context) {
    if (!context.isEmpty())
        return {};
    return invalid(QStringLiteral("context"), QStringLiteral("The context rectangle is empty"));
}

Result<Parameters> validated(Parameters parameters) {
    Result<QString> prompt = validPrompt(parameters.prompt);
    if (!prompt)
        return prompt.error();
    parameters.prompt = *prompt;
    for (const Result<>& check : {validSeed(parameters.seed.value_or(0)), validStrength(parameters.strength),
                                  validGuidanceScale(parameters.guidanceScale),
                                  validGrowPx(parameters.growPx), validFitRetries(parameters.fitRetries),
                                  validContext(parameters.context.value_or(QRect(0, 0, 1, 1)))})
        if (!check)
            return check.error();
    return parameters;
}

} // namespace nb::edit
