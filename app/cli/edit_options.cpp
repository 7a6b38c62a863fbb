#include "app/cli/edit_options.h"

#include "app/cli/arguments.h"
#include "app/cli/overwrite_check.h"
#include "app/services.h"
#include "core/journal/journal.h"
#include <QRect>
#include <QStringList>

namespace nb::app {

namespace {

Result<QRect> contextFrom(const QString& text) {
    const QStringList parts = text.split(QLatin1Char(','));
    QList<int> numbers;
    for (const QString& part : parts) {
        bool ok = false;
        numbers += part.trimmed().toInt(&ok);
        if (!ok)
            break;
    }
    if (numbers.size() == 4 && parts.size() == 4)
        if (const QRect rect(numbers[0], numbers[1], numbers[2], numbers[3]); edit::validContext(rect))
            return rect;
    return Error{ErrorCode::InvalidArgument,
                 QStringLiteral("--context takes four integers, X,Y,WIDTH,HEIGHT, not '%1'").arg(text)};
}

Result<> readFitOptions(const Arguments& arguments, edit::Parameters& parameters) {
    const Result<std::optional<qint64>> grow = arguments.integer(QStringLiteral("grow"));
    if (!grow)
        return grow.error();
    const Result<std::optional<qint64>> retries = arguments.integer(QStringLiteral("fit-retries"));
    if (!retries)
        return retries.error();
    for (const Result<>& valid :
         {edit::validGrowPx(grow->value_or(0)), edit::validFitRetries(retries->value_or(0))})
        if (!valid)
            return valid;
    parameters.growPx = static_cast<int>(grow->value_or(0));
    parameters.fitRetries = static_cast<int>(retries->value_or(0));
    if (!arguments.isSet(QStringLiteral("context")))
        return {};
    const Result<QRect> context = contextFrom(arguments.value(QStringLiteral("context")));
    if (!context)
        return context.error();
    parameters.context = *context;
    return {};
}

} // namespace

void addEditOptions(Arguments& arguments) {
    arguments.addOption(
        QStringLiteral("seed"), QStringLiteral("N"),
        QStringLiteral("0 to 2147483647; the same seed gives the same result where the provider "
                       "keeps that promise. Default: the provider picks one."));
    arguments.addOption(
        QStringLiteral("strength"), QStringLiteral("X"),
        QStringLiteral("0.0 to 1.0: how far the result may depart from what was there. Default: 0.8."));
    arguments.addOption(QStringLiteral("guidance-scale"), QStringLiteral("X"),
                        QStringLiteral("1.0 to 20.0: how closely to follow the prompt. Default: 7.5."));
    arguments.addFlag(
        QStringLiteral("whole-answer"),
        QStringLiteral("Take the provider's whole picture instead of only the selected pixels."));
    arguments.addOption(
        QStringLiteral("grow"), QStringLiteral("PX"),
        QStringLiteral("Widen the selection by that many pixels, 0 to 256, and soften its edge over them. "
                       "Default: 0."));
    arguments.addOption(
        QStringLiteral("fit-retries"), QStringLiteral("N"),
        QStringLiteral(
            "Ask again, up to N times (0 to 3) each region, when the answer is misaligned with the "
            "picture. Each time is paid for. Default: 0; a warning is given instead."));
    arguments.addOption(
        QStringLiteral("context"), QStringLiteral("X,Y,W,H"),
        QStringLiteral(
            "The part of the picture to send, in pixels; grown to hold the selection. Default: around "
            "the selection."));
    arguments.addOption(QStringLiteral("quality"), QStringLiteral("N"),
                        QStringLiteral("Quality of a JPEG output, 1 to 100. Default: 95."));
}

Result<edit::Parameters> editParameters(const Arguments& arguments) {
    const Result<std::optional<qint64>> seed = arguments.integer(QStringLiteral("seed"));
    const Result<std::optional<double>> strength = arguments.number(QStringLiteral("strength"));
    const Result<std::optional<double>> guidance = arguments.number(QStringLiteral("guidance-scale"));
    if (!seed)
        return seed.error();
    if (!strength)
        return strength.error();
    if (!guidance)
        return guidance.error();

    edit::Parameters parameters;
    if (*seed) {
        if (const Result<> valid = edit::validSeed(**seed); !valid)
            return valid.error();
        parameters.seed = static_cast<int>(**seed);
    }
    parameters.strength = strength->value_or(parameters.strength);
    parameters.guidanceScale = guidance->value_or(parameters.guidanceScale);
    parameters.preserveUnmasked = !arguments.isSet(QStringLiteral("whole-answer"));
    for (const Result<>& valid :
         {edit::validStrength(parameters.strength), edit::validGuidanceScale(parameters.guidanceScale),
          readFitOptions(arguments, parameters)})
        if (!valid)
            return valid.error();
    return parameters;
}

Result<int> jpegQuality(const Arguments& arguments) {
    const Result<std::optional<qint64>> quality = arguments.integer(QStringLiteral("quality"));
    if (!quality)
        return quality.error();
    const qint64 value = quality->value_or(95);
    if (value < 1 || value > 100)
        return Error{ErrorCode::InvalidArgument, QStringLiteral("--quality takes an integer from 1 to 100")};
    return static_cast<int>(value);
}

void addJournalOption(Arguments& arguments) {
    arguments.addOption(
        QStringLiteral("journal"), QStringLiteral("DIR"),
        QStringLiteral(
            "Keep a journal in this folder, made if it does not exist: everything about an edit is "
            "on the disk before the provider is called. See `nanobanana replay`."));
}

void addOtherInputs(const Arguments& arguments, OtherInputs& inputs) {
    const QString config = QStringLiteral("config");
    const QString journal = QStringLiteral("journal");
    if (arguments.takes(config) && arguments.isSet(config))
        inputs.files.push_back(storage::toPath(arguments.value(config)));
    if (!arguments.takes(journal) || arguments.value(journal).isEmpty())
        return;
    const OtherInputs kept = inputsOfJournal(storage::toPath(arguments.value(journal)));
    inputs.folders.insert(inputs.folders.end(), kept.folders.begin(), kept.folders.end());
}

Result<> openJournal(const Arguments& arguments, Services& services) {
    const QString folder = arguments.value(QStringLiteral("journal"));
    if (!arguments.isSet(QStringLiteral("journal")))
        return {};
    if (folder.isEmpty())
        return Error{ErrorCode::InvalidArgument, QStringLiteral("--journal takes a folder")};
    std::error_code error;
    if (const storage::FilePath place = std::filesystem::absolute(storage::toPath(folder), error);
        !storage::isUtf8(place))
        return Error{
            ErrorCode::InvalidArgument,
            QStringLiteral("A journal's path must be UTF-8, which '%1' is not").arg(storage::shown(place))};
    return services.openJournal(folder);
}

} // namespace nb::app
