#pragma once
// The answers that need no work: what this is, whether it is well, and the documentation page.

#include "core/config/settings.h"
#include "core/server/http/response.h"
#include <chrono>

namespace nb::providers {
class Provider;
}

namespace nb::server {

class Admission;

[[nodiscard]] Response indexPage();

// Never waits for the provider; asks only what is known of it.
[[nodiscard]] Response healthPage(const config::Settings& settings, const providers::Provider& provider,
                                  const Admission& admission, std::chrono::steady_clock::time_point began);

[[nodiscard]] Response openapiPage();

// The OpenAPI description as a page that loads nothing from elsewhere.
[[nodiscard]] Response docsPage();

} // namespace nb::server
