#pragma once
// Runs a list of edits for a command and reports each: shared by `batch`, `replay` and `edit --variants`.

#include "app/cli/batch_runner.h"
#include "app/cli/output.h"

namespace nb::app {

class Arguments;

struct ListRun {
    int atOnce = 2; // 1 to 64
    Existing existing = Existing::Skip;
    OutputStyle style = OutputStyle::Text;
};

// --jobs, --force, --json.
void addListOptions(Arguments& arguments);

// Error: InvalidArgument.
Result<ListRun> listRunFrom(const Arguments& arguments);

// Makes the output folder, runs the list, reports each edit and the summary; blocks until all have ended.
// After Ctrl+C it ends the process.
ExitCode runList(std::vector<FileEdit> edits, const QString& outputFolder, const ListRun& how,
                 Services& services);

} // namespace nb::app
