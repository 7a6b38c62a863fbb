#include "core/providers/http_call.h"

#include "core/base/memory.h"
#include "core/providers/one_shot_body.h"
#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <system_error>
#include <thread>

namespace nb::providers {
namespace {

// Without a limit Qt Network's own thread asks for as much memory at once as the kernel has bytes for it, up
// to megabytes, and a lack of memory there ends the process. It allocates twice this.
constexpr qint64 kReadBufferBytes = 128 * 1024;

QNetworkRequest networkRequest(const HttpRequest& request) {
    QNetworkRequest result(request.url);
    if (!request.connectTo.isEmpty()) {
        QUrl pinned = request.url;
        pinned.setHost(request.connectTo);
        result.setUrl(pinned);
        result.setPeerVerifyName(request.url.host());
        result.setRawHeader("Host",
                            request.url.authority(QUrl::FullyEncoded | QUrl::RemoveUserInfo).toLatin1());
    }
    result.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    result.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    result.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    result.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // Setting it ourselves switches Qt's decompression off: a small answer stays small.
    result.setRawHeader("Accept-Encoding", "identity");
    result.setRawHeader("User-Agent", "NanoBanana/" NB_VERSION);
    for (const auto& [name, value] : request.headers)
        result.setRawHeader(name, value);
    return result;
}

// Qt's errors below 200 are for connections and proxies, from there on the service has answered something.
// The exceptions: a service that answers 407 itself, and Qt's attempt to send a body again.
bool isConnectionFailure(QNetworkReply::NetworkError error, int status) {
    if (error == QNetworkReply::ContentReSendError)
        return status == 0; // with a status it is a 307 or 308
    if (error == QNetworkReply::NoError || status == 407)
        return false;
    return error < QNetworkReply::ContentAccessDenied;
}

// For the failures in which there never was a connection; empty for all others.
QString reasonOf(QNetworkReply::NetworkError error) {
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return QStringLiteral("connection refused");
    case QNetworkReply::HostNotFoundError:
        return QStringLiteral("host not found");
    case QNetworkReply::SslHandshakeFailedError:
        return QStringLiteral("no secure connection (TLS) could be made");
    default:
        return {};
    }
}

// QNetworkAccessManager starts a thread for its connections and one that resolves names, and does not tell
// that it could not: the call would only end with its timeout. The C library keeps the stacks of threads that
// have ended, so what these two found is there for the next two.
bool threadsCanBeStarted() {
    try {
        const std::jthread connections([] {}), names([] {});
        return true;
    } catch (const std::system_error&) {
        return false;
    }
}

} // namespace

HttpCall::HttpCall(const HttpRequest& request, const Limits& limits, OnProgress onProgress, OnDone onDone)
    : m_limits(limits), m_onProgress(std::move(onProgress)), m_onDone(std::move(onDone)),
      m_body(std::make_unique<OneShotBody>(request.body)),
      m_manager(std::make_unique<QNetworkAccessManager>()) {
    m_elapsed.start();
    m_timer.setSingleShot(true);
    if (!threadsCanBeStarted()) {
        connect(&m_timer, &QTimer::timeout, this,
                [this] { finish(HttpOutcome::Kind::OutOfMemory, {}, QStringLiteral("a thread")); });
        m_timer.start(0);
        return;
    }
    const QNetworkRequest toSend = networkRequest(request);
    m_reply = request.method == HttpRequest::Method::Get ? m_manager->get(toSend)
                                                         : m_manager->post(toSend, m_body.get());
    // Has the thread started now, before another call looks whether one can be.
    QCoreApplication::sendPostedEvents(m_reply, QEvent::MetaCall);
    m_reply->setReadBufferSize(kReadBufferBytes); // earlier it would not reach that thread
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent, qint64 total) {
        if (total <= 0 || !m_onProgress)
            return;
        m_onProgress({Progress::Phase::Uploading, double(sent) / double(total)});
        if (sent == total)
            m_onProgress({Progress::Phase::Processing, -1});
    });
    connect(m_reply, &QNetworkReply::downloadProgress, this, [this](qint64 received, qint64 total) {
        if (received > 0 && m_onProgress)
            m_onProgress({Progress::Phase::Downloading, total > 0 ? double(received) / double(total) : -1});
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, [this] {
        if (m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() > m_limits.maxResponseBytes)
            finish(HttpOutcome::Kind::TooLarge);
    });
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpCall::read);
    if (m_reply->isFinished())
        QMetaObject::invokeMethod(this, &HttpCall::onFinished, Qt::QueuedConnection);
    else
        connect(m_reply, &QNetworkReply::finished, this, &HttpCall::onFinished);
    connect(&m_timer, &QTimer::timeout, this, [this] { finish(HttpOutcome::Kind::TimedOut); });
    m_timer.start(limits.timeout);
}

HttpCall::~HttpCall() {
    abandon();
}

void HttpCall::abandon() {
    m_onDone = nullptr;
    m_onProgress = nullptr;
    m_timer.stop();
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    if (m_reply->isRunning())
        m_reply->abort();
}

std::chrono::milliseconds HttpCall::elapsed() const {
    return std::chrono::milliseconds(m_elapsed.elapsed());
}

void HttpCall::read() {
    if (!takeBytes())
        finish(HttpOutcome::Kind::OutOfMemory, {}, QStringLiteral("the answer of a service"));
    else if (m_response.size() > m_limits.maxResponseBytes)
        finish(HttpOutcome::Kind::TooLarge);
}

// Not with readAll(), which throws.
bool HttpCall::takeBytes() {
    const qsizetype size = m_response.size();
    const qint64 waiting = m_reply->bytesAvailable();
    if (!tryResize(m_response, size + waiting))
        return false;
    const qint64 count = m_reply->read(m_response.data() + size, waiting);
    m_response.truncate(size + qMax<qint64>(count, 0));
    return true;
}

void HttpCall::onFinished() {
    const QNetworkReply::NetworkError error = m_reply->error();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (isConnectionFailure(error, status)) {
        // A request without a body is handed over as soon as there is a connection, which Qt does not tell:
        // then the safe guess is that it was.
        const QString reason = reasonOf(error);
        const bool sent = reason.isEmpty() && m_body->wholeRead();
        finish(sent ? HttpOutcome::Kind::Lost : HttpOutcome::Kind::NotSent, reason,
               QStringLiteral("%1 (%2)").arg(m_reply->errorString(), QString::number(error)));
        return;
    }
    if (status == 0) {
        finish(HttpOutcome::Kind::Garbled, {}, m_reply->errorString());
        return;
    }
    if (!takeBytes()) {
        finish(HttpOutcome::Kind::OutOfMemory, {}, QStringLiteral("the answer of a service"));
        return;
    }
    finish(m_response.size() > m_limits.maxResponseBytes ? HttpOutcome::Kind::TooLarge
                                                         : HttpOutcome::Kind::Answered);
}

void HttpCall::finish(HttpOutcome::Kind kind, const QString& reason, const QString& detail) {
    HttpOutcome outcome{kind};
    outcome.reason = reason;
    outcome.detail = detail;
    outcome.duration = elapsed();
    if (kind == HttpOutcome::Kind::Answered) {
        outcome.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        outcome.contentType = m_reply->rawHeader("Content-Type");
        outcome.retryAfter = m_reply->rawHeader("Retry-After");
        outcome.body = std::move(m_response);
    }
    const OnDone onDone = std::move(m_onDone);
    abandon();
    if (onDone)
        onDone(std::move(outcome));
}

} // namespace nb::providers
