#include "app/cli/command.h"
#include "app/cli/configured.h"
#include "app/cli/csv_list.h"
#include "app/cli/edit_options.h"
#include "app/cli/folder_list.h"
#include "app/cli/list_run.h"
#include "app/cli/run_command.h"
#include "app/services.h"

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
    const auto path = [&](const char* name, const char* value, const QString& help) {
        arguments.addPath(QString::fromLatin1(name), QString::fromLatin1(value), help);
    };
    const auto option = [&](const char* name, const char* value, const QString& help) {
        arguments.addOption(QString::fromLatin1(name), QString::fromLatin1(value), help);
    };
    path("input", "DIR",
         QStringLiteral("Folder with the pictures. What is not edited of it is named with the reason."));
    path("masks", "DIR",
         QStringLiteral("Folder with a mask for each picture: the same name, .png. Default: "
                        "photo-mask.png beside photo.jpg."));
    path("mask", "FILE", QStringLiteral("One mask for all pictures."));
    path("csv", "FILE",
         QStringLiteral(
             "CSV file of image, mask, prompt instead of a folder, in UTF-8 or UTF-16; separated by "
             "comma, semicolon or tab."));
    path("output", "DIR", QStringLiteral("Folder for the results; made if it does not exist."));
    option("prompt", "TEXT", QStringLiteral("Prompt for all edits that have none of their own."));
    addListOptions(arguments);
    addEditOptions(arguments);
    addJournalOption(arguments);
    addConfigurationOptions(arguments);
    return arguments;
}

Result<FileEdit> defaultsFrom(const Arguments& arguments) {
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
    return defaults;
}

Result<WorkList> listOfCsv(const Arguments& arguments, const FileEdit& defaults) {
    const storage::FilePath csv = arguments.path(QStringLiteral("csv"));
    const storage::FilePath output = arguments.path(QStringLiteral("output"));
    Result<std::vector<FileEdit>> edits = editsOfCsv(csv, output, defaults);
    if (!edits)
        return edits.error();
    return WorkList{.edits = std::move(*edits), .otherInputs = {{csv}, {}}, .outputFolder = output};
}

Result<WorkList> listOfFolder(const Arguments& arguments, FileEdit defaults) {
    const Result<edit::Parameters> checked = edit::validated(defaults.parameters);
    if (!checked)
        return checked.error();
    defaults.parameters = *checked;
    const FolderBatch folder{.input = arguments.path(QStringLiteral("input")),
                             .masks = arguments.path(QStringLiteral("masks")),
                             .mask = arguments.path(QStringLiteral("mask")),
                             .output = arguments.path(QStringLiteral("output"))};
    Result<FolderList> list = editsOfFolder(folder, defaults);
    if (!list)
        return list.error();
    return WorkList{
        .edits = std::move(list->edits), .leftOut = std::move(list->leftOut), .outputFolder = folder.output};
}

Result<WorkList> listFrom(const Arguments& arguments) {
    if (const Result<QString> output = arguments.required(QStringLiteral("output")); !output)
        return output.error();
    const bool fromCsv = arguments.isSet(QStringLiteral("csv"));
    if (fromCsv == arguments.isSet(QStringLiteral("input")))
        return Error{ErrorCode::InvalidArgument, QStringLiteral("Give either --input or --csv")};
    const Result<FileEdit> defaults = defaultsFrom(arguments);
    if (!defaults)
        return defaults.error();
    Result<WorkList> list = fromCsv ? listOfCsv(arguments, *defaults) : listOfFolder(arguments, *defaults);
    if (list)
        addOtherInputs(arguments, list->otherInputs);
    return list;
}

Result<ExitCode> perform(const Arguments& arguments, OutputStyle) {
    const Result<ListRun> how = listRunFrom(arguments);
    if (!how)
        return how.error();
    Result<WorkList> list = listFrom(arguments);
    if (!list)
        return list.error();
    if (const Result<> safe = checkNothingIsOverwritten(list->edits, list->otherInputs); !safe)
        return safe.error(); // before the journal is made
    const auto services = configuredServices(arguments);
    if (!services)
        return services.error();
    if (const Result<> opened = openJournal(arguments, **services); !opened)
        return opened.error();
    return runList(std::move(*list), *how, **services);
}

} // namespace

ExitCode runBatch(const QStringList& arguments) {
    return runCommand(describedArguments(), arguments, perform);
}

} // namespace nb::app
