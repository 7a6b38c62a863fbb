#pragma once
// What the studio says about an edit that is planned or has failed: whole sentences, translated. Pure
// functions of the core's values; how far an edit has come is ui/desktop/generation/generation_progress.h.

#include "core/base/error.h"
#include "core/edit/plan.h"
#include <QString>

namespace nb::desktop {

// The prompt of an edit for which none was written, which only an engine that reads none allows. It is sent,
// journalled and saved like any prompt: English in every language of the user interface.
inline const QString kDefaultPrompt = QStringLiteral("Remove");

// A prompt or a layer's name as a person sees it: kDefaultPrompt translated, all others as they are.
[[nodiscard]] QString displayedPrompt(const QString& prompt);

// "Sends 1184 × 864 px around the selection at full size. One call, about $0.04."
[[nodiscard]] QString planText(const edit::EditPlan& plan, int variants);

// Why an edit failed, and what a person can do about it. The provider's own reason is part of it where there
// is one.
[[nodiscard]] QString editErrorText(const Error& error);

// Which parameters the provider ignores; empty = none.
[[nodiscard]] QString ignoredText(const QString& provider, const providers::ProviderCapabilities& can);

} // namespace nb::desktop
