#include "core/telemetry/otlp_target.h"

namespace nb::telemetry {
namespace {

constexpr int kGrpcPort = 4317;
constexpr int kHttpPort = 4318;
// Of Jaeger's collector, for its own Thrift format. Jaeger takes OTLP since version 1.35, on the ports above.
constexpr int kJaegerThriftPort = 14268;

const QString kTracesPath = QStringLiteral("/v1/traces");

QString withoutSlash(QString path) {
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    return path;
}

// Its port without a path of OTLP's, or the path of the Thrift format on any port.
bool isJaegerThrift(const QUrl& url) {
    const QString path = withoutSlash(url.path());
    return path.endsWith(QLatin1String("/api/traces")) ||
           (url.port() == kJaegerThriftPort && !path.endsWith(kTracesPath));
}

QUrl otlpOfJaeger(QUrl url) {
    url.setPort(kHttpPort);
    url.setPath(kTracesPath);
    url.setQuery(QString());
    url.setFragment(QString());
    return url;
}

QString shown(const QUrl& url) {
    return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
}

} // namespace

std::optional<OtlpTarget> otlpTarget(const config::TracingSettings& settings) {
    const QUrl& given = settings.tracesEndpoint.isEmpty() ? settings.endpoint : settings.tracesEndpoint;
    if (settings.disabled || settings.exporter == QLatin1String("none") || given.isEmpty())
        return {};
    OtlpTarget target;
    target.url = given;
    if (isJaegerThrift(given)) {
        target.url = otlpOfJaeger(given);
        target.warning = QStringLiteral("%1 is an address of Jaeger's retired Thrift format: traces are sent "
                                        "by OTLP to %2")
                             .arg(shown(given), shown(target.url));
    } else if (settings.tracesEndpoint.isEmpty()) {
        target.url.setPath(withoutSlash(given.path()) + kTracesPath);
    } else if (given.path().isEmpty()) {
        target.url.setPath(QStringLiteral("/"));
    }
    if (given.port() == kGrpcPort)
        target.warning =
            QStringLiteral("%1: port 4317 is usually that of OTLP over gRPC, and traces are sent "
                           "over HTTP, whose port is 4318")
                .arg(shown(given));
    target.headers = settings.tracesHeaders.isEmpty() ? settings.headers : settings.tracesHeaders;
    target.timeout = settings.tracesTimeout.count() > 0 ? settings.tracesTimeout : settings.timeout;
    const QString& compression =
        settings.tracesCompression.isEmpty() ? settings.compression : settings.tracesCompression;
    target.gzip = compression == QLatin1String("gzip");
    return target;
}

} // namespace nb::telemetry
