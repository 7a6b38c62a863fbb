#include "core/config/options.h"

#include "core/config/request_log_options.h"
#include "core/config/tracing_options.h"

#include <QUrl>
#include <algorithm>

namespace nb::config {

using namespace Qt::StringLiterals;

namespace {

constexpr Programs kEditing = Program::Serve | Program::Edit | Program::Studio;
constexpr Programs kServing = Program::Serve | Program::Studio; // the studio's embedded server

QList<Option> providerOptions() {
    return {
        {.name = u"NANOBANANA_URL"_s,
         .programs = kEditing,
         .section = Section::Provider,
         .type = Type::Url,
         .defaultText = u"https://api.nanobanana.ai/v1/inpaint"_s,
         .help = u"Where edits are sent. Redirects are not followed, so that the key goes nowhere else."_s,
         .apply = [](Settings& s, const QVariant& v) { s.provider.url = v.toUrl(); }},
        {.name = u"NANOBANANA_KEY"_s,
         .programs = kEditing,
         .section = Section::Provider,
         .type = Type::Key,
         .secrecy = Secrecy::Secret,
         .fileVariant = FileVariant::Supported,
         .help =
             u"The key of the API. Empty or `demo_key_placeholder` is demo mode: everything is done by the "
             "local engine and nothing leaves the machine."_s,
         .apply = [](Settings& s, const QVariant& v) { s.provider.key = v.toString(); }},
        {.name = u"NANOBANANA_PROVIDER"_s,
         .flag = u"provider"_s,
         .programs = kEditing,
         .section = Section::Provider,
         .type = Type::Choice,
         .defaultText = u"auto"_s,
         .choices = {u"auto"_s, u"nanobanana"_s, u"gemini"_s, u"openai"_s, u"local"_s},
         .help =
             u"Who does the edits. `auto` goes by the host of `NANOBANANA_URL` and by whether there is a key."_s,
         .apply = [](Settings& s, const QVariant& v) { s.provider.provider = v.toString(); }},
        {.name = u"NANOBANANA_LOCAL_METHOD"_s,
         .flag = u"method"_s,
         .programs = kEditing,
         .section = Section::Provider,
         .type = Type::Choice,
         .defaultText = u"patch"_s,
         .choices = {u"patch"_s, u"telea"_s},
         .help = u"How the local engine fills. `patch` continues texture and edges; `telea` is OpenCV's "
                 "smooth inpainting, for comparison only."_s,
         .apply = [](Settings& s, const QVariant& v) { s.provider.localMethod = v.toString(); }},
        {.name = u"NANOBANANA_MODEL"_s,
         .programs = kEditing,
         .section = Section::Provider,
         .help = u"The provider's model, for example `gemini-2.5-flash-image`. Empty is the provider's own "
                 "default."_s,
         .apply = [](Settings& s, const QVariant& v) { s.provider.model = v.toString(); }},
        {.name = u"REQUEST_TIMEOUT"_s,
         .programs = kEditing,
         .section = Section::Provider,
         .type = Type::Integer,
         .unit = u"seconds"_s,
         .defaultText = u"120"_s,
         .min = 1,
         .max = 3600,
         .help = u"For the whole edit: waiting, every attempt at the provider, and the pixels."_s,
         .apply = [](Settings& s,
                     const QVariant& v) { s.provider.timeout = std::chrono::seconds(v.toLongLong()); }},
    };
}

QList<Option> serverOptions() {
    return {
        {.name = u"HOST"_s,
         .flag = u"host"_s,
         .type = Type::Address,
         .defaultText = u"0.0.0.0"_s,
         .help = u"The address to listen on. `0.0.0.0` is every IPv4 address, `::` every address."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.host = v.toString(); }},
        {.name = u"PORT"_s,
         .flag = u"port"_s,
         .programs = Program::Serve | Program::Health,
         .type = Type::Integer,
         .defaultText = u"8000"_s,
         .max = 65535,
         .help = u"The port to listen on. 0 picks a free one; the `Listening` line of the log names it."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.port = static_cast<quint16>(v.toUInt()); }},
        {.name = u"WEB_PORT"_s,
         .flag = u"web-port"_s,
         .type = Type::Integer,
         .defaultText = u"0"_s,
         .max = 65535,
         .help =
             u"The port of the web page, on `HOST`, with TLS if `PORT` has it. Beside the page it answers "
             "`/health` and `/api/`, and lets its own page use them: by an IP address, `localhost` or a name "
             "under `.localhost`; pages of other names must be in `ALLOWED_ORIGINS`. 0 is no page."_s,
         .apply = [](Settings& s,
                     const QVariant& v) { s.server.webPort = static_cast<quint16>(v.toUInt()); }},
        {.name = u"TLS_CERT_FILE"_s,
         .programs = Program::Serve | Program::Health,
         .help =
             u"The certificate, as PEM, with the chain behind it: the server then speaks HTTPS, TLS 1.2 or "
             "newer. SIGHUP reads it again. Empty is plain HTTP."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.tlsCertificateFile = v.toString(); }},
        {.name = u"TLS_KEY_FILE"_s,
         .help = u"The certificate's private key, as PEM, without a passphrase."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.tlsKeyFile = v.toString(); }},
        {.name = u"METRICS_PORT"_s,
         .type = Type::Integer,
         .min = 1,
         .max = 65535,
         .help =
             u"A port of their own for `/metrics`, `/openapi.json` and `/docs`, on `HOST` and without TLS; "
             "`PORT` then answers 404 for them. Empty leaves them on `PORT`."_s,
         .apply = [](Settings& s,
                     const QVariant& v) { s.server.metricsPort = static_cast<quint16>(v.toUInt()); }},
        {.name = u"METRICS_ALLOWLIST"_s,
         .type = Type::Subnets,
         .help =
             u"The only clients that may read `/metrics`, `/openapi.json` and `/docs`; others get 403. Empty "
             "is everybody."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.metricsAllowlist = v.toStringList(); }},
        {.name = u"ENVIRONMENT"_s,
         .type = Type::Word,
         .defaultText = u"development"_s,
         .help = u"`production` adds `Strict-Transport-Security` to every answer. Other words are yours to "
                 "choose."_s,
         .apply = [](Settings& s, const QVariant& v) { s.environment = v.toString(); }},
        {.name = u"DEBUG"_s,
         .type = Type::Boolean,
         .defaultText = u"false"_s,
         .help = u"Serves `/docs` and logs more detail: `LOG_LEVEL` is `DEBUG` unless it is set. Answers "
                 "never hold more "
                 "because of it."_s,
         .apply = [](Settings& s, const QVariant& v) { s.debug = v.toBool(); }},
        {.name = u"ALLOWED_ORIGINS"_s,
         .programs = kServing,
         .type = Type::Origins,
         .defaultText = u"http://localhost:5173,http://127.0.0.1:5173"_s,
         .help =
             u"Web pages that may call the API from a browser. Another `Origin` is answered with 403 on a "
             "request that spends money. `*` alone allows every page; it is refused together with "
             "`API_TOKENS`: whoever needs credentials also says from which pages they may come. The server "
             "never sends `Access-Control-Allow-Credentials`, so cookies play no part."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.allowedOrigins = v.toStringList(); }},
        {.name = u"API_TOKENS"_s,
         .type = Type::Tokens,
         .secrecy = Secrecy::Secret,
         .fileVariant = FileVariant::Supported,
         .help =
             u"Clients must send one of these as `Authorization: Bearer …`. Empty leaves the API open. In "
             "a file "
             "they may also stand one to a line."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.apiTokens = v.toStringList(); }},
        {.name = u"TRUSTED_PROXIES"_s,
         .programs = kServing,
         .type = Type::Subnets,
         .help =
             u"Proxies whose `X-Forwarded-For` and `X-Real-IP` count. The client is the rightmost address "
             "that "
             "is not one of them."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.trustedProxies = v.toStringList(); }},
        {.name = u"WORKERS"_s,
         .programs = kEditing,
         .type = Type::Integer,
         .unit = u"threads"_s,
         .defaultText = u"0"_s,
         .max = 256,
         .help = u"Threads that work on pixels. 0 is one for each core."_s,
         .apply = [](Settings& s, const QVariant& v) { s.workers = v.toInt(); }},
        {.name = u"MAX_IN_FLIGHT"_s,
         .programs = kServing,
         .type = Type::Integer,
         .unit = u"edits"_s,
         .defaultText = u"16"_s,
         .min = 1,
         .max = 1000,
         .help = u"Edits that are worked on at the same time, waiting for the provider included."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.maxInFlight = v.toInt(); }},
        {.name = u"QUEUE_SIZE"_s,
         .programs = kServing,
         .type = Type::Integer,
         .unit = u"edits"_s,
         .defaultText = u"32"_s,
         .max = 10000,
         .help = u"Edits that wait while `MAX_IN_FLIGHT` are under way. One more is answered with 503 and "
                 "`Retry-After`."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.queueSize = v.toInt(); }},
        {.name = u"QUEUE_TIMEOUT"_s,
         .programs = kServing,
         .type = Type::Integer,
         .unit = u"seconds"_s,
         .defaultText = u"10"_s,
         .min = 1,
         .max = 3600,
         .help =
             u"How long an edit waits for its turn; then it is answered with 503 and `Retry-After`. The wait "
             "counts towards `REQUEST_TIMEOUT`, which also ends it."_s,
         .apply = [](Settings& s,
                     const QVariant& v) { s.server.queueTimeout = std::chrono::seconds(v.toLongLong()); }},
        {.name = u"MAX_BODY_MEMORY_MB"_s,
         .programs = kServing,
         .type = Type::Integer,
         .unit = u"MB"_s,
         .min = 1,
         .max = 1024 * 1024,
         .help =
             u"The memory that the bodies of all requests may take together. An upload for which there is "
             "none is not read until others are done, for 10 s at most, then it is answered with 503. Empty "
             "is "
             "a quarter of the memory that the process may use (its control group's limit, else the "
             "machine's), at most 512 MB; but always enough for two of the largest bodies, which are twice "
             "`MAX_IMAGE_SIZE_MB` and 1 MB."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.maxBodyMemoryMb = v.toInt(); }},
        {.name = u"BODY_TIMEOUT"_s,
         .programs = kServing,
         .type = Type::Integer,
         .unit = u"seconds"_s,
         .defaultText = u"120"_s,
         .min = 1,
         .max = 3600,
         .help = u"How long the body of a request may take to arrive. A client that sends less than 1 kB a "
                 "second is answered with 408 before."_s,
         .apply = [](Settings& s,
                     const QVariant& v) { s.server.bodyTimeout = std::chrono::seconds(v.toLongLong()); }},
        {.name = u"SHUTDOWN_GRACE"_s,
         .programs = kServing,
         .type = Type::Integer,
         .unit = u"seconds"_s,
         .defaultText = u"30"_s,
         .max = 3600,
         .help = u"How long running edits may go on once the server is told to stop. As long as "
                 "`REQUEST_TIMEOUT`, it never cuts one short."_s,
         .apply = [](Settings& s,
                     const QVariant& v) { s.server.shutdownGrace = std::chrono::seconds(v.toLongLong()); }},
    };
}

