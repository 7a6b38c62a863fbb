#pragma once
// The connection test of the preferences: asks the provider that settings describe, saved or not, whether it
// can be reached and accepts the key (providers::Provider::check), and says the result in a sentence.

#include "core/base/result.h"
#include "core/base/worker_pool.h"
#include "core/config/settings.h"
#include "core/providers/provider.h"
#include <QObject>
#include <functional>
#include <memory>

namespace nb::desktop {

class ConnectionTest : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(const providers::CheckResult&)>;

    explicit ConnectionTest(QObject* parent = nullptr);
    ~ConnectionTest() override; // cancels a test that has not ended

    // done is called once, later, unless another test is started before. Error: InvalidArgument; done is not
    // called.
    Result<> start(const config::ProviderSettings& settings, Done done);

    [[nodiscard]] static QString sentence(const providers::CheckResult& result);

private:
    WorkerPool m_pool{1}; // a provider needs one; no picture is sent
    std::unique_ptr<providers::Provider> m_provider;
};

} // namespace nb::desktop
