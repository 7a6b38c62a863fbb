#pragma once
// One variant of a generation from the snapshot to the layer that it makes: journal, provider, fit, blend.
// It knows no document and no queue.

#include "core/journal/edit_record.h"
#include "core/project/layer.h"
#include "ui/desktop/generation/generation.h"
#include <functional>

namespace nb::desktop {

// What the variants of a request share. Never written to once made.
struct VariantInput {
    image::Picture picture;
    std::shared_ptr<const mask::Mask> mask;
    journal::RecordedInput record; // empty without a journal
};
using VariantInputPtr = std::shared_ptr<const VariantInput>;

// Blocking, for the pool. Errors: MaskEmpty, those of encoding.
Result<VariantInputPtr> variantInput(const GenerationRequest& request, bool encoded);

struct VariantEdit {
    VariantInputPtr input;
    edit::Parameters parameters; // seed: of this variant
    std::shared_ptr<providers::Provider> provider;
    journal::Journal* journal = nullptr; // outlives the pool's work; nullptr = none is kept
    // What went wrong with the journal after the call; the layer is there all the same. On the thread of the
    // guard.
    std::function<void(const Error&)> onJournalTrouble = {};
};

// Call it on the provider's thread, where `guard` lives. No provider is called before the journal has
// everything on the disk; the layer is handed over before the journal has the whole result. Errors: those of
// the journal's begin and of edit::run.
[[nodiscard]] QFuture<Result<project::Layer>> run(const VariantEdit& variant, providers::Context context,
                                                  WorkerPool& pool, QObject* guard);

// The rectangle of `edited` that the edit may have changed, with its mask and what is to be known about it.
// Blocking.
[[nodiscard]] project::Layer layerOf(const edit::Edited& edited, const mask::Mask& mask,
                                     const edit::Parameters& parameters);

} // namespace nb::desktop
