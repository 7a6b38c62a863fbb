#pragma once
// The request log in a database: entries wait in a bounded queue for a thread of its own, which writes them
// in batches, waits for a database that is away, and deletes what is older than the retention. Nobody who
// adds an entry waits for the database. What does not fit into the queue, and what is left at the end, is
// dropped and counted. An entry may be there twice where the connection broke while its batch was being
// confirmed.

#include "core/base/result.h"
#include "core/config/settings.h"
#include "core/server/store/request_log.h"
#include <memory>
#include <thread>

namespace nb::telemetry {
class Metrics;
}

namespace nb::request_log {

struct Limits {
    int queueRows = 10'000;
    int batchRows = 100;                         // at most 1000
    std::chrono::milliseconds delay{1'000};      // that a row waits for more of them
    std::chrono::milliseconds firstPause{1'000}; // after a failure; doubled with each further one
    std::chrono::milliseconds longestPause{30'000};
    std::chrono::milliseconds answerTimeout{30'000}; // with a database that does not answer
    std::chrono::milliseconds flush{5'000};          // at the end
    std::chrono::milliseconds pruneInterval{3'600'000};
    int pruneRows = 1'000; // that are deleted at once
};

class DatabaseRequestLog : public server::RequestLog {
public:
    // Begins to connect, and returns before that is done. The metrics must outlive it. Error: InvalidArgument
    // that names the setting, for a URL or key that cannot be used and for a driver that is not installed.
    static Result<std::unique_ptr<DatabaseRequestLog>> create(const config::RequestLogSettings& settings,
                                                              telemetry::Metrics& metrics,
                                                              const Limits& limits = {});
    // Writes what waits, for at most Limits::flush and another second.
    ~DatabaseRequestLog() override;

    // From any thread.
    void add(server::LoggedRequest request) override;

private:
    class Writer;
    explicit DatabaseRequestLog(std::shared_ptr<Writer> writer);

    const std::shared_ptr<Writer>
        m_writer; // shared with the thread, which may hang in a call of the driver's
    std::thread m_thread;
};

} // namespace nb::request_log
