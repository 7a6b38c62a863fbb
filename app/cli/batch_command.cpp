#include "app/cli/batch_list.h"
#include "app/cli/command.h"
#include "app/cli/configured.h"
#include "app/cli/edit_options.h"
#include "app/cli/list_run.h"
#include "app/cli/run_command.h"
#include "app/services.h"
#include <QDir>

namespace nb::app {
namespace {

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
                       "      (columns image,mask,prompt and optionally output,seed)\n"
                       "  nanobanana batch --input photos --output edited --prompt \"clear sky\" "
                       "--journal journal\n\n") +
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
    addListOptions(arguments);
    addEditOptions(arguments);
    addJournalOption(arguments);
    addConfigurationOptions(arguments);
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

Result<ExitCode> perform(const Arguments& arguments, OutputStyle) {
    const Result<ListRun> how = listRunFrom(arguments);
    if (!how)
        return how.error();
    Result<std::vector<FileEdit>> edits = listFrom(arguments);
    if (!edits)
        return edits.error();
    const auto services = configuredServices(arguments);
    if (!services)
        return services.error();
    if (const Result<> opened = openJournal(arguments, **services); !opened)
        return opened.error();
    return runList(std::move(*edits), arguments.value(QStringLiteral("output")), *how, **services);
}

} // namespace

ExitCode runBatch(const QStringList& arguments) {
    return runCommand(describedArguments(), arguments, perform);
}

} // namespace nb::app
