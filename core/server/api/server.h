#pragma once
// The HTTP server: what `nanobanana serve` and the studio's "Serve on this computer" run, as docs/api.md
// describes it. It does not read the environment, does not own the provider or the pool, and installs no
// signal handlers.

#include "core/base/result.h"
#include "core/config/settings.h"
#include "core/server/api/page_files.h"
#include "core/server/store/idempotency_store.h"
#include "core/server/store/request_log.h"
#include <functional>
#include <memory>

namespace nb {
class WorkerPool;
}

namespace nb::providers {
class Provider;
}

namespace nb::telemetry {
class Metrics;
}

namespace nb::server {

// Where results and claims are kept; null = in this process.
struct Stores {
    std::unique_ptr<ResultStore> results;
    std::unique_ptr<IdempotencyStore> claims;
};

// Lives on the thread of the provider, which has an event loop. Provider and pool must outlive it. Destroying
// it closes every connection and asks running edits to stop.
class Server {
public:
    // Error: InvalidArgument, naming the setting, for subnets that cannot be parsed and for less memory than
    // a body may take. page: what WEB_PORT serves beside the API; without files it says so.
    static Result<std::unique_ptr<Server>> create(const config::Settings& settings,
                                                  providers::Provider& provider, WorkerPool& pool,
                                                  Stores stores = {}, const PageFiles& page = {});
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // From now on each request to POST /api/edit is added to it when it has ended. It is destroyed with the
    // server, when no more can come, and may use metrics(). Call it at most once, before listen().
    void keepRequestLog(std::unique_ptr<RequestLog> requestLog);

    // Starts to accept on the settings' host and ports and returns the API's port, which matters for port 0.
    // Call it once. Error: InvalidArgument naming host and port, if the host is no address or a port is
    // taken, or that names the TLS setting at fault.
    Result<quint16> listen();

    // Takes over the API tokens and the TLS files of new settings; requests that were let in go on, open
    // connections keep their certificate. The rest of the settings is not looked at. Error: InvalidArgument
    // naming the setting; then nothing changes.
    Result<> reload(const config::Settings& settings);

    // Stops accepting, answers new edits on open connections with 503 and lets those that run or wait finish,
    // at most for the settings' shutdownGrace; what is left then is cancelled. `drained` is called once, from
    // the event loop, when nothing runs any more. Call it once.
    void drain(std::function<void()> drained);

    // What /metrics shows.
    [[nodiscard]] telemetry::Metrics& metrics();

private:
    struct Data;
    explicit Server(std::unique_ptr<Data> data);

    std::unique_ptr<Data> m_data;
};

} // namespace nb::server
