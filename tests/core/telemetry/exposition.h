#pragma once
// What the tests of the metrics share: a parser of the exposition, and metrics that have been used.

#include "core/telemetry/metrics.h"
#include <QMap>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <memory>

namespace nb::test {

// The exposition as "name{a="x",b="y"}" -> value, labels sorted by name; a parser of its own, strict about
// what the format allows.
class Exposition {
public:
    explicit Exposition(const QByteArray& text) {
        static const QRegularExpression sample(QStringLiteral(
            "^([a-z_:][a-z0-9_:]*)(?:\\{((?:[a-z_]+=\"(?:[^\"\\\\\\n]|\\\\.)*\",?)+)\\})? (\\S+)$"));
        static const QRegularExpression label(QStringLiteral("([a-z_]+=\"(?:[^\"\\\\\\n]|\\\\.)*\")"));
        const QStringList lines = QString::fromUtf8(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        for (const QString& line : lines) {
            const QStringList words = line.split(QLatin1Char(' '));
            if (line.startsWith(QStringLiteral("# HELP "))) {
                helps << words[2];
            } else if (line.startsWith(QStringLiteral("# TYPE "))) {
                types[words[2]] = words[3];
            } else if (const auto match = sample.match(line); match.hasMatch()) {
                QStringList labels;
                for (auto it = label.globalMatch(match.captured(2)); it.hasNext();)
                    labels << it.next().captured(1);
                labels.sort();
                const QString key =
                    match.captured(1) +
                    (labels.isEmpty() ? QString()
                                      : QLatin1Char('{') + labels.join(QLatin1Char(',')) + QLatin1Char('}'));
                if (samples.contains(key))
                    broken << QStringLiteral("twice: ") + key;
                const QString number = match.captured(3);
                samples[key] = number == QStringLiteral("+Inf") ? HUGE_VAL : number.toDouble();
            } else {
                broken << line;
            }
        }
    }

    // NaN if there is no such sample.
    [[nodiscard]] double value(const char* key) const {
        return samples.value(QString::fromUtf8(key), std::nan(""));
    }
    [[nodiscard]] int count(const char* prefix) const {
        return static_cast<int>(std::count_if(samples.keyBegin(), samples.keyEnd(), [&](const QString& key) {
            return key.startsWith(QString::fromUtf8(prefix));
        }));
    }

    QMap<QString, double> samples;
    QMap<QString, QString> types;
    QStringList helps;
    QStringList broken;
};

inline QList<telemetry::Route> routes() {
    return {{QStringLiteral("POST"), QStringLiteral("/api/edit"), {200, 422, 429, 502}},
            {QStringLiteral("GET"), QStringLiteral("/api/health"), {200}},
            {QStringLiteral("GET"), QStringLiteral("/metrics"), {200}}};
}

inline std::unique_ptr<telemetry::Metrics> fresh() {
    return std::make_unique<telemetry::Metrics>(routes(), QStringLiteral("nanobanana"));
}

inline telemetry::HttpExchange editExchange() {
    return {QStringLiteral("POST"),
            QStringLiteral("/api/edit"),
            200,
            std::chrono::milliseconds(1500),
            3000,
            5000000};
}

// So that every metric has at least one series.
inline void useEverything(telemetry::Metrics& metrics) {
    metrics.requestStarted();
    metrics.requestFinished(editExchange());
    metrics.guardRejected(QStringLiteral("te"));
    metrics.clientDisconnected(QStringLiteral("edit"));
    metrics.uploadRejected(ErrorCode::MaskEmpty);
    metrics.rateLimitExceeded(QStringLiteral("/api/edit"));
    metrics.editFinished(QStringLiteral("/api/edit"), 200, std::chrono::seconds(2));
    metrics.upstreamAttempt(QStringLiteral("nanobanana"), QStringLiteral("ok"), std::chrono::seconds(2));
    metrics.upstreamRetry(QStringLiteral("http_429"));
    metrics.upstreamRefusedKey(QStringLiteral("nanobanana"), 401);
    metrics.upstreamCallWasted(QStringLiteral("nanobanana"));
    metrics.setRetryBudget(QStringLiteral("nanobanana"), 95);
    metrics.pictureReceived(1024 * 1024);
    metrics.spansExported(3);
    metrics.spansDropped("queue_full", 2);
    metrics.setBreakerState(QStringLiteral("nanobanana"), telemetry::BreakerState::Closed);
    metrics.imageProcessed(QStringLiteral("validation"), std::chrono::milliseconds(3));
    metrics.maskOperation(QStringLiteral("normalise"), telemetry::Status::Success);
    metrics.queueWaited(std::chrono::milliseconds(1));
    metrics.eventLoopLag(std::chrono::milliseconds(1));
    metrics.useRedis();
    metrics.redisAnswered(QStringLiteral("rate_limit"), std::chrono::milliseconds(1));
    metrics.redisFallback(QStringLiteral("read"), QStringLiteral("timeout"));
}

} // namespace nb::test