QList<Option> rateLimitOptions() {
    return {
        {.name = u"RATE_LIMIT_ENABLED"_s,
         .programs = kServing,
         .section = Section::RateLimit,
         .type = Type::Boolean,
         .defaultText = u"true"_s,
         .help = u"Whether each client gets a token bucket. Refused requests are answered with 429."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.rateLimitEnabled = v.toBool(); }},
        {.name = u"RATE_LIMIT_RPM"_s,
         .programs = kServing,
         .section = Section::RateLimit,
         .type = Type::Integer,
         .unit = u"requests a minute"_s,
         .defaultText = u"60"_s,
         .min = 1,
         .max = 1000000,
         .help = u"How fast a client's bucket fills."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.rateLimitPerMinute = v.toInt(); }},
        {.name = u"RATE_LIMIT_BURST"_s,
         .programs = kServing,
         .section = Section::RateLimit,
         .type = Type::Integer,
         .unit = u"requests"_s,
         .defaultText = u"20"_s,
         .min = 1,
         .max = 100000,
         .help = u"How much a client's bucket holds: requests that may come at once."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.rateLimitBurst = v.toInt(); }},
        {.name = u"RATE_LIMIT_ALLOWLIST"_s,
         .programs = kServing,
         .section = Section::RateLimit,
         .type = Type::Subnets,
         .help = u"Clients without a rate limit."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.rateLimitAllowlist = v.toStringList(); }},
    };
}

