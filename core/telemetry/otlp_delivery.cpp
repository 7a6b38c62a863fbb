#include "core/telemetry/otlp_delivery.h"

#include "core/base/retry_after.h"
#include "core/telemetry/gzip.h"
#include "core/telemetry/otlp_protobuf.h"
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QRandomGenerator>
#include <QSslConfiguration>
#include <algorithm>

namespace nb::telemetry {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestBackoff{30'000};
constexpr milliseconds kLongestPause{300'000};
constexpr qint64 kMaxResponseBytes = 64 * 1024; // of what is a few bytes
constexpr int kMaxBackoffDoublings = 10;

bool isRetryable(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
}

} // namespace

OtlpDelivery::OtlpDelivery(OtlpOptions options, QObject* parent)
    : QObject(parent), m_options(std::move(options)), m_manager(std::make_unique<QNetworkAccessManager>()) {
    for (QTimer* timer : {&m_timeout, &m_backoff}) {
        timer->setParent(this);
        timer->setSingleShot(true);
    }
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        if (m_reply)
            m_reply->abort();
    });
    connect(&m_backoff, &QTimer::timeout, this, &OtlpDelivery::attempt);
}

OtlpDelivery::~OtlpDelivery() {
    m_onDone = nullptr;
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
}

QNetworkRequest OtlpDelivery::networkRequest() const {
    const OtlpTarget& target = m_options.target;
    QNetworkRequest request(target.url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setRawHeader("User-Agent", "NanoBanana/" NB_VERSION);
    for (const auto& [name, value] : target.headers)
        request.setRawHeader(name, value);
    // After the headers of the user, who cannot know better what the body is.
    request.setRawHeader("Content-Type", "application/x-protobuf");
    if (target.gzip)
        request.setRawHeader("Content-Encoding", "gzip");
    if (!m_options.certificateFile.isEmpty()) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setCaCertificates(QSslCertificate::fromPath(m_options.certificateFile));
        request.setSslConfiguration(tls);
    }
    return request;
}

void OtlpDelivery::send(const QByteArray& request, OnDone onDone) {
    m_body = m_options.target.gzip ? gzipped(request) : request;
    m_onDone = std::move(onDone);
    m_attempts = 0;
    m_sinceBegin.start();
    attempt();
}

void OtlpDelivery::hurry() {
    m_hurries = true;
    if (m_backoff.isActive()) {
        m_backoff.stop();
        attempt();
    }
}

void OtlpDelivery::attempt() {
    ++m_attempts;
    m_reply = m_manager->post(networkRequest(), m_body);
    connect(m_reply, &QNetworkReply::finished, this, &OtlpDelivery::onFinished);
    connect(m_reply, &QNetworkReply::readyRead, this, [this] {
        if (m_reply->bytesAvailable() > kMaxResponseBytes)
            m_reply->abort();
    });
    m_timeout.start(m_options.target.timeout);
}

void OtlpDelivery::onFinished() {
    const bool timedOut = !m_timeout.isActive();
    m_timeout.stop();
    QNetworkReply* const reply = std::exchange(m_reply, nullptr);
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 200 && status < 300) {
        DeliveryOutcome outcome{.delivered = true};
        if (const std::optional<PartialSuccess> partial = partialSuccess(reply->readAll())) {
            outcome.rejectedSpans = std::max<qint64>(partial->rejectedSpans, 0);
            outcome.cause = partial->message;
        }
        finish(outcome);
        return;
    }
    const QString cause = status != 0 ? QStringLiteral("HTTP status %1").arg(status)
                          : timedOut  ? QStringLiteral("no answer in time")
                                      : reply->errorString();
    if (status != 0 && !isRetryable(status)) {
        finish({.dropReason = "refused", .cause = cause});
        return;
    }
    const std::optional<milliseconds> asked =
        parseRetryAfter(reply->rawHeader("Retry-After"), QDateTime::currentDateTimeUtc());
    retryOrGiveUp(cause, std::min(asked.value_or(milliseconds{0}), kLongestPause));
}

void OtlpDelivery::retryOrGiveUp(const QString& cause, milliseconds asked) {
    milliseconds wait = asked;
    if (wait.count() == 0) { // half of it is left to chance, so that many servers do not come back as one
        const milliseconds backoff = std::min(
            kLongestBackoff, m_options.firstBackoff * (1 << std::min(m_attempts - 1, kMaxBackoffDoublings)));
        wait = backoff / 2 +
               milliseconds(QRandomGenerator::global()->bounded(static_cast<int>(backoff.count() / 2) + 1));
    }
    const milliseconds spent(m_sinceBegin.elapsed());
    if (m_hurries || spent + wait >= m_options.exportTimeout)
        finish({.dropReason = "unreachable", .cause = cause, .pause = asked});
    else
        m_backoff.start(wait);
}

void OtlpDelivery::finish(const DeliveryOutcome& outcome) {
    m_body.clear();
    if (const OnDone onDone = std::exchange(m_onDone, nullptr))
        onDone(outcome);
}

} // namespace nb::telemetry
