#include "core/config/options.h"

#include <QUrl>
#include <algorithm>

namespace nb::config {
namespace {

QList<Option> providerOptions() {
    return {
        {.name = "NANOBANANA_URL",
         .section = Section::Provider,
         .type = Type::Url,
         .defaultText = "https://api.nanobanana.ai/v1/inpaint",
         .help = "Where edits are sent. Redirects are not followed, so that the key goes nowhere else.",
         .apply = [](Settings& s, const QVariant& v) { s.provider.url = v.toUrl(); }},
        {.name = "NANOBANANA_KEY",
         .section = Section::Provider,
         .type = Type::Key,
         .secrecy = Secrecy::Secret,
         .fileVariant = FileVariant::Supported,
         .help =
             "The key of the API. Empty or `demo_key_placeholder` is demo mode: everything is done by the "
             "local engine and nothing leaves the machine.",
         .apply = [](Settings& s, const QVariant& v) { s.provider.key = v.toString(); }},
        {.name = "NANOBANANA_PROVIDER",
         .flag = "provider",
         .section = Section::Provider,
         .type = Type::Choice,
         .defaultText = "auto",
         .choices = {"auto", "nanobanana", "gemini", "openai", "local"},
         .help =
             "Who does the edits. `auto` goes by the host of `NANOBANANA_URL` and by whether there is a key.",
         .apply = [](Settings& s, const QVariant& v) { s.provider.provider = v.toString(); }},
        {.name = "NANOBANANA_LOCAL_METHOD",
         .flag = "method",
         .section = Section::Provider,
         .type = Type::Choice,
         .defaultText = "patch",
         .choices = {"patch", "telea"},
         .help = "How the local engine fills. `patch` continues texture and edges; `telea` is OpenCV's "
                 "smooth inpainting, for comparison only.",
         .apply = [](Settings& s, const QVariant& v) { s.provider.localMethod = v.toString(); }},
        {.name = "NANOBANANA_MODEL",
         .section = Section::Provider,
         .help = "The provider's model, for example `gemini-2.5-flash-image`. Empty is the provider's own "
                 "default.",
         .apply = [](Settings& s, const QVariant& v) { s.provider.model = v.toString(); }},
        {.name = "REQUEST_TIMEOUT",
         .section = Section::Provider,
         .type = Type::Integer,
         .unit = "seconds",
         .defaultText = "120",
         .min = 1,
         .max = 3600,
         .help = "For the whole edit: waiting, every attempt at the provider, and the pixels.",
         .apply = [](Settings& s,
                     const QVariant& v) { s.provider.timeout = std::chrono::seconds(v.toLongLong()); }},
    };
}

QList<Option> serverOptions() {
    return {
        {.name = "HOST",
         .flag = "host",
         .type = Type::Address,
         .defaultText = "0.0.0.0",
         .help = "The address to listen on. `0.0.0.0` is every IPv4 address, `::` every address.",
         .apply = [](Settings& s, const QVariant& v) { s.server.host = v.toString(); }},
        {.name = "PORT",
         .flag = "port",
         .type = Type::Integer,
         .defaultText = "8000",
         .max = 65535,
         .help = "The port to listen on. 0 picks a free one; the `Listening` line of the log names it.",
         .apply = [](Settings& s, const QVariant& v) { s.server.port = static_cast<quint16>(v.toUInt()); }},
        {.name = "ENVIRONMENT",
         .type = Type::Word,
         .defaultText = "development",
         .help = "`production` adds `Strict-Transport-Security` to every answer. Other words are yours to "
                 "choose.",
         .apply = [](Settings& s, const QVariant& v) { s.environment = v.toString(); }},
        {.name = "DEBUG",
         .type = Type::Boolean,
         .defaultText = "false",
         .help = "Serves `/docs` and logs more detail: `LOG_LEVEL` is `DEBUG` unless it is set. Answers "
                 "never hold more "
                 "because of it.",
         .apply = [](Settings& s, const QVariant& v) { s.debug = v.toBool(); }},
        {.name = "ALLOWED_ORIGINS",
         .type = Type::Origins,
         .defaultText = "http://localhost:5173,http://127.0.0.1:5173",
         .help =
             "Web pages that may call the API from a browser. Another `Origin` is answered with 403 on a "
             "request that spends money. `*` alone allows every page; it is refused together with "
             "`API_TOKENS`: whoever needs credentials also says from which pages they may come. The server "
             "never sends `Access-Control-Allow-Credentials`, so cookies play no part.",
         .apply = [](Settings& s, const QVariant& v) { s.server.allowedOrigins = v.toStringList(); }},
        {.name = "API_TOKENS",
         .type = Type::Tokens,
         .secrecy = Secrecy::Secret,
         .fileVariant = FileVariant::Supported,
         .help = "Clients must send one of these as `Authorization: Bearer …`. Empty leaves the API open. In "
                 "a file "
                 "they may also stand one to a line.",
         .apply = [](Settings& s, const QVariant& v) { s.server.apiTokens = v.toStringList(); }},
        {.name = "TRUSTED_PROXIES",
         .type = Type::Subnets,
         .help = "Proxies whose `X-Forwarded-For` and `X-Real-IP` count. The client is the rightmost address "
                 "that "
                 "is not one of them.",
         .apply = [](Settings& s, const QVariant& v) { s.server.trustedProxies = v.toStringList(); }},
        {.name = "WORKERS",
         .type = Type::Integer,
         .unit = "threads",
         .defaultText = "0",
         .max = 256,
         .help = "Threads that work on pixels. 0 is one for each core.",
         .apply = [](Settings& s, const QVariant& v) { s.workers = v.toInt(); }},
        {.name = "MAX_IN_FLIGHT",
         .type = Type::Integer,
         .unit = "edits",
         .defaultText = "16",
         .min = 1,
         .max = 1000,
         .help = "Edits that are worked on at the same time, waiting for the provider included.",
         .apply = [](Settings& s, const QVariant& v) { s.server.maxInFlight = v.toInt(); }},
        {.name = "QUEUE_SIZE",
         .type = Type::Integer,
         .unit = "edits",
         .defaultText = "32",
         .max = 10000,
         .help = "Edits that wait while `MAX_IN_FLIGHT` are under way. One more is answered with 503 and "
                 "`Retry-After`.",
         .apply = [](Settings& s, const QVariant& v) { s.server.queueSize = v.toInt(); }},
        {.name = "SHUTDOWN_GRACE",
         .type = Type::Integer,
         .unit = "seconds",
         .defaultText = "30",
         .max = 3600,
         .help = "How long running edits may go on once the server is told to stop. As long as "
                 "`REQUEST_TIMEOUT`, it never cuts one short.",
         .apply = [](Settings& s,
                     const QVariant& v) { s.server.shutdownGrace = std::chrono::seconds(v.toLongLong()); }},
    };
}

QList<Option> rateLimitOptions() {
    return {
        {.name = "RATE_LIMIT_ENABLED",
         .section = Section::RateLimit,
         .type = Type::Boolean,
         .defaultText = "true",
         .help = "Whether each client gets a token bucket. Refused requests are answered with 429.",
         .apply = [](Settings& s, const QVariant& v) { s.server.rateLimitEnabled = v.toBool(); }},
        {.name = "RATE_LIMIT_RPM",
         .section = Section::RateLimit,
         .type = Type::Integer,
         .unit = "requests a minute",
         .defaultText = "60",
         .min = 1,
         .max = 1000000,
         .help = "How fast a client's bucket fills.",
         .apply = [](Settings& s, const QVariant& v) { s.server.rateLimitPerMinute = v.toInt(); }},
        {.name = "RATE_LIMIT_BURST",
         .section = Section::RateLimit,
         .type = Type::Integer,
         .unit = "requests",
         .defaultText = "20",
         .min = 1,
         .max = 100000,
         .help = "How much a client's bucket holds: requests that may come at once.",
         .apply = [](Settings& s, const QVariant& v) { s.server.rateLimitBurst = v.toInt(); }},
        {.name = "RATE_LIMIT_ALLOWLIST",
         .section = Section::RateLimit,
         .type = Type::Subnets,
         .help = "Clients without a rate limit.",
         .apply = [](Settings& s, const QVariant& v) { s.server.rateLimitAllowlist = v.toStringList(); }},
    };
}

QList<Option> imageOptions() {
    return {
        {.name = "STRICT_VALIDATION",
         .section = Section::Images,
         .type = Type::Boolean,
         .defaultText = "true",
         .help = "Refuses an RGB mask without alpha. With `false`, its luminance is the mask.",
         .apply = [](Settings& s, const QVariant& v) { s.image.strictValidation = v.toBool(); }},
        {.name = "MAX_IMAGE_SIZE_MB",
         .section = Section::Images,
         .type = Type::Integer,
         .unit = "MB",
         .defaultText = "10",
         .min = 1,
         .max = 200,
         .help = "The largest file of a picture or a mask, as it is uploaded. 1 MB is 1024 × 1024 bytes.",
         .apply = [](Settings& s, const QVariant& v) { s.image.maxSizeMb = v.toInt(); }},
        {.name = "MAX_IMAGE_DIMENSION",
         .section = Section::Images,
         .type = Type::Integer,
         .unit = "pixels",
         .defaultText = "2048",
         .min = 1,
         .max = 16384,
         .help = "The longest side of a picture.",
         .apply = [](Settings& s, const QVariant& v) { s.image.maxDimension = v.toInt(); }},
        {.name = "MIN_IMAGE_DIMENSION",
         .section = Section::Images,
         .type = Type::Integer,
         .unit = "pixels",
         .defaultText = "256",
         .min = 1,
         .max = 16384,
         .help = "The shortest side of a picture; at most `MAX_IMAGE_DIMENSION`.",
         .apply = [](Settings& s, const QVariant& v) { s.image.minDimension = v.toInt(); }},
    };
}

QList<Option> cacheOptions() {
    return {
        {.name = "CACHE_ENABLED",
         .section = Section::Cache,
         .type = Type::Boolean,
         .defaultText = "false",
         .help = "Answers a repeated identical request from memory, and says so in `X-Cache`.",
         .apply = [](Settings& s, const QVariant& v) { s.server.cacheEnabled = v.toBool(); }},
        {.name = "CACHE_TTL",
         .section = Section::Cache,
         .type = Type::Integer,
         .unit = "seconds",
         .defaultText = "3600",
         .min = 1,
         .max = 604800,
         .help = "How long an answer is kept.",
         .apply = [](Settings& s,
                     const QVariant& v) { s.server.cacheTtl = std::chrono::seconds(v.toLongLong()); }},
        {.name = "REDIS_URL",
         .section = Section::Cache,
         .type = Type::RedisUrl,
         .support = Support::Planned,
         .help = "Rate limits and cache shared by several replicas. Empty keeps them in the process."},
    };
}

LogLevel levelOf(const QString& word) {
    return word == QStringLiteral("DEBUG")     ? LogLevel::Debug
           : word == QStringLiteral("WARNING") ? LogLevel::Warning
           : word == QStringLiteral("ERROR")   ? LogLevel::Error
                                               : LogLevel::Info;
}

QList<Option> logOptions() {
    return {
        {.name = "LOG_LEVEL",
         .section = Section::Logs,
         .type = Type::Choice,
         .defaultText = "INFO",
         .choices = {"DEBUG", "INFO", "WARNING", "ERROR"},
         .help = "The least important lines that the server logs. `DEBUG` adds the stages of each edit and "
                 "every attempt "
                 "at the provider, never a prompt, a key or a picture. The other commands and the studio log "
                 "warnings to stderr, and with `DEBUG` everything.",
         .apply = [](Settings& s, const QVariant& v) { s.logLevel = levelOf(v.toString()); }},
    };
}

// The names and defaults of the OpenTelemetry specification.
QList<Option> tracingOptions() {
    QList<Option> list{
        {.name = "OTEL_EXPORTER_OTLP_ENDPOINT",
         .type = Type::Url,
         .help = "The collector that gets the traces, without `/v1/traces`. Empty sends none."},
        {.name = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
         .type = Type::Url,
         .help = "The same as a complete URL; it wins."},
        {.name = "OTEL_EXPORTER_OTLP_HEADERS",
         .type = Type::Pairs,
         .secrecy = Secrecy::Secret,
         .help = "Headers for the collector."},
        {.name = "OTEL_EXPORTER_OTLP_TIMEOUT",
         .type = Type::Integer,
         .unit = "milliseconds",
         .defaultText = "10000",
         .min = 1,
         .max = 600000,
         .help = "For one delivery to the collector."},
        {.name = "OTEL_SERVICE_NAME",
         .defaultText = "nanobanana-inpaint-backend",
         .help = "How the service is called in traces."},
        {.name = "OTEL_RESOURCE_ATTRIBUTES",
         .type = Type::Pairs,
         .help = "What else is known about the service."},
        {.name = "OTEL_TRACES_SAMPLER",
         .type = Type::Choice,
         .defaultText = "parentbased_always_on",
         .choices = {"always_on", "always_off", "traceidratio", "parentbased_always_on",
                     "parentbased_always_off", "parentbased_traceidratio"},
         .help = "Which requests are traced."},
        {.name = "OTEL_TRACES_SAMPLER_ARG",
         .type = Type::Fraction,
         .help = "The share of requests for the `traceidratio` samplers."},
        {.name = "OTEL_SDK_DISABLED",
         .type = Type::Boolean,
         .defaultText = "false",
         .help = "Turns tracing off."},
    };
    for (Option& option : list) {
        option.section = Section::Tracing;
        option.support = Support::Planned;
    }
    return list;
}

} // namespace

const QList<Option>& options() {
    static const QList<Option> all = providerOptions() + serverOptions() + rateLimitOptions() +
                                     imageOptions() + cacheOptions() + logOptions() + tracingOptions();
    return all;
}

const Option* findOption(const QString& name) {
    const auto found = std::find_if(options().begin(), options().end(),
                                    [&](const Option& option) { return option.name == name; });
    return found == options().end() ? nullptr : &*found;
}

QString sectionTitle(Section section) {
    switch (section) {
    case Section::Provider:
        return QStringLiteral("Provider");
    case Section::Server:
        return QStringLiteral("Server");
    case Section::RateLimit:
        return QStringLiteral("Rate limit");
    case Section::Images:
        return QStringLiteral("Pictures and masks");
    case Section::Cache:
        return QStringLiteral("Cache");
    case Section::Logs:
        return QStringLiteral("Logs");
    case Section::Tracing:
        break;
    }
    return QStringLiteral("Tracing");
}

} // namespace nb::config
