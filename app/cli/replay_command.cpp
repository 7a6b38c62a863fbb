#include "app/cli/command.h"
#include "app/cli/configured.h"
#include "app/cli/edit_options.h"
#include "app/cli/list_run.h"
#include "app/cli/run_command.h"
#include "app/services.h"
#include "core/journal/journal.h"
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

namespace nb::app {
namespace {

using journal::Entry;
using journal::EntryState;
using journal::Journal;
using storage::FilePath;

Arguments describedArguments() {
    Arguments arguments(
        QStringLiteral("replay DIR [options]"),
        QStringLiteral(
            "Makes the edits of a journal again: each with its own picture, mask, prompt, seed and numbers, "
            "through the provider that is configured now. The journal itself is not changed. An edit whose "
            "output exists is skipped, so that the same command goes on where it was stopped; one that "
            "another process is making right now is left out. Regions whose answers had come before an edit "
            "was interrupted, or failed, are taken from the journal and not paid for again, as long as the "
            "provider's plan is the same."),
        QStringLiteral("Examples:\n"
                       "  nanobanana replay journal --list\n"
                       "  nanobanana replay journal --provider local --output again --json\n\n") +
            exitCodeHelp());
    arguments.addPositional(QStringLiteral("DIR"),
                            QStringLiteral("The journal that --journal of edit or batch made."));
    arguments.addFlag(QStringLiteral("list"),
                      QStringLiteral("Show the edits with their states instead; nothing is sent."));
    arguments.addPath(QStringLiteral("output"), QStringLiteral("DIR"),
                      QStringLiteral("Folder for the results, entry-0001.png and so on; made if it does not "
                                     "exist. Default: the journal's name with -replayed."));
    addListOptions(arguments);
    addConfigurationOptions(arguments);
    return arguments;
}

void printEntry(const Entry& entry, const Journal& journal, OutputStyle style) {
    if (style == OutputStyle::Text) {
        const QString error =
            entry.errorMessage.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(entry.errorMessage);
        printLine(QStringLiteral("%1  %2  %3  %4  %5  %6%7")
                      .arg(QString::number(entry.id).rightJustified(4),
                           stateName(entry.state).leftJustified(11), entry.began.toString(Qt::ISODate),
                           entry.engine, entry.name, entry.parameters.prompt.simplified(), error));
        return;
    }
    const auto orNull = [](const QString& text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    printJson(
        {{QStringLiteral("entry"), entry.id},
         {QStringLiteral("state"), stateName(entry.state)},
         {QStringLiteral("name"), entry.name},
         {QStringLiteral("picture_sha256"), entry.pictureHash},
         {QStringLiteral("picture"), journal.path(entry.picture)},
         {QStringLiteral("mask"), journal.path(entry.mask)},
         {QStringLiteral("prompt"), entry.parameters.prompt},
         {QStringLiteral("seed"), entry.parameters.seed ? QJsonValue(*entry.parameters.seed) : QJsonValue()},
         {QStringLiteral("strength"), entry.parameters.strength},
         {QStringLiteral("guidance_scale"), entry.parameters.guidanceScale},
         {QStringLiteral("preserve_unmasked"), entry.parameters.preserveUnmasked},
         {QStringLiteral("plan"), QJsonDocument::fromJson(entry.plan).object()},
         {QStringLiteral("grow_px"), entry.parameters.growPx},
         {QStringLiteral("fit_retries"), entry.parameters.fitRetries},
         {QStringLiteral("kept_answers"), QJsonArray::fromStringList(journal.answers(entry.id))},
         {QStringLiteral("engine"), entry.engine},
         {QStringLiteral("began"), entry.began.toString(Qt::ISODateWithMs)},
         {QStringLiteral("ended"), orNull(entry.ended.toString(Qt::ISODateWithMs))},
         {QStringLiteral("result"),
          entry.result.isEmpty() ? QJsonValue() : QJsonValue(journal.path(entry.result))},
         {QStringLiteral("report"), QJsonDocument::fromJson(entry.report).object()},
         {QStringLiteral("error_code"), orNull(entry.errorCode)},
         {QStringLiteral("error_message"), orNull(entry.errorMessage)}});
}

std::vector<FilePath> paths(const QStringList& files) {
    std::vector<FilePath> result;
    for (const QString& file : files)
        result.push_back(storage::toPath(file));
    return result;
}

std::vector<FileEdit> editsOf(const std::vector<Entry>& entries, const Journal& journal,
                              const FilePath& outputFolder) {
    std::vector<FileEdit> edits;
    for (const Entry& entry : entries)
        if (entry.state != EntryState::Begun)
            edits.push_back(
                {.image = storage::toPath(journal.path(entry.picture)),
                 .mask = storage::toPath(journal.path(entry.mask)),
                 .output =
                     outputFolder /
                     storage::toPath(QStringLiteral("entry-%1.png").arg(entry.id, 4, 10, QLatin1Char('0'))),
                 .parameters = entry.parameters,
                 .knownAnswers = paths(journal.answers(entry.id)),
                 .knownPlan = entry.plan,
                 .spareFolder = outputFolder.parent_path(), // not the journal, where the picture lies
                 .origin = QStringLiteral("entry %1").arg(entry.id)});
    return edits;
}

Result<ExitCode> perform(const Arguments& arguments, OutputStyle style) {
    const Result<ListRun> how = listRunFrom(arguments);
    if (!how)
        return how.error();
    const auto journal = Journal::open(arguments.positional(), Journal::IfMissing::Refuse);
    if (!journal)
        return journal.error();
    const Result<std::vector<Entry>> entries = (*journal)->entries();
    if (!entries)
        return entries.error();
    if (arguments.isSet(QStringLiteral("list"))) {
        for (const Entry& entry : *entries)
            printEntry(entry, **journal, style);
        return ExitCode::Done;
    }
    const auto services = configuredServices(arguments);
    if (!services)
        return services.error();
    const FilePath output =
        arguments.isSet(QStringLiteral("output"))
            ? arguments.path(QStringLiteral("output"))
            : storage::toPath(QDir::cleanPath(arguments.positional()) + QStringLiteral("-replayed"));
    OtherInputs others = inputsOfJournal(storage::toPath(arguments.positional()));
    addOtherInputs(arguments, others);
    return runList({.edits = editsOf(*entries, **journal, output),
                    .otherInputs = std::move(others),
                    .outputFolder = output},
                   *how, **services);
}

} // namespace

ExitCode runReplay(const QStringList& arguments) {
    return runCommand(describedArguments(), arguments, perform);
}

} // namespace nb::app
