#include "app/cli/arguments.h"
#include "app/cli/batch_list.h"
#include "app/cli/batch_runner.h"
#include "app/cli/command.h"
#include "app/cli/configured.h"
#include "app/cli/edit_options.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/wait_for.h"
#include "app/interrupt.h"
#include "app/services.h"
#include <QDir>
#include <cstdlib>

namespace nb::app {
namespace {

constexpr int kMaxAtOnce = 64;

Arguments describedArguments() {
    Arguments arguments(
        QStringLiteral("batch (--input DIR | --csv FILE) --output DIR [options]"),
        QStringLiteral(
            "Edits many pictures. An edit whose output exists is skipped, so that a batch that was stopped "
            "goes on where it was when the same command is given again."),
        QStringLiteral("Examples:\n"
                       "  nanobanana batch --input photos --output edited --prompt \"clear sky\"\n"
                       "      (photos/a.jpg goes with photos/a-mask.png)\n"
                       "  nanobanana batch --csv list.csv --output edited --jobs 4 --json\n"
                       "      (columns image,mask,prompt and optionally output,seed)\n\n") +
            exitCodeHelp());
    const auto option = [&](const char* name, const char* value, const QString& help) {
        arguments.addOption(QString::fromLatin1(name), QString::fromLatin1(value), help);
    };
    option("input", "DIR", QStringLiteral("Folder with the pictures."));
    option("masks", "DIR",
           QStringLiteral("Folder with a mask for each picture: the same name, .png. Default: "
                          "photo-mask.png beside photo.jpg."));
    option("mask", "FILE", QStringLiteral("One mask for all pictures."));
    option("csv", "FILE", QStringLiteral("CSV file of image, mask, prompt instead of a folder."));
    option("output", "DIR", QStringLiteral("Folder for the results; made if it does not exist."));
    option("prompt", "TEXT", QStringLiteral("Prompt for all edits that have none of their own."));
    option("jobs", "N", QStringLiteral("Edits at a time, 1 to 64. Default: 2."));
    arguments.addFlag(QStringLiteral("force"), QStringLiteral("Edit again what has an output already."));
    addEditOptions(arguments);
    addConfigurationOptions(arguments);
    arguments.addFlag(QStringLiteral("json"),
                      QStringLiteral("One JSON object a line on stdout, the summary last."));
    return arguments;
}

Result<std::vector<FileEdit>> listFrom(const Arguments& arguments) {
    const Result<QString> output = arguments.required(QStringLiteral("output"));
    if (!output)
        return output.error();
    const bool fromCsv = arguments.isSet(QStringLiteral("csv"));
    if (fromCsv == arguments.isSet(QStringLiteral("input")))
        return Error{ErrorCode::InvalidArgument, QStringLiteral("Give either --input or --csv")};

    FileEdit defaults;
    const Result<edit::Parameters> parameters = editParameters(arguments);
    const Result<int> quality = jpegQuality(arguments);
    if (!parameters)
        return parameters.error();
    if (!quality)
        return quality.error();
    defaults.parameters = *parameters;
    defaults.parameters.prompt = arguments.value(QStringLiteral("prompt"));
    defaults.jpegQuality = *quality;
    if (fromCsv)
        return editsOfCsv(arguments.value(QStringLiteral("csv")), *output, defaults);

    const Result<edit::Parameters> checked = edit::validated(defaults.parameters);
    if (!checked)
        return checked.error();
    defaults.parameters = *checked;
    const FolderBatch folder{arguments.value(QStringLiteral("input")),
                             arguments.value(QStringLiteral("masks")),
                             arguments.value(QStringLiteral("mask")), *output};
    if (QDir(folder.input).canonicalPath() == QDir(*output).canonicalPath() &&
        !QDir(*output).canonicalPath().isEmpty())
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("--output must be another folder than --input, so that nothing is lost")};
    return editsOfFolder(folder, defaults);
}

Result<int> atOnceFrom(const Arguments& arguments) {
    const Result<std::optional<qint64>> jobs = arguments.integer(QStringLiteral("jobs"));
    if (!jobs)
        return jobs.error();
    const qint64 atOnce = jobs->value_or(2);
    if (atOnce < 1 || atOnce > kMaxAtOnce)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("--jobs takes an integer from 1 to %1").arg(kMaxAtOnce)};
    return static_cast<int>(atOnce);
}

