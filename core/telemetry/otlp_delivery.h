#pragma once
// Brings one batch of spans to a collector by OTLP over HTTP: sends it, and sends it again where the
// specification allows that (429, 502, 503, 504, no connection), until it is there, refused, or its time is
// over. It knows no queue.

#include "core/telemetry/otlp_target.h"
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;
class QNetworkRequest;

namespace nb::telemetry {

struct OtlpOptions {
    OtlpTarget target;
    QString certificateFile = {};                    // as in TracingSettings
    std::chrono::milliseconds exportTimeout{30'000}; // of one batch with its retries
    std::chrono::milliseconds firstBackoff{1'000};   // before the first retry; it doubles
};

struct DeliveryOutcome {
    bool delivered = false;
    qint64 rejectedSpans = 0;    // of a batch that was delivered
    const char* dropReason = ""; // of one that was not; labels::kSpanDropReasons
    QString cause = {};          // why not, or why some were rejected: for the log; may quote the collector
    std::chrono::milliseconds pause{}; // the collector asked for so much peace
};

// Lives on one thread with an event loop and is used only from there.
class OtlpDelivery : public QObject {
    Q_OBJECT

public:
    using OnDone = std::function<void(const DeliveryOutcome&)>;

    explicit OtlpDelivery(OtlpOptions options, QObject* parent = nullptr);
    ~OtlpDelivery() override;

    // One at a time. onDone is called once, from the event loop, unless this is destroyed first.
    void send(const QByteArray& request, OnDone onDone);
    // From now on nothing is waited for: a retry that is due later is made now, and none follows.
    void hurry();
    [[nodiscard]] bool isBusy() const { return static_cast<bool>(m_onDone); }

private:
    void attempt();
    void onFinished();
    void retryOrGiveUp(const QString& cause, std::chrono::milliseconds asked);
    void finish(const DeliveryOutcome& outcome);
    [[nodiscard]] QNetworkRequest networkRequest() const;

    OtlpOptions m_options;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    QNetworkReply* m_reply = nullptr; // owned by the manager
    QByteArray m_body;
    OnDone m_onDone;
    QElapsedTimer m_sinceBegin;
    QTimer m_timeout;
    QTimer m_backoff;
    int m_attempts = 0;
    bool m_hurries = false;
};

} // namespace nb::telemetry
