#pragma once
// Runs a list of edits for a command and reports each: shared by `batch`, `replay` and `edit --variants`.

#include "app/cli/batch_runner.h"
#include "app/cli/folder_list.h"
#include "app/cli/output.h"
#include "app/cli/overwrite_check.h"

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

// What is to be done, and what is not.
struct WorkList {
    std::vector<FileEdit> edits;
    std::vector<LeftOut> leftOut = {};   // reported and counted
    OtherInputs otherInputs = {};        // see checkNothingIsOverwritten()
    storage::FilePath outputFolder = {}; // made if it does not exist; empty = none is
};

// Refuses a list that would overwrite an input; otherwise makes the output folder, runs the list, reports
// each edit, what is left out, and the summary; blocks until all have ended. After Ctrl+C it ends the
// process. Errors: InvalidArgument, FileUnwritable; nothing has been done then.
Result<ExitCode> runList(WorkList list, const ListRun& how, Services& services);

} // namespace nb::app
