#include "core/server/api/pages.h"
#include "core/edit/parameters.h"
#include "core/providers/provider.h"
#include "core/server/api/admission.h"
#include "core/server/api/openapi.h"
#include "core/server/api/upload_limits.h"
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace nb::server {

namespace {

Response json(const QJsonObject& object) {
    return {200, "application/json", QJsonDocument(object).toJson(QJsonDocument::Compact), {}};
}

QString fieldsTable(const QJsonObject& operation) {
    const QJsonObject schema = operation[QStringLiteral("requestBody")][QStringLiteral("content")]
                                        [QStringLiteral("multipart/form-data")][QStringLiteral("schema")]
                                            .toObject();
    const QJsonObject properties = schema[QStringLiteral("properties")].toObject();
    if (properties.isEmpty())
        return {};
    QString rows;
    for (const QString& name : properties.keys()) {
        const QJsonObject field = properties[name].toObject();
        const bool required = schema[QStringLiteral("required")].toArray().contains(name);
        QStringList rules;
        for (const char* rule : {"minimum", "maximum", "minLength", "maxLength", "default"})
            if (field.contains(QLatin1String(rule)))
                rules.append(QStringLiteral("%1 %2").arg(QLatin1String(rule),
                                                         field[QLatin1String(rule)].toVariant().toString()));
        rows += QStringLiteral("<tr><td><code>%1</code></td><td>%2%3</td><td>%4 %5</td></tr>")
                    .arg(name.toHtmlEscaped(), field[QStringLiteral("type")].toString().toHtmlEscaped(),
                         required ? QStringLiteral(", required") : QString(),
                         rules.join(QStringLiteral(", ")).toHtmlEscaped(),
                         field[QStringLiteral("description")].toString().toHtmlEscaped());
    }
    return QStringLiteral("<table><tr><th>field</th><th>type</th><th>rule</th></tr>%1</table>").arg(rows);
}

QString operationSection(const QString& method, const QString& path, const QJsonObject& operation) {
    return QStringLiteral("<section><h2><code>%1 %2</code></h2><p>%3</p>%4<p>Answers: %5</p></section>")
        .arg(method.toUpper().toHtmlEscaped(), path.toHtmlEscaped(),
             operation[QStringLiteral("summary")].toString().toHtmlEscaped(), fieldsTable(operation),
             operation[QStringLiteral("responses")].toObject().keys().join(QStringLiteral(", ")));
}

QString modeName(const config::Settings& settings) {
    return settings.demoMode() ? QStringLiteral("demo") : QStringLiteral("live");
}

QJsonObject queueObject(const Admission& admission) {
    const Admission::Limits& limits = admission.limits();
    return {{QStringLiteral("running"), admission.running()},
            {QStringLiteral("waiting"), admission.waiting()},
            {QStringLiteral("limit"), limits.maxWaiting},
            {QStringLiteral("estimated_wait_seconds"),
             std::chrono::duration<double>(admission.estimatedWait()).count()},
            // The limits of both, as they were called first.
            {QStringLiteral("max_running"), limits.maxRunning},
            {QStringLiteral("max_waiting"), limits.maxWaiting}};
}

} // namespace

Response indexPage() {
    return json({{QStringLiteral("message"), QStringLiteral("NanoBanana Inpainting API")},
                 {QStringLiteral("version"), QStringLiteral(NB_VERSION)},
                 {QStringLiteral("docs"), QStringLiteral("/docs")}});
}

Response healthPage(const config::Settings& settings, const providers::Provider& provider,
                    const Admission& admission, std::chrono::steady_clock::time_point began) {
    const std::chrono::duration<double> uptime = std::chrono::steady_clock::now() - began;
    return json(
        {{QStringLiteral("status"), provider.healthy() ? QStringLiteral("ok") : QStringLiteral("degraded")},
         {QStringLiteral("timestamp"),
          QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ"))},
         {QStringLiteral("version"), QStringLiteral(NB_VERSION)},
         {QStringLiteral("mode"), modeName(settings)},
         {QStringLiteral("provider"), provider.name()},
         {QStringLiteral("uptime_seconds"), uptime.count()},
         {QStringLiteral("queue"), queueObject(admission)}});
}

Response limitsPage(const config::Settings& settings, const providers::Provider& provider) {
    const image::Limits limits = pictureLimits(settings.image);
    const edit::Parameters defaults;
    const QString png = QStringLiteral("image/png"), jpeg = QStringLiteral("image/jpeg");
    const QString types = QStringLiteral("types"), maxBytes = QStringLiteral("max_bytes");
    const QString min = QStringLiteral("min"), max = QStringLiteral("max"),
                  standard = QStringLiteral("default");
    return json(
        {{QStringLiteral("image"), QJsonObject{{types, QJsonArray{png, jpeg}},
                                               {maxBytes, limits.maxBytes},
                                               {QStringLiteral("min_dimension"), limits.minSide},
                                               {QStringLiteral("max_dimension"), limits.maxSide}}},
         {QStringLiteral("mask"), QJsonObject{{types, QJsonArray{png}}, {maxBytes, limits.maxBytes}}},
         {QStringLiteral("prompt"),
          QJsonObject{{QStringLiteral("max_characters"), edit::kMaxPromptCodePoints}}},
         {QStringLiteral("seed"), QJsonObject{{min, 0}, {max, edit::kMaxSeed}}},
         {QStringLiteral("strength"),
          QJsonObject{{min, edit::kMinStrength}, {max, edit::kMaxStrength}, {standard, defaults.strength}}},
         {QStringLiteral("guidance_scale"), QJsonObject{{min, edit::kMinGuidanceScale},
                                                        {max, edit::kMaxGuidanceScale},
                                                        {standard, defaults.guidanceScale}}},
         {QStringLiteral("max_body_bytes"), largestBody(settings.image)},
         {QStringLiteral("request_timeout_seconds"), static_cast<qint64>(settings.provider.timeout.count())},
         {QStringLiteral("engine"), provider.name()},
         {QStringLiteral("mode"), modeName(settings)},
         {QStringLiteral("access_token_required"), !settings.server.apiTokens.isEmpty()},
         {QStringLiteral("version"), QStringLiteral(NB_VERSION)}});
}

Result<Response> readinessPage(const Admission& admission) {
    if (admission.isClosed())
        return admission.overloaded(QStringLiteral("The server is stopping"));
    if (admission.isFull())
        return admission.overloaded(QStringLiteral("The queue is full"));
    return Response{200, "text/plain", "ready\n", {}};
}

Response openapiPage() {
    return {200, "application/json", openapiJson(), {}};
}

Response docsPage() {
    const QJsonObject root = QJsonDocument::fromJson(openapiJson()).object();
    const QJsonObject paths = root[QStringLiteral("paths")].toObject();
    QString sections;
    for (const QString& path : paths.keys()) {
        const QJsonObject operations = paths[path].toObject();
        for (const QString& method : operations.keys())
            sections += operationSection(method, path, operations[method].toObject());
    }
    const QString page =
        QStringLiteral("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>%1</title>"
                       "<meta name=\"viewport\" content=\"width=device-width\">"
                       "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
                       "table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.3rem .6rem;"
                       "text-align:left}section{border-top:1px solid #ddd}</style>"
                       "<h1>%1 %2</h1><p>%3</p><p><a href=\"/openapi.json\">openapi.json</a></p>%4</html>")
            .arg(root[QStringLiteral("info")][QStringLiteral("title")].toString().toHtmlEscaped(),
                 QStringLiteral(NB_VERSION),
                 root[QStringLiteral("info")][QStringLiteral("description")].toString().toHtmlEscaped(),
                 sections);
    return {200, "text/html; charset=utf-8", page.toUtf8(), {}};
}

} // namespace nb::server
