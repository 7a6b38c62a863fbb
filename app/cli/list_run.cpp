#include "app/cli/list_run.h"

#include "app/cli/arguments.h"
#include "app/cli/progress_line.h"
#include "app/cli/wait_for.h"
#include "app/interrupt.h"
#include "app/services.h"
#include <QJsonArray>
#include <QJsonObject>
#include <cstdlib>

namespace nb::app {
namespace {

using storage::FilePath;
using storage::shown;

constexpr int kMaxAtOnce = 64;

void reportItem(const FileEdit& job, const Result<FileEdited>& edited, OutputStyle style) {
    if (style == OutputStyle::Json) {
        QJsonObject object = edited ? QJsonObject{{QStringLiteral("success"), true},
                                                  {QStringLiteral("output"), shown(edited->output)},
                                                  {QStringLiteral("engine"), edited->engine},
                                                  {QStringLiteral("attempts"), edited->attempts},
                                                  {QStringLiteral("report"), edit::toJson(edited->report)}}
                                    : errorAsJson(edited.error());
        object.insert(QStringLiteral("image"), shown(job.image));
        if (job.parameters.seed)
            object.insert(QStringLiteral("seed"), *job.parameters.seed);
        if (edited && !edited->inputWarnings.isEmpty())
            object.insert(QStringLiteral("warnings"), QJsonArray::fromStringList(edited->inputWarnings));
        if (edited && !edited->warning.isEmpty())
            object.insert(QStringLiteral("warning"), edited->warning);
        printJson(object);
    } else if (edited) {
        printLine(QStringLiteral("done    ") + shown(edited->output));
        if (!edited->warning.isEmpty())
            printNotice(QStringLiteral("warning %1: %2").arg(shown(edited->output), edited->warning));
    } else {
        printNotice(QStringLiteral("failed  %1: %2").arg(shown(job.image), edited.error().message));
    }
}

void reportSkipped(const FilePath& file, const QString& reason, OutputStyle style) {
    if (style == OutputStyle::Json)
        printJson({{QStringLiteral("skipped"), true},
                   {QStringLiteral("image"), shown(file)},
                   {QStringLiteral("reason"), reason}});
    else
        printNotice(QStringLiteral("skipped %1: %2").arg(shown(file), reason));
}

BatchCounts reportLeftOut(const std::vector<LeftOut>& leftOut, OutputStyle style) {
    BatchCounts counts;
    for (const LeftOut& one : leftOut) {
        const bool failed = one.why == LeftOut::Why::Failed;
        ++(failed ? counts.failed : counts.skipped);
        ++counts.total;
        if (failed)
            reportItem({.image = one.file, .mask = {}, .output = {}, .parameters = {}},
                       Error{ErrorCode::FileUnreadable, one.reason}, style);
        else
            reportSkipped(one.file, one.reason, style);
    }
    return counts;
}

// "edited" and "done" are one number: scripts know the older name.
void reportSummary(const BatchCounts& counts, OutputStyle style) {
    if (style == OutputStyle::Json)
        printJson({{QStringLiteral("summary"), true},
                   {QStringLiteral("edited"), counts.done},
                   {QStringLiteral("done"), counts.done},
                   {QStringLiteral("failed"), counts.failed},
                   {QStringLiteral("skipped"), counts.skipped},
                   {QStringLiteral("total"), counts.total}});
    else
        printLine(QStringLiteral("%1 edited, %2 failed, %3 skipped of %4")
                      .arg(QString::number(counts.done), QString::number(counts.failed),
                           QString::number(counts.skipped), QString::number(counts.total)));
}

Result<> makeFolder(const FilePath& folder) {
    std::error_code error;
    if (folder.empty() || std::filesystem::is_directory(folder, error))
        return {};
    std::filesystem::create_directories(folder, error);
    // A slash at the end makes it report nothing made, although it was.
    std::error_code ignored;
    if (std::filesystem::is_directory(folder, ignored))
        return {};
    return Error{ErrorCode::FileUnwritable,
                 QStringLiteral("Cannot make the folder %1: %2")
                     .arg(shown(folder), error ? QString::fromStdString(error.message())
                                               : QStringLiteral("something else has that name"))};
}

} // namespace

void addListOptions(Arguments& arguments) {
    arguments.addOption(QStringLiteral("jobs"), QStringLiteral("N"),
                        QStringLiteral("Edits at a time, 1 to 64. Default: 2."));
    arguments.addFlag(QStringLiteral("force"),
                      QStringLiteral("Edit again what has an output already. Inputs are never replaced."));
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

Result<ExitCode> runList(WorkList list, const ListRun& how, Services& services) {
    if (const Result<> safe = checkNothingIsOverwritten(list.edits, list.otherInputs); !safe)
        return safe.error();
    if (const Result<> made = makeFolder(list.outputFolder); !made)
        return made.error();
    std::stop_source stop;
    const Interrupt interrupt([&stop] { stop.request_stop(); }, static_cast<int>(ExitCode::Cancelled));
    auto progress = std::make_unique<ProgressLine>(how.style == OutputStyle::Text ? ProgressOutput::IfTerminal
                                                                                  : ProgressOutput::Never);
    const QString total = QString::number(list.edits.size());
    int ended = 0;
    const auto showProgress = [&] {
        progress->setText(QStringLiteral("%1 of %2").arg(QString::number(ended), total));
    };
    const BatchCounts before = reportLeftOut(list.leftOut, how.style);
    BatchRunner runner(std::move(list.edits), how.atOnce, how.existing, services, stop.get_token(),
                       {.ended =
                            [&](const FileEdit& job, const Result<FileEdited>& edited) {
                                ++ended;
                                reportItem(job, edited, how.style);
                                showProgress();
                            },
                        .skipped =
                            [&](const FileEdit& job) {
                                ++ended;
                                reportSkipped(job.image,
                                              QStringLiteral("its output %1 exists").arg(shown(job.output)),
                                              how.style);
                            }},
                       before);
    showProgress();
    const Result<BatchCounts> counts = waitFor(runner.start(), stop.get_token());
    progress.reset();
    reportSummary(runner.counts(), how.style);
    if (!counts)
        std::_Exit(static_cast<int>(exitCodeFor(counts.error()))); // at once; see runEdit
    return counts->failed > 0 ? ExitCode::Partial : ExitCode::Done;
}

} // namespace nb::app
