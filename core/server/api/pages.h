#pragma once
// The responses that need no work: index, health, limits, readiness and the documentation.

#include "core/base/result.h"
#include "core/config/settings.h"
#include "core/server/http/response.h"
#include <chrono>

namespace nb::providers {
class Provider;
}

namespace nb::server {

class Admission;

[[nodiscard]] Response indexPage();

// Never waits for the provider; reports what is known of it.
[[nodiscard]] Response healthPage(const config::Settings& settings, const providers::Provider& provider,
                                  const Admission& admission, std::chrono::steady_clock::time_point began);

// What a page must know before it uploads: what the validation allows, who makes the edits, whether a token
// is asked for.
[[nodiscard]] Response limitsPage(const config::Settings& settings, const providers::Provider& provider);

// Error: Overloaded while the server is draining or the queue is full.
[[nodiscard]] Result<Response> readinessPage(const Admission& admission);

[[nodiscard]] Response openapiPage();

// The OpenAPI description as a page that loads nothing from elsewhere.
[[nodiscard]] Response docsPage();

} // namespace nb::server