void reportItem(const FileEdit& job, const Result<FileEdited>& edited, OutputStyle style) {
    if (style == OutputStyle::Json) {
        QJsonObject object = edited ? QJsonObject{{QStringLiteral("success"), true},
                                                  {QStringLiteral("output"), edited->output},
                                                  {QStringLiteral("engine"), edited->engine},
                                                  {QStringLiteral("attempts"), edited->attempts}}
                                    : errorAsJson(edited.error());
        object.insert(QStringLiteral("image"), job.image);
        printJson(object);
    } else if (edited) {
        printLine(QStringLiteral("done    %1").arg(edited->output));
    } else {
        printNotice(QStringLiteral("failed  %1: %2").arg(job.image, edited.error().message));
    }
}

void reportSummary(const BatchCounts& counts, OutputStyle style) {
    if (style == OutputStyle::Json)
        printJson({{QStringLiteral("summary"), true},
                   {QStringLiteral("done"), counts.done},
                   {QStringLiteral("skipped"), counts.skipped},
                   {QStringLiteral("failed"), counts.failed},
                   {QStringLiteral("total"), counts.total}});
    else
        printLine(QStringLiteral("%1 done, %2 skipped, %3 failed of %4")
                      .arg(counts.done)
                      .arg(counts.skipped)
                      .arg(counts.failed)
                      .arg(counts.total));
}

ExitCode runList(std::vector<FileEdit> edits, int atOnce, Existing existing, Services& services,
                 OutputStyle style) {
    std::stop_source stop;
    const Interrupt interrupt([&stop] { stop.request_stop(); }, static_cast<int>(ExitCode::Cancelled));
    auto progress = std::make_unique<ProgressLine>(style == OutputStyle::Text ? ProgressOutput::IfTerminal
                                                                              : ProgressOutput::Never);
    const int total = static_cast<int>(edits.size());
    int ended = 0;
    const auto showProgress = [&] { progress->setText(QStringLiteral("%1 of %2").arg(ended).arg(total)); };
    BatchRunner runner(std::move(edits), atOnce, existing, services, stop.get_token(),
                       [&](const FileEdit& job, const Result<FileEdited>& edited) {
                           ++ended;
                           reportItem(job, edited, style);
                           showProgress();
                       });
    showProgress();
    const Result<BatchCounts> counts = waitFor(runner.start(), stop.get_token());
    progress.reset();
    reportSummary(runner.counts(), style);
    if (!counts)
        std::_Exit(static_cast<int>(exitCodeFor(counts.error().code))); // at once; see runEdit
    return counts->failed > 0 ? ExitCode::Partial : ExitCode::Done;
}

} // namespace

ExitCode runBatch(const QStringList& words) {
    Arguments arguments = describedArguments();
    const Result<> parsed = arguments.parse(words);
    const OutputStyle style = arguments.isSet(QStringLiteral("json")) ? OutputStyle::Json : OutputStyle::Text;
    if (!parsed)
        return reportError(parsed.error(), style);
    if (arguments.helpRequested()) {
        printLine(arguments.helpText().trimmed());
        return ExitCode::Done;
    }
    const Result<int> atOnce = atOnceFrom(arguments);
    if (!atOnce)
        return reportError(atOnce.error(), style);
    Result<std::vector<FileEdit>> edits = listFrom(arguments);
    if (!edits)
        return reportError(edits.error(), style);
    const auto services = configuredServices(arguments);
    if (!services)
        return reportError(services.error(), style);
    if (const QString output = arguments.value(QStringLiteral("output")); !QDir().mkpath(output))
        return reportError(
            {ErrorCode::FileUnwritable, QStringLiteral("Cannot make the folder %1").arg(output)}, style);
    const Existing existing = arguments.isSet(QStringLiteral("force")) ? Existing::Replace : Existing::Skip;
    return runList(std::move(*edits), *atOnce, existing, **services, style);
}

} // namespace nb::app
