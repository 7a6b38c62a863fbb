#pragma once
// The effective configuration as typed values: what the rest of the program reads. Names, defaults, ranges
// and help texts are in the option table (core/config/options.h), the only place that sets these
// values.

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
    QString tlsCertificateFile;   // PEM; empty = plain HTTP
    QString tlsKeyFile;           // PEM; empty exactly if tlsCertificateFile is
    quint16 metricsPort = 0;      // for what operators read; 0 = on the same port
    QStringList metricsAllowlist; // CIDR, checked; empty = everybody
    QStringList allowedOrigins;   // as browsers send them; the one entry "*" = any
    bool rateLimitEnabled = false;
    int rateLimitPerMinute = 0;
    int rateLimitBurst = 0;
    QStringList rateLimitAllowlist; // CIDR, checked
    QStringList trustedProxies;     // CIDR, checked
    bool cacheEnabled = false;
    std::chrono::seconds cacheTtl{0};
    QUrl redisUrl;                         // with its password, secret; empty = none
    QString redisTlsCaFile;                // a PEM file; empty = what the system trusts
    QStringList apiTokens;                 // secret; empty = open
    int maxBodyMemoryMb = 0;               // all request bodies together; 0 = from the memory limit
    std::chrono::seconds bodyTimeout{0};   // one request body, from its first byte to its last
    int queueSize = 0;                     // edits that may wait; further ones are refused with 503
    std::chrono::seconds queueTimeout{10}; // that an edit waits at most
    int maxInFlight = 0;                   // edits that run at once, provider calls included
    std::chrono::seconds shutdownGrace{0}; // for running edits once the process is told to stop
};

struct ImageSettings {
    bool strictValidation = true;
    int maxSizeMb = 0;    // encoded, one file, 1 MB = 1024 * 1024 bytes
    int maxDimension = 0; // pixels, each side
    int minDimension = 0; // pixels, each side
};

struct Settings {
    ProviderSettings provider;
    ServerSettings server;
    ImageSettings image;
    bool debug = false;
    LogLevel logLevel = LogLevel::Info;
    QString environment; // lower case: "development", "production", …
    int workers = 0;     // threads of the pixel pool; 0 = one per core

    // Without a key: every edit is made by the local engine and nothing leaves the machine.
    [[nodiscard]] bool demoMode() const;
};

} // namespace nb::config
