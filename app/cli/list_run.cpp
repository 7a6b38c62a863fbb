#include "app/cli/list_run.h"

#include "app/cli/arguments.h"
#include "app/cli/progress_line.h"
#include "app/cli/wait_for.h"
#include "app/interrupt.h"
#include "app/services.h"
#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <cstdlib>

namespace nb::app {
namespace {

constexpr int kMaxAtOnce = 64;

void reportItem(const FileEdit& job, const Result<FileEdited>& edited, OutputStyle style) {
    if (style == OutputStyle::Json) {
        QJsonObject object = edited ? QJsonObject{{QStringLiteral("success"), true},
                                                  {QStringLiteral("output"), edited->output},
                                                  {QStringLiteral("engine"), edited->engine},
                                                  {QStringLiteral("attempts"), edited->attempts},
                                                  {QStringLiteral("report"), edit::toJson(edited->report)}}
                                    : errorAsJson(edited.error());
        object.insert(QStringLiteral("image"), job.image);
        if (job.parameters.seed)
            object.insert(QStringLiteral("seed"), *job.parameters.seed);
        if (edited && !edited->inputWarnings.isEmpty())
            object.insert(QStringLiteral("warnings"), QJsonArray::fromStringList(edited->inputWarnings));
        if (edited && !edited->warning.isEmpty())
            object.insert(QStringLiteral("warning"), edited->warning);
        printJson(object);
    } else if (edited) {
        printLine(QStringLiteral("done    %1").arg(edited->output));
        if (!edited->warning.isEmpty())
            printNotice(QStringLiteral("warning %1: %2").arg(edited->output, edited->warning));
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

} // namespace

void addListOptions(Arguments& arguments) {
    arguments.addOption(QStringLiteral("jobs"), QStringLiteral("N"),
                        QStringLiteral("Edits at a time, 1 to 64. Default: 2."));
    arguments.addFlag(QStringLiteral("force"), QStringLiteral("Edit again what has an output already."));
    arguments.addFlag(QStringLiteral("json"),
                      QStringLiteral("One JSON object a line on stdout, the summary last."));
}

Result<ListRun> listRunFrom(const Arguments& arguments) {
    const Result<std::optional<qint64>> jobs = arguments.integer(QStringLiteral("jobs"));
    if (!jobs)
        return jobs.error();
    const qint64 atOnce = jobs->value_or(2);
    if (atOnce < 1 || atOnce > kMaxAtOnce)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("--jobs takes an integer from 1 to %1").arg(kMaxAtOnce)};
    return ListRun{static_cast<int>(atOnce),
                   arguments.isSet(QStringLiteral("force")) ? Existing::Replace : Existing::Skip,
                   arguments.isSet(QStringLiteral("json")) ? OutputStyle::Json : OutputStyle::Text};
}

ExitCode runList(std::vector<FileEdit> edits, const QString& outputFolder, const ListRun& how,
                 Services& services) {
    if (!QDir().mkpath(outputFolder))
        return reportError(
            {ErrorCode::FileUnwritable, QStringLiteral("Cannot make the folder %1").arg(outputFolder)},
            how.style);
    std::stop_source stop;
    const Interrupt interrupt([&stop] { stop.request_stop(); }, static_cast<int>(ExitCode::Cancelled));
    auto progress = std::make_unique<ProgressLine>(how.style == OutputStyle::Text ? ProgressOutput::IfTerminal
                                                                                  : ProgressOutput::Never);
    const int total = static_cast<int>(edits.size());
    int ended = 0;
    const auto showProgress = [&] { progress->setText(QStringLiteral("%1 of %2").arg(ended).arg(total)); };
    BatchRunner runner(std::move(edits), how.atOnce, how.existing, services, stop.get_token(),
                       [&](const FileEdit& job, const Result<FileEdited>& edited) {
                           ++ended;
                           reportItem(job, edited, how.style);
                           showProgress();
                       });
    showProgress();
    const Result<BatchCounts> counts = waitFor(runner.start(), stop.get_token());
    progress.reset();
    reportSummary(runner.counts(), how.style);
    if (!counts)
        std::_Exit(static_cast<int>(exitCodeFor(counts.error().code))); // at once; see runEdit
    return counts->failed > 0 ? ExitCode::Partial : ExitCode::Done;
}

} // namespace nb::app
