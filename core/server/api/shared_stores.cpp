#include "core/server/api/shared_stores.h"

#include "core/server/api/shared_rate_limits.h"
#include "core/server/redis/redis_idempotency_store.h"
#include "core/server/redis/redis_result_store.h"
#include "core/telemetry/metrics.h"
#include <QSslCertificate>
#include <QSslSocket>

namespace nb::server {

Result<> checkRedis(const config::ServerSettings& settings) {
    const redis::Address address = redis::Address::of(settings.redisUrl);
    if (address.encryption != redis::Encryption::Tls)
        return {};
    if (!QSslSocket::supportsSsl())
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("REDIS_URL: rediss:// needs OpenSSL, which Qt did not find")};
    const QString& file = settings.redisTlsCaFile;
    if (!file.isEmpty() && QSslCertificate::fromPath(file).isEmpty())
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("REDIS_TLS_CA_FILE=%1 cannot be read or has no certificate in PEM form")
                         .arg(file)};
    return {};
}

std::unique_ptr<redis::Client> connectToRedis(const config::ServerSettings& settings,
                                              telemetry::Metrics& metrics) {
    if (settings.redisUrl.isEmpty())
        return nullptr;
    redis::Address address = redis::Address::of(settings.redisUrl);
    address.certificateAuthorities = settings.redisTlsCaFile;
    metrics.useRedis();
    return std::make_unique<redis::Client>(address, metrics);
}

std::unique_ptr<RateLimits> shared(std::unique_ptr<RateLimits> own, const RateLimit& limit,
                                   redis::Client* client) {
    if (!client)
        return own;
    return std::make_unique<SharedRateLimits>(limit, *client, std::move(own));
}

std::unique_ptr<ResultStore> shared(std::unique_ptr<ResultStore> own, redis::Client* client,
                                    WorkerPool& pool) {
    if (!client)
        return own;
    return std::make_unique<redis::RedisResultStore>(std::move(own), *client, pool);
}

std::unique_ptr<IdempotencyStore> shared(std::unique_ptr<IdempotencyStore> own, redis::Client* client,
                                         WorkerPool& pool) {
    if (!client)
        return own;
    return std::make_unique<redis::RedisIdempotencyStore>(std::move(own), *client, pool);
}

} // namespace nb::server
