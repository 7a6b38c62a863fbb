#pragma once
// One edit by a remote API, from the job to the picture: build the request on the pool, send it with retries,
// read the answer on the pool, fetch the picture where the answer is only its address. It ends once: with the
// picture, an error, the deadline or the caller's cancel, whichever comes first, and what is still under way
// then is broken off or ignored.

#include "core/providers/public_fetch.h"
#include "core/providers/retry_loop.h"
#include "core/providers/step.h"
#include "core/providers/wire.h"
#include <QPromise>
#include <QTimer>
#include <memory>
#include <optional>
#include <stop_token>

namespace nb {
class WorkerPool;
}

namespace nb::providers {

class ProviderCall : public QObject, public std::enable_shared_from_this<ProviderCall> {
    Q_OBJECT

public:
    // Work on the pool keeps the call alive; its last owner may be on any thread.
    static std::shared_ptr<ProviderCall> create(std::shared_ptr<const Wire> wire, WorkerPool& pool,
                                                Upstream& upstream, FetchRule fetchRule, Context context);

    [[nodiscard]] QFuture<Result<Answer>> start(Job job);

    // Ends it now, if it has not ended; the upstream is not used after that.
    void finish(Result<Answer> result);

Q_SIGNALS:
    void ended(); // the promise is fulfilled; the last thing that happens

private:
    ProviderCall(std::shared_ptr<const Wire> wire, WorkerPool& pool, Upstream& upstream, FetchRule fetchRule,
                 Context context);

    void send(Result<HttpRequest> request);
    void read(Result<HttpResponse> answer);
    void deliver(Result<ParsedResponse> reading);
    void fetch(const QUrl& url);
    void report(const QString& outcome, const QString& detail = {});
    void reportStep(const Step& step);
    void reportNetwork();

    std::shared_ptr<const Wire> m_wire;
    WorkerPool& m_pool;
    Upstream& m_upstream;
    FetchRule m_fetchRule;
    Context m_context;
    QPromise<Result<Answer>> m_promise;
    QTimer m_deadline;
    std::unique_ptr<RetryLoop> m_loop;
    std::unique_ptr<PublicFetch> m_fetch;
    std::optional<Attempt> m_lastAttempt; // the one that brought the answer, until that is judged
    Step m_network = {kProviderStep};     // not begun, under way, or over
    bool m_finished = false;
    std::optional<std::stop_callback<std::function<void()>>> m_onCancel;
};

} // namespace nb::providers
