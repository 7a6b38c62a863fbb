#include "app/cli/command.h"
#include "app/cli/configured.h"
#include "app/cli/edit_options.h"
#include "app/cli/file_edit.h"
#include "app/cli/list_run.h"
#include "app/cli/output_names.h"
#include "app/cli/overwrite_check.h"
#include "app/cli/progress_line.h"
#include "app/cli/run_command.h"
#include "app/cli/wait_for.h"
#include "app/interrupt.h"
#include "app/services.h"
#include "core/edit/visibility.h"
#include "core/providers/variants.h"
#include "core/storage/durable_file.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <cstdlib>

namespace nb::app {
namespace {

Arguments describedArguments() {
    Arguments arguments(
        QStringLiteral("edit --image FILE --mask FILE --prompt TEXT [options]"),
        QStringLiteral(
            "Regenerates the selected part of a picture. The mask is a PNG of the picture's size: white, or "
            "opaque, is what will be regenerated. Every other pixel stays exactly as it was."),
        QStringLiteral(
            "Examples:\n"
            "  nanobanana edit --image photo.jpg --mask mask.png --prompt \"a red rose\"\n"
            "  nanobanana edit --image photo.jpg --mask mask.png --prompt \"calm sea\" --provider local \\\n"
            "      --output out.png --json\n"
            "  nanobanana edit --image photo.jpg --mask mask.png --prompt \"a boat\" --journal journal\n\n") +
            exitCodeHelp());
    arguments.addPath(QStringLiteral("image"), QStringLiteral("FILE"),
                      QStringLiteral("PNG or JPEG to edit."));
    arguments.addPath(QStringLiteral("mask"), QStringLiteral("FILE"), QStringLiteral("PNG mask."));
    arguments.addOption(
        QStringLiteral("prompt"), QStringLiteral("TEXT"),
        QStringLiteral("What should be there, 1 to 500 characters. The local engine ignores it."));
    arguments.addPath(
        QStringLiteral("output"), QStringLiteral("FILE"),
        QStringLiteral(
            "Result, .png or .jpg; replaced if it exists, unless it is an input. Its folder must exist. "
            "Default: the picture's name with -edited, never replacing a file."));
    addEditOptions(arguments);
    addJournalOption(arguments);
    addConfigurationOptions(arguments);
    arguments.addOption(
        QStringLiteral("variants"), QStringLiteral("N"),
        QStringLiteral(
            "So many results, 1 to 8, each with a seed of its own, two at a time: out-1.png, out-2.png "
            "and so on. Default: 1."));
    arguments.addFlag(
        QStringLiteral("plan"),
        QStringLiteral("Show what would be sent, at which scale, and what it would cost; nothing is "
                       "sent."));
    arguments.addFlag(QStringLiteral("json"),
                      QStringLiteral("One JSON object on stdout instead of sentences."));
    return arguments;
}

Result<int> variantsFrom(const Arguments& arguments) {
    const Result<std::optional<qint64>> given = arguments.integer(QStringLiteral("variants"));
    if (!given)
        return given.error();
    const qint64 variants = given->value_or(1);
    if (variants < 1 || variants > providers::kMaxVariants)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("--variants takes an integer from 1 to %1").arg(providers::kMaxVariants)};
    return static_cast<int>(variants);
}

Result<FileEdit> editFrom(const Arguments& arguments, int variants) {
    const Result<QString> image = arguments.required(QStringLiteral("image"));
    const Result<QString> mask = arguments.required(QStringLiteral("mask"));
    const Result<QString> prompt = arguments.required(QStringLiteral("prompt"));
    for (const Result<QString>& given : {image, mask, prompt})
        if (!given)
            return given.error();
    Result<edit::Parameters> parameters = editParameters(arguments);
    if (!parameters)
        return parameters.error();
    parameters->prompt = *prompt;
    parameters = edit::validated(*parameters);
    if (!parameters)
        return parameters.error();
    const Result<int> quality = jpegQuality(arguments);
    if (!quality)
        return quality.error();

    const storage::FilePath picture = arguments.path(QStringLiteral("image"));
    const storage::FilePath output = arguments.isSet(QStringLiteral("output"))
                                         ? arguments.path(QStringLiteral("output"))
                                         : defaultOutput(picture, variants);
    if (!isOutputName(output))
        return Error{
            ErrorCode::InvalidArgument,
            QStringLiteral("--output must end in .png, .jpg or .jpeg, not '%1'").arg(storage::shown(output))};
    return FileEdit{picture, arguments.path(QStringLiteral("mask")), output, *parameters, *quality};
}

QString phaseText(const providers::Progress& progress) {
    const QString percent =
        progress.fraction < 0 ? QString() : QStringLiteral(" %1 %").arg(qRound(progress.fraction * 100));
    switch (progress.phase) {
    case providers::Progress::Phase::Uploading:
        return QStringLiteral("Uploading") + percent;
    case providers::Progress::Phase::Downloading:
        return QStringLiteral("Downloading") + percent;
    case providers::Progress::Phase::Processing:
        break;
    }
    return QStringLiteral("Editing") + percent;
}

void reportDone(const FileEdited& edited, OutputStyle style) {
    const auto seconds = [](std::chrono::milliseconds ms) { return static_cast<double>(ms.count()) / 1000; };
    if (!edited.warning.isEmpty())
        printNotice(QStringLiteral("nanobanana: ") + edited.warning);
    if (style == OutputStyle::Json)
        printJson({{QStringLiteral("success"), true},
                   {QStringLiteral("output"), storage::shown(edited.output)},
                   {QStringLiteral("width"), edited.size.width()},
                   {QStringLiteral("height"), edited.size.height()},
                   {QStringLiteral("engine"), edited.engine},
                   {QStringLiteral("attempts"), edited.attempts},
                   {QStringLiteral("provider_seconds"), seconds(edited.providerTime)},
                   {QStringLiteral("total_seconds"), seconds(edited.totalTime)},
                   {QStringLiteral("warnings"), QJsonArray::fromStringList(edited.inputWarnings)},
                   {QStringLiteral("report"), edit::toJson(edited.report)}});
    else
        printLine(QStringLiteral("%1  (%2x%3, engine %4, %5 s)")
                      .arg(storage::shown(edited.output), QString::number(edited.size.width()),
                           QString::number(edited.size.height()), edited.engine,
                           QString::number(seconds(edited.totalTime), 'f', 2)));
}

// Each is an edit of its own: one that fails takes nothing from the others.
std::vector<FileEdit> variantsOf(const FileEdit& job, int variants) {
    std::vector<FileEdit> edits(static_cast<size_t>(variants), job);
    const int first = job.parameters.seed ? *job.parameters.seed : providers::randomSeed();
    for (int i = 0; i < variants; ++i) {
        FileEdit& edit = edits[static_cast<size_t>(i)];
        edit.parameters.seed = providers::variantSeed(first, i);
        edit.output = variantName(job.output, i, variants);
    }
    return edits;
}

void printPlan(const edit::EditPlan& plan, const QString& engine, OutputStyle style) {
    if (plan.isUnseen)
        printNotice(QStringLiteral("nanobanana: warning: ") + edit::unseenWarning());
    if (style == OutputStyle::Json) {
        QJsonObject object = edit::toJson(plan);
        object.insert(QStringLiteral("engine"), engine);
        object.insert(QStringLiteral("calls"), plan.calls());
        object.insert(QStringLiteral("unseen"), plan.isUnseen);
        printJson(object);
        return;
    }
    for (const edit::Region& region : plan.regions) {
        const QRect& r = region.rect;
        printLine(QStringLiteral("%1x%2 pixels at %3,%4 go out as %5x%6 (%7 %)")
                      .arg(QString::number(r.width()), QString::number(r.height()), QString::number(r.x()),
                           QString::number(r.y()), QString::number(region.sent.width()),
                           QString::number(region.sent.height()),
                           QString::number(qRound(region.scale() * 100))));
    }
    const QString price = !plan.priceUsd ? QStringLiteral("price not known")
                          : *plan.priceUsd > 0
                              ? QStringLiteral("about %1 US dollars").arg(*plan.priceUsd, 0, 'f', 3)
                              : QStringLiteral("free of charge");
    printLine(QStringLiteral("%1 call(s) to %2, %3").arg(QString::number(plan.calls()), engine, price));
}

ExitCode showPlan(const FileEdit& job, const Services& services, OutputStyle style) {
    const Result<edit::EditPlan> plan = planOf(job, services.provider->capabilities());
    if (!plan)
        return reportError(plan.error(), style);
    printPlan(*plan, services.provider->name(), style);
    return ExitCode::Done;
}

Result<FileEdited> editWithProgress(const FileEdit& job, Services& services, OutputStyle style) {
    std::stop_source stop;
    const Interrupt interrupt([&stop] { stop.request_stop(); }, static_cast<int>(ExitCode::Cancelled));
    ProgressLine progress(style == OutputStyle::Text ? ProgressOutput::IfTerminal : ProgressOutput::Never);
    progress.setText(QStringLiteral("Editing"));
    const providers::Context context{
        .cancel = stop.get_token(),
        .deadline = services.deadline(),
        .onProgress = [&progress](const providers::Progress& p) { progress.setText(phaseText(p)); }};
    return waitFor(editFile(job, services, context, qApp), stop.get_token());
}

// What would be in vain is found before anything is sent.
Result<> checkOutputs(const std::vector<FileEdit>& edits, const Arguments& arguments) {
    OtherInputs others;
    addOtherInputs(arguments, others);
    if (Result<> safe = checkNothingIsOverwritten(edits, others); !safe)
        return safe;
    for (const FileEdit& edit : edits)
        if (Result<> writable = storage::checkReplaceable(edit.output); !writable)
            return writable;
    return {};
}

ExitCode editOne(const FileEdit& job, Services& services, OutputStyle style) {
    const Result<FileEdited> edited = editWithProgress(job, services, style);
    if (edited) {
        reportDone(*edited, style);
        return ExitCode::Done;
    }
    const ExitCode code = reportError(edited.error(), style);
    // At once: the pool may still be busy with pixels that nobody wants any more.
    if (code == ExitCode::Cancelled)
        std::_Exit(static_cast<int>(code));
    return code;
}

Result<ExitCode> perform(const Arguments& arguments, OutputStyle style) {
    const Result<int> variants = variantsFrom(arguments);
    if (!variants)
        return variants.error();
    const Result<FileEdit> job = editFrom(arguments, *variants);
    if (!job)
        return job.error();
    const std::vector<FileEdit> edits = variantsOf(*job, *variants);
    if (const Result<> possible = checkOutputs(edits, arguments); !possible)
        return possible.error();
    const auto services = configuredServices(arguments);
    if (!services)
        return services.error();
    if (arguments.isSet(QStringLiteral("plan")))
        return showPlan(*job, **services, style);
    if (const Result<> opened = openJournal(arguments, **services); !opened)
        return opened.error();
    return *variants > 1
               ? runList({.edits = edits}, {.existing = Existing::Replace, .style = style}, **services)
               : editOne(*job, **services, style);
}

} // namespace

ExitCode runEdit(const QStringList& arguments) {
    return runCommand(describedArguments(), arguments, perform);
}

} // namespace nb::app
