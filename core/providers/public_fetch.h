#pragma once
// Fetches a picture from an address that a service named. The address is not trusted: only http and https,
// only public addresses, checked after resolving and then connected to as checked (so that a name cannot
// change its mind in between), no redirects, no key, a cap on the size. Fetching costs nothing, so unlike an
// edit it is repeated after any failure of the connection.

#include "core/base/result.h"
#include "core/providers/http_call.h"
#include "core/providers/retry_loop.h"
#include <QHostInfo>

namespace nb::providers {

enum class FetchRule {
    PublicOnly,
    AnyAddress, // for tests, whose server is on the loopback interface
};

class PublicFetch : public QObject {
    Q_OBJECT

public:
    using OnDone = std::function<void(Result<QByteArray>)>;
    // Looks `host` up and calls `then` on guard's thread, from the event loop, unless guard is gone by then.
    using Resolve =
        std::function<void(const QString& host, QObject* guard, std::function<void(const QHostInfo&)> then)>;

    // onDone is called once, from the event loop, unless the fetch is destroyed first. upstream: for its
    // name, limits and timing only. Errors: ProviderUnusable, ProviderUnavailable.
    PublicFetch(const QUrl& url, FetchRule rule, const Upstream& upstream, HttpCall::OnProgress onProgress,
                OnDone onDone, const Resolve& resolve = &resolveBySystem);
    ~PublicFetch() override;

    static void resolveBySystem(const QString& host, QObject* guard,
                                std::function<void(const QHostInfo&)> then);

private:
    void onResolved(const QHostInfo& info);
    void attempt();
    void onOutcome(const HttpOutcome& outcome);
    void done(Result<QByteArray> result);

    FetchRule m_rule;
    const Upstream& m_upstream;
    HttpRequest m_request;
    HttpCall::OnProgress m_onProgress;
    OnDone m_onDone;
    HttpCall* m_call = nullptr; // deleted by the event loop
    int m_attempt = 0;
};

} // namespace nb::providers
