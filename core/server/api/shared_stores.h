#pragma once
// What several servers share, joined as the settings say: in Redis where there is REDIS_URL, with the stores
// of this process behind it, else those alone.

#include "core/base/result.h"
#include "core/config/settings.h"
#include "core/server/api/rate_limits.h"
#include "core/server/redis/client.h"
#include "core/server/store/idempotency_store.h"

namespace nb {
class WorkerPool;
}

namespace nb::server {

// Error: InvalidArgument, naming the option, if what Redis needs for TLS is not there.
[[nodiscard]] Result<> checkRedis(const config::ServerSettings& settings);

// Begins to connect; null without REDIS_URL. The metrics must outlive it.
[[nodiscard]] std::unique_ptr<redis::Client> connectToRedis(const config::ServerSettings& settings,
                                                            telemetry::Metrics& metrics);

// Each takes what this process alone would have. client: null = nothing is shared; else it and the pool must
// outlive what is returned.
[[nodiscard]] std::unique_ptr<RateLimits> shared(std::unique_ptr<RateLimits> own, const RateLimit& limit,
                                                 redis::Client* client);
[[nodiscard]] std::unique_ptr<ResultStore> shared(std::unique_ptr<ResultStore> own, redis::Client* client,
                                                  WorkerPool& pool);
[[nodiscard]] std::unique_ptr<IdempotencyStore> shared(std::unique_ptr<IdempotencyStore> own,
                                                       redis::Client* client, WorkerPool& pool);

} // namespace nb::server