QList<Option> imageOptions() {
    return {
        {.name = u"STRICT_VALIDATION"_s,
         .programs = kServing,
         .section = Section::Images,
         .type = Type::Boolean,
         .defaultText = u"true"_s,
         .help = u"Refuses an RGB mask without alpha. With `false`, its luminance is the mask."_s,
         .apply = [](Settings& s, const QVariant& v) { s.image.strictValidation = v.toBool(); }},
        {.name = u"MAX_IMAGE_SIZE_MB"_s,
         .programs = kServing,
         .section = Section::Images,
         .type = Type::Integer,
         .unit = u"MB"_s,
         .defaultText = u"10"_s,
         .min = 1,
         .max = 200,
         .help = u"The largest file of a picture or a mask, as it is uploaded. 1 MB is 1024 × 1024 bytes."_s,
         .apply = [](Settings& s, const QVariant& v) { s.image.maxSizeMb = v.toInt(); }},
        {.name = u"MAX_IMAGE_DIMENSION"_s,
         .programs = kServing,
         .section = Section::Images,
         .type = Type::Integer,
         .unit = u"pixels"_s,
         .defaultText = u"2048"_s,
         .min = 1,
         .max = 16384,
         .help = u"The longest side of a picture."_s,
         .apply = [](Settings& s, const QVariant& v) { s.image.maxDimension = v.toInt(); }},
        {.name = u"MIN_IMAGE_DIMENSION"_s,
         .programs = kServing,
         .section = Section::Images,
         .type = Type::Integer,
         .unit = u"pixels"_s,
         .defaultText = u"256"_s,
         .min = 1,
         .max = 16384,
         .help = u"The shortest side of a picture; at most `MAX_IMAGE_DIMENSION`."_s,
         .apply = [](Settings& s, const QVariant& v) { s.image.minDimension = v.toInt(); }},
    };
}

