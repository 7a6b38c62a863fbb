#pragma once
// What the studio says about an edit that is planned, under way, or failed: whole sentences, translated. Pure
// functions; the panels only show them.

#include "core/base/error.h"
#include "core/edit/plan.h"
#include "ui/desktop/generation/generation.h"
#include <QString>

namespace nb::desktop {

// "Sends 1184 × 864 px around the selection at full size. One call, about $0.04."
[[nodiscard]] QString planWords(const edit::EditPlan& plan, int variants);

// For a frame on the canvas, one line: "3200 × 2400 px → 1184 × 888 (37 %)".
[[nodiscard]] QString regionWords(const edit::Region& region);

// Of what a person may do about it. The provider's own reason is part of it where it gave one.
[[nodiscard]] QString troubleWords(const Error& error);

// "Processing · 2 of 4 ready · 12 s · second attempt"
[[nodiscard]] QString progressWords(const Generation& generation, int waiting);

// 0 to 1 of the whole generation; nullopt = nobody knows.
[[nodiscard]] std::optional<double> progressOf(const Generation& generation);

// What the provider does not do with what is asked, one sentence each; empty = it heeds everything.
[[nodiscard]] QString ignoredWords(const QString& provider, const providers::ProviderCapabilities& can);

} // namespace nb::desktop
