#include "app/services.h"

#include "core/journal/journal.h"
#include "core/providers/provider.h"
#include "core/providers/registry.h"

namespace nb::app {
namespace {

QStringList secretsOf(const config::Settings& settings, const QStringList& apiTokens) {
    return QStringList(settings.provider.key) + apiTokens + settings.tracing.secrets() +
           settings.requestLog.secrets();
}

} // namespace

Services::Services(const config::Settings& effective)
    : settings(effective), secrets(secretsOf(effective, effective.server.apiTokens)),
      pool(effective.workers) {}

Services::~Services() = default;

void Services::hideTokens(const QStringList& apiTokens) {
    secrets = log::HiddenSecrets(secretsOf(settings, apiTokens));
}

Result<> Services::openJournal(const QString& folder) {
    Result<std::unique_ptr<journal::Journal>> opened = journal::Journal::open(folder);
    if (!opened)
        return opened.error();
    journal = std::move(*opened);
    return {};
}

log::Level stderrLevel(const config::Settings& settings) {
    return settings.logLevel == log::Level::Debug ? log::Level::Debug : log::Level::Warning;
}

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