QList<Option> cacheOptions() {
    return {
        {.name = u"CACHE_ENABLED"_s,
         .programs = kServing,
         .section = Section::Cache,
         .type = Type::Boolean,
         .defaultText = u"false"_s,
         .help = u"Answers a repeated identical request from memory, and says so in `X-Cache`."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.cacheEnabled = v.toBool(); }},
        {.name = u"CACHE_TTL"_s,
         .programs = kServing,
         .section = Section::Cache,
         .type = Type::Integer,
         .unit = u"seconds"_s,
         .defaultText = u"3600"_s,
         .min = 1,
         .max = 604800,
         .help = u"How long an answer is kept."_s,
         .apply = [](Settings& s,
                     const QVariant& v) { s.server.cacheTtl = std::chrono::seconds(v.toLongLong()); }},
        {.name = u"REDIS_URL"_s,
         .section = Section::Cache,
         .type = Type::RedisUrl,
         .fileVariant = FileVariant::Supported,
         .help =
             u"A Redis that several servers share: rate limits, results (with `CACHE_ENABLED`) and "
             "`Idempotency-Key` then hold for all of them together. While Redis is away or slow, each goes "
             "on by itself. Empty keeps everything in the process."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.redisUrl = v.toUrl(); }},
        {.name = u"REDIS_TLS_CA_FILE"_s,
         .section = Section::Cache,
         .help =
             u"The certificates (PEM) that may sign the one of a `rediss://` server. Empty trusts those of "
             "the system."_s,
         .apply = [](Settings& s, const QVariant& v) { s.server.redisTlsCaFile = v.toString(); }},
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
        {.name = u"LOG_LEVEL"_s,
         .programs = kEditing,
         .section = Section::Logs,
         .type = Type::Choice,
         .defaultText = u"INFO"_s,
         .choices = {u"DEBUG"_s, u"INFO"_s, u"WARNING"_s, u"ERROR"_s},
         .help = u"The least important lines that the server logs. `DEBUG` adds the stages of each edit and "
                 "every attempt "
                 "at the provider, never a prompt, a key or a picture. The other commands and the studio log "
                 "warnings to stderr, and with `DEBUG` everything."_s,
         .apply = [](Settings& s, const QVariant& v) { s.logLevel = levelOf(v.toString()); }},
    };
}

} // namespace

const QList<Option>& options() {
    static const QList<Option> all = providerOptions() + serverOptions() + rateLimitOptions() +
                                     imageOptions() + cacheOptions() + logOptions() + requestLogOptions() +
                                     tracingOptions();
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
    case Section::RequestLog:
        return QStringLiteral("Request log");
    case Section::Tracing:
        break;
    }
    return QStringLiteral("Tracing");
}

QString programNames(Programs programs) {
    QStringList names;
    if (programs.testFlag(Program::Serve))
        names << QStringLiteral("serve");
    if (programs.testFlag(Program::Edit))
        names << QStringLiteral("edit, batch, replay");
    if (programs.testFlag(Program::Studio))
        names << QStringLiteral("studio");
    if (programs.testFlag(Program::Health))
        names << QStringLiteral("health");
    return names.join(QStringLiteral(", "));
}

} // namespace nb::config
