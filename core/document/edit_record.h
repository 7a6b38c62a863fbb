#pragma once
// An edit of a picture that is open and not read from a file, as the journal wants it: encoded, with the plan
// that is followed, and the outcome afterwards. It calls no provider.

#include "core/base/result.h"
#include "core/document/journal.h"
#include "core/edit/edit.h"

namespace nb::document {

// What all variants of one request have in common; encoding it is what takes time.
struct RecordedInput {
    QString name; // of the picture, for people
    QByteArray picture;
    QByteArray mask;
};

// Blocking; safe from any thread. Errors: those of image::encodePng.
Result<RecordedInput> recordedInput(const QString& name, const image::Picture& picture,
                                    const mask::Mask& mask);

// Before the provider is called. `mask` is the one that was encoded. Blocking. Error: FileUnwritable.
Result<EntryId> beginEdit(Journal& journal, const RecordedInput& input, const mask::Mask& mask,
                          const edit::Parameters& parameters, const QString& engine,
                          const providers::ProviderCapabilities& capabilities);

// For edit::run(): writes each raw answer down as it comes, so that a crash loses nothing that was paid for.
// One that cannot be written is still in hand; endEdit() will say that the disk is full. The journal outlives
// the edit.
[[nodiscard]] edit::RawAnswers keptAnswers(Journal& journal, EntryId entry);

// After it: the whole picture and its report, or why there is none. Blocking. Errors: those of
// Journal::finish, Journal::fail and image::encodePng.
Result<> endEdit(Journal& journal, EntryId entry, const Result<edit::Edited>& edited);

} // namespace nb::document
