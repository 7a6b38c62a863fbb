#pragma once
// Chooses and builds the provider that the configuration asks for: the only place that knows all of them.

#include "core/base/result.h"
#include "core/config/settings.h"
#include "core/providers/remote_provider.h"
#include <memory>

namespace nb::providers {

// Provider::name() of whom create() would build.
[[nodiscard]] QString providerName(const config::ProviderSettings& settings);

// Models that a provider is known to have, its default first; others may be asked for as well. Empty for one
// that has nothing to choose.
[[nodiscard]] QStringList knownModels(const QString& provider);

// Without a key ("" or "demo_key_placeholder") it is always the local engine, so that nothing leaves the
// machine. "auto" goes by the URL's host: generativelanguage.googleapis.com is gemini, api.openai.com is
// openai, everything else nanobanana. gemini and openai use their own public address when the URL is still
// the default one of NanoBanana. The pool must outlive the provider; call it on the thread that will own the
// provider. Errors: InvalidArgument with the environment variable's name as the field.
Result<std::unique_ptr<Provider>> create(const config::ProviderSettings& settings, WorkerPool& pool,
                                         RemoteProvider::Options options = {});

} // namespace nb::providers
