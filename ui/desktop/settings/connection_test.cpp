#include "ui/desktop/settings/connection_test.h"

#include "core/providers/registry.h"

namespace nb::desktop {

ConnectionTest::ConnectionTest(QObject* parent) : QObject(parent) {}

ConnectionTest::~ConnectionTest() = default;

Result<> ConnectionTest::start(const config::ProviderSettings& settings, Done done) {
    m_provider.reset();
    Result<std::unique_ptr<providers::Provider>> made = providers::create(settings, m_pool);
    if (!made)
        return made.error();
    m_provider = std::move(*made);
    m_provider->check().then(this, [done = std::move(done)](const Result<providers::CheckResult>& result) {
        if (result) // otherwise cancelled
            done(*result);
    });
    return {};
}

QString ConnectionTest::sentence(const providers::CheckResult& result) {
    switch (result.verdict) {
    case providers::CheckResult::Verdict::Local:
        return tr("There is nothing to test: edits are done on this computer, offline");
    case providers::CheckResult::Verdict::Unreachable:
        return tr("Cannot reach %1: %2")
            .arg(result.host, result.reason.isEmpty() ? tr("it does not answer") : result.reason);
    case providers::CheckResult::Verdict::KeyRefused:
        return tr("%1 is there, but refuses the key").arg(result.host);
    case providers::CheckResult::Verdict::Works:
        return tr("%1 is there and takes the key").arg(result.host);
    case providers::CheckResult::Verdict::Reached:
        break;
    }
    return tr("%1 is there (it answered with %2). Whether it takes the key will be known at the first edit")
        .arg(result.host, QString::number(result.status));
}

} // namespace nb::desktop
