#pragma once
// An edit with a journal around it: the one path of command line, batch, replay and studio. Input and plan
// are on the disk before the provider is called, each raw answer as it comes, result and report afterwards.
// It makes no plan and reads or writes no file of the user's. Without a journal it is edit::runEdit().

#include "core/base/result.h"
#include "core/edit/edit.h"
#include "core/journal/journal.h"
#include <functional>
#include <optional>
#include <vector>

namespace nb::journal {

// What all variants of one request have in common: the files as they were handed in, or the encoded picture
// of an open document.
struct RecordedInput {
    QString name; // of the picture, for people
    QByteArray picture;
    QByteArray mask;
};

// Encodes a picture that is open, which takes time. Blocking; safe from any thread. Errors: those of
// image::encodePng.
Result<RecordedInput> encodeInput(const QString& name, const image::Picture& picture, const mask::Mask& mask);

// The plan in JSON, as an entry keeps it.
[[nodiscard]] QByteArray planRecord(const edit::EditPlan& plan);

struct JournaledEdit {
    image::Picture picture;
    edit::EditPlan plan; // made for this picture and these parameters
    edit::Parameters parameters;
    std::vector<image::Picture> knownAnswers = {}; // see edit::RawAnswers
    // The journal outlives the future and the pool's work; nullptr = none is kept, and `input` is not read.
    Journal* journal = nullptr;
    RecordedInput input = {};
    // Called on the guard's thread as soon as the picture is there, or the error, and before the journal
    // starts to write it: what this starts on the pool does not wait for that. Empty = not called.
    std::function<void(const Result<edit::Edited>&)> onEdited = {};
};

struct JournaledOutcome {
    Result<edit::Edited> edited;
    // Why a raw answer could not be kept on the way; what was edited is not affected.
    std::optional<Error> lostAnswer = {};
    // Finishes when the journal has the result and its report, or the failure. The value is the result as it
    // lies in the journal, PNG; empty after a failure and without a journal. An error means that the entry
    // could not be completed: it counts as interrupted later. What was edited is not affected.
    QFuture<Result<QByteArray>> recorded;
    EntryId entry = 0; // in the journal; 0 = there is none
    // After a failure: raw answers that had been paid for and lie in no journal, PNG, in the order of the
    // regions.
    std::vector<QByteArray> unkeptAnswers = {};
};

// Call it on the provider's thread, where `guard` lives; the provider outlives the future. Should the guard
// die first, the future is cancelled. No provider is called before the journal has everything on the disk;
// the outcome comes as soon as the picture is there, while the journal may still be writing. Errors of
// `edited`: FileUnwritable from the journal, before anything was sent; those of edit::runEdit.
[[nodiscard]] QFuture<JournaledOutcome> runJournaledEdit(JournaledEdit edit, providers::Provider& provider,
                                                         providers::Context context, WorkerPool& pool,
                                                         QObject* guard);

} // namespace nb::journal
