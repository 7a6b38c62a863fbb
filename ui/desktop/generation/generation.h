#pragma once
// A request to a provider with its variants, and their state. Plain values; GenerationQueue works on them.

#include "core/edit/parameters.h"
#include "core/image/picture.h"
#include "core/mask/mask.h"
#include "core/providers/provider.h"
#include <QElapsedTimer>
#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace nb::desktop {

using GenerationId = quint64; // from 1, in the order of asking

// Everything that is needed to run it, now or again: picture and mask are those of the moment of asking.
struct GenerationRequest {
    edit::Parameters parameters; // seed: of the first variant, the others count up; nullopt = a random one
    int variants = 1;            // 1 to providers::kMaxVariants
    // Shared: another choice of provider does not end a running request. It lives on the thread of the user
    // interface.
    std::shared_ptr<providers::Provider> provider;
    image::Picture picture;
    std::shared_ptr<const mask::Mask> mask; // StudioDocument::maskSnapshot()
    QString name;                           // of the picture, for the journal
    std::chrono::seconds timeLimit{0};      // of each variant; 0 = none
};

enum class VariantState { Waiting, Running, Ready, Failed, Cancelled };

struct VariantStatus {
    int seed = 0;
    VariantState state = VariantState::Waiting;
    providers::Progress progress = {.phase = providers::Progress::Phase::Uploading};
    int attempts = 0;                // requests that have ended
    std::optional<Error> error = {}; // why it is Failed
    QString layerId = {};            // of the result once it is Ready

    [[nodiscard]] bool isOver() const { return state > VariantState::Running; }
};

struct Generation {
    GenerationId id = 0;
    qint64 position = 0; // of those that wait, the lowest is next
    GenerationRequest request;
    std::vector<VariantStatus> variants;
    QElapsedTimer since; // started when it began to run; invalid while it waits

    [[nodiscard]] bool isOver() const { return std::ranges::all_of(variants, &VariantStatus::isOver); }
    [[nodiscard]] bool isRunning() const { return since.isValid() && !isOver(); }
    [[nodiscard]] int count(VariantState state) const {
        return int(std::ranges::count(variants, state, &VariantStatus::state));
    }
    // Of the first variant that failed.
    [[nodiscard]] std::optional<Error> error() const {
        const auto failed = std::ranges::find(variants, VariantState::Failed, &VariantStatus::state);
        return failed == variants.end() ? std::nullopt : failed->error;
    }
};

} // namespace nb::desktop
