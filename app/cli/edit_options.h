#pragma once
// The options that say how to edit, shared by `edit` and `batch`.

#include "core/base/result.h"
#include "core/edit/parameters.h"

namespace nb::app {

class Arguments;
struct OtherInputs;
struct Services;

void addEditOptions(Arguments& arguments);

// Everything but the prompt, checked. Error: InvalidArgument.
Result<edit::Parameters> editParameters(const Arguments& arguments);

// --quality, 1 to 100, default 95. Error: InvalidArgument.
Result<int> jpegQuality(const Arguments& arguments);

// --journal DIR.
void addJournalOption(Arguments& arguments);

// What the command reads besides pictures and masks, of the options that several commands have: the
// configuration file, the journal's files.
void addOtherInputs(const Arguments& arguments, OtherInputs& inputs);

// Opens or makes the journal that --journal names, if it is given. Blocks on the disk. Errors: those of
// journal::Journal::open; InvalidArgument if its place cannot be named in UTF-8.
Result<> openJournal(const Arguments& arguments, Services& services);

} // namespace nb::app
