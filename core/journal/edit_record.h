#pragma once
// An edit as the journal wants it: the inputs encoded, with the plan that is followed, the raw answers on the
// way, and the outcome afterwards. Command line and desktop both go through it. It calls no provider.

#include "core/base/result.h"
#include "core/edit/edit.h"
#include "core/journal/journal.h"
#include <memory>

namespace nb::journal {

// What all variants of one request have in common: the files as they were handed in, or the encoded picture
// of an open document.
struct RecordedInput {
    QString name; // of the picture, for people
    QByteArray picture;
    QByteArray mask;
};

// Of a picture that is open; encoding is what takes time. Blocking; safe from any thread. Errors: those of
// image::encodePng.
Result<RecordedInput> recordedInput(const QString& name, const image::Picture& picture,
                                    const mask::Mask& mask);

// The plan in JSON, as an entry keeps it.
[[nodiscard]] QByteArray planRecord(const mask::Mask& mask, const edit::Parameters& parameters,
                                    const providers::ProviderCapabilities& capabilities);

// Before the provider is called. `mask` is the one that was encoded. Blocking. Error: FileUnwritable.
Result<EntryId> beginEdit(Journal& journal, const RecordedInput& input, const mask::Mask& mask,
                          const edit::Parameters& parameters, const QString& engine,
                          const providers::ProviderCapabilities& capabilities);

// For edit::run(): writes each raw answer down as it comes, so that a crash loses nothing that was paid for.
// One that cannot be written is still in hand; why it could not stands in `trouble`, if that is given, when
// the edit has ended. The journal outlives the edit.
[[nodiscard]] edit::RawAnswers keptAnswers(Journal& journal, EntryId entry,
                                           const std::shared_ptr<QString>& trouble = nullptr);

// After it: the whole picture and its report, or why there is none. `png`: the picture, where it has been
// encoded already. Blocking. Errors: those of Journal::finish, Journal::fail and image::encodePng.
Result<> endEdit(Journal& journal, EntryId entry, const Result<edit::Edited>& edited,
                 const QByteArray& png = {});

} // namespace nb::journal
