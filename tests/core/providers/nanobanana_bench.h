#pragma once
// A fake NanoBanana API with a provider that talks to it in fake time, and what the provider reported.

#include "core/base/worker_pool.h"
#include "core/providers/nanobanana.h"
#include "core/providers/remote_provider.h"
#include "tests/core/providers/provider_test.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/fake_time.h"

namespace nb::test {

// The key holds characters that JSON, URLs and base64 write differently.
inline const QByteArray kKey = "sk-live/Zq+7==secret_0815";

struct NanobananaBench {
    FakeNanoBanana fake{kKey};
    FakeTime time;
    WorkerPool pool{2};
    std::unique_ptr<providers::RemoteProvider> provider;
    QList<providers::Attempt> attempts;
    QList<providers::Progress> progress;

    explicit NanobananaBench(const providers::RetryLimits& limits = {}) : NanobananaBench(limits, kKey) {}
    NanobananaBench(const providers::RetryLimits& limits, const QByteArray& key) {
        providers::RemoteProvider::Options options;
        options.timing = time.timing();
        options.limits = limits;
        provider = std::make_unique<providers::RemoteProvider>(
            std::make_shared<providers::NanobananaWire>(fake.url(), key), pool, options);
    }

    QFuture<Result<providers::Answer>> start(providers::Job job = sampleJob(),
                                             providers::Context context = {}) {
        context.onAttempt = [this](const providers::Attempt& attempt) { attempts.append(attempt); };
        context.onProgress = [this](const providers::Progress& p) { progress.append(p); };
        return provider->edit(std::move(job), context);
    }
    Result<providers::Answer> edit(providers::Job job = sampleJob(), providers::Context context = {}) {
        return finished(start(std::move(job), std::move(context)));
    }
    [[nodiscard]] QStringList outcomes() const {
        QStringList list;
        for (const providers::Attempt& attempt : attempts)
            list.append(attempt.outcome);
        return list;
    }
};

inline Reply json(int status, const QByteArray& body) {
    return {status, "application/json", body};
}

} // namespace nb::test
