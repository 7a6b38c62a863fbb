#pragma once
// The effective configuration as typed values: what the rest of the program reads. Names, defaults, ranges
// and help texts are in the option table (core/config/options.h), the only place that sets these
// values.

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <chrono>

namespace nb::config {

enum class LogLevel { Debug, Info, Warning, Error };

struct ProviderSettings {
    QUrl url;
    QString key;                     // secret; empty or "demo_key_placeholder" = demo mode
    QString provider;                // "auto", "nanobanana", "gemini", "openai", "local"
    QString localMethod;             // of the local engine: "patch" or "telea"; empty = "patch"
    QString model;                   // empty = the provider's own default
    std::chrono::seconds timeout{0}; // the whole edit
};

struct ServerSettings {
    QString host;                 // an IPv4 or IPv6 address
    quint16 port = 0;             // 0 = any free one
    quint16 metricsPort = 0;      // for what operators read; 0 = on the same port
    quint16 webPort = 0;          // for the web page and the API beside it; 0 = none
    int maxBodyMemoryMb = 0;      // all request bodies together; 0 = from the memory limit
    QString tlsCertificateFile;   // PEM; empty = plain HTTP
    QString tlsKeyFile;           // PEM; empty exactly if tlsCertificateFile is
    QStringList apiTokens;        // secret; empty = open
    QStringList allowedOrigins;   // as browsers send them; the one entry "*" = any
    QStringList trustedProxies;   // CIDR, checked
    QStringList metricsAllowlist; // CIDR, checked; empty = everybody

    QStringList rateLimitAllowlist; // CIDR, checked
    int rateLimitPerMinute = 0;
    int rateLimitBurst = 0;
    bool rateLimitEnabled = false;

    bool cacheEnabled = false;
    std::chrono::seconds cacheTtl{0};
    QUrl redisUrl;          // with its password, secret; empty = none
    QString redisTlsCaFile; // a PEM file; empty = what the system trusts

    int queueSize = 0;                     // edits that may wait; further ones are refused with 503
    int maxInFlight = 0;                   // edits that run at once, provider calls included
    std::chrono::seconds queueTimeout{10}; // that an edit waits at most
    std::chrono::seconds bodyTimeout{0};   // one request body, from its first byte to its last
    std::chrono::seconds shutdownGrace{0}; // for running edits once the process is told to stop
};

struct ImageSettings {
    bool strictValidation = true;
    int maxSizeMb = 0;    // encoded, one file, 1 MB = 1024 * 1024 bytes
    int maxDimension = 0; // pixels, each side
    int minDimension = 0; // pixels, each side
};

struct RequestLogSettings {
    QString url;       // core/config/database_address.h, with its password, secret; empty = none is kept
    QString clientKey; // secret; empty = a random one
    std::chrono::days retention{0}; // 0 = for ever

    // What must not be shown anywhere.
    [[nodiscard]] QStringList secrets() const;
};

// The OpenTelemetry variables as they were set; core/telemetry/otlp_target.h says where the traces go.
struct TracingSettings {
    using Pairs = QList<QPair<QByteArray, QByteArray>>; // percent-decoded

    bool disabled = false;
    QString exporter;    // "otlp" or "none"
    QUrl endpoint;       // without v1/traces; empty = none
    QUrl tracesEndpoint; // complete; wins over endpoint
    Pairs headers;       // the values are secret
    Pairs tracesHeaders; // if there are any, they take the place of headers
    std::chrono::milliseconds timeout{0};
    std::chrono::milliseconds tracesTimeout{0}; // 0 = as timeout
    QString compression;                        // "none" or "gzip"
    QString tracesCompression;                  // empty = as compression
    QString certificateFile;                    // PEM of the authorities to trust; empty = the system's
    QString serviceName;
    Pairs resourceAttributes;
    QString sampler;                            // a choice of OTEL_TRACES_SAMPLER
    double samplerShare = 1;                    // of the traceidratio samplers, 0 to 1
    int queueSize = 0;                          // spans that may wait for the exporter
    int batchSize = 0;                          // spans in one request
    std::chrono::milliseconds scheduleDelay{0}; // at most between a span's end and its delivery
    std::chrono::milliseconds exportTimeout{0}; // of one batch with its retries

    // What must not be shown anywhere.
    [[nodiscard]] QStringList secrets() const;
};

struct Settings {
    ProviderSettings provider;
    ServerSettings server;
    ImageSettings image;
    RequestLogSettings requestLog;
    TracingSettings tracing;
    bool debug = false;
    LogLevel logLevel = LogLevel::Info;
    QString environment; // lower case: "development", "production", …
    int workers = 0;     // threads of the pixel pool; 0 = one per core

    // Without a key: every edit is made by the local engine and nothing leaves the machine.
    [[nodiscard]] bool demoMode() const;
};

} // namespace nb::config
