#include "app/services.h"

#include "core/journal/journal.h"
#include "core/providers/provider.h"
#include "core/providers/registry.h"

namespace nb::app {

Services::Services(const config::Settings& effective) : settings(effective), pool(effective.workers) {}

Services::~Services() = default;

Result<std::unique_ptr<Services>> makeServices(const config::Settings& settings) {
    auto services = std::make_unique<Services>(settings);
    Result<std::unique_ptr<providers::Provider>> provider =
        providers::create(settings.provider, services->pool);
    if (!provider)
        return provider.error();
    services->provider = std::move(*provider);
    return services;
}

} // namespace nb::app
