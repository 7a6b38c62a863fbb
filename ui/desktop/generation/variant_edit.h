#pragma once
// One variant of a generation, from the snapshot of the document to the layer that it makes. The edit itself
// is core/journal/journaled_edit.h. It knows no document and no queue.

#include "core/journal/journaled_edit.h"
#include "core/project/layer.h"
#include "ui/desktop/generation/generation.h"
#include <functional>

namespace nb::desktop {

// What the variants of a request share. Never written to once made.
struct VariantInput {
    image::Picture picture;
    // The snapshot is held for as long as the plan's selection may share its samples: the next stroke would
    // write into them otherwise.
    std::shared_ptr<const mask::Mask> mask;
    edit::EditPlan plan;
    journal::RecordedInput record; // empty without a journal
};
using VariantInputPtr = std::shared_ptr<const VariantInput>;

// Makes the plan, and encodes the input if a journal wants it. `capabilities` are those of the request's
// provider, which is not touched. Blocking, for the pool. Errors: MaskEmpty, those of encoding.
Result<VariantInputPtr> makeVariantInput(const GenerationRequest& request,
                                         const providers::ProviderCapabilities& capabilities,
                                         bool isJournaled);

struct VariantEdit {
    VariantInputPtr input;
    edit::Parameters parameters; // seed: of this variant
    std::shared_ptr<providers::Provider> provider;
    journal::Journal* journal = nullptr; // outlives the pool's work; nullptr = none is kept
    // What the journal could not keep after the call; the layer is not affected. On the guard's thread.
    std::function<void(const Error&)> onJournalError = {};
};

// Call it on the provider's thread, where `guard` lives. The layer is handed over before the journal has the
// whole result. Errors: those of journal::runJournaledEdit.
[[nodiscard]] QFuture<Result<project::Layer>>
runVariant(const VariantEdit& variant, providers::Context context, WorkerPool& pool, QObject* guard);

// The rectangle of `edited` that the edit may have changed, with its mask and what is known about it.
// Blocking.
[[nodiscard]] project::Layer layerOf(const edit::Edited& edited, const edit::EditPlan& plan,
                                     const edit::Parameters& parameters);

} // namespace nb::desktop
