#include "core/providers/public_fetch.h"

#include "core/base/memory.h"

#include "core/providers/public_address.h"
#include "core/providers/scrub.h"
#include <algorithm>

namespace nb::providers {
namespace {

bool worthRepeating(const HttpOutcome& outcome) {
    switch (outcome.kind) {
    case HttpOutcome::Kind::NotSent:
    case HttpOutcome::Kind::Lost:
        return true;
    case HttpOutcome::Kind::Answered:
        return outcome.status >= 500 || outcome.status == 429;
    default:
        return false;
    }
}

} // namespace

PublicFetch::PublicFetch(const QUrl& url, FetchRule rule, const Upstream& upstream,
                         HttpCall::OnProgress onProgress, OnDone onDone, const Resolve& resolve)
    : m_rule(rule), m_upstream(upstream), m_onProgress(std::move(onProgress)), m_onDone(std::move(onDone)) {
    m_request.method = HttpRequest::Method::Get;
    m_request.url = url;
    m_request.headers = {{"Accept", "image/png, image/jpeg"}};
    resolve(url.host(), this, [this](const QHostInfo& info) { onResolved(info); });
}

// Answers from Qt's cache come through the event loop, too.
void PublicFetch::resolveBySystem(const QString& host, QObject* guard,
                                  std::function<void(const QHostInfo&)> then) {
    QHostInfo::lookupHost(host, guard, std::move(then));
}

PublicFetch::~PublicFetch() {
    if (m_call) {
        m_call->abandon();
        m_call->deleteLater();
    }
}

void PublicFetch::onResolved(const QHostInfo& info) {
    const QString& scheme = m_request.url.scheme();
    const QList<QHostAddress> addresses = info.addresses();
    const bool web = scheme == QStringLiteral("https") || scheme == QStringLiteral("http");
    if (!web || !m_request.url.userInfo().isEmpty() || m_request.url.host().isEmpty()) {
        done(Error{ErrorCode::ProviderUnusable,
                   m_upstream.service + QStringLiteral(" named an address for the picture that is no web "
                                                       "address")});
        return;
    }
    if (addresses.isEmpty()) {
        done(Error{ErrorCode::ProviderUnavailable,
                   m_upstream.service +
                       QStringLiteral(" named an address for the picture that does not exist"),
                   info.errorString()});
        return;
    }
    if (m_rule == FetchRule::PublicOnly &&
        !std::all_of(addresses.begin(), addresses.end(), isPublicAddress)) {
        done(Error{ErrorCode::ProviderUnusable,
                   m_upstream.service + QStringLiteral(" named an address for the picture that is not on the "
                                                       "public internet; it was not fetched")});
        return;
    }
    m_request.connectTo = addresses.first().toString();
    attempt();
}

void PublicFetch::attempt() {
    ++m_attempt;
    m_call = new HttpCall(m_request, {m_upstream.limits.attemptTimeout, m_upstream.limits.maxResponseBytes},
                          m_onProgress, [this](const HttpOutcome& outcome) {
                              std::exchange(m_call, nullptr)->deleteLater();
                              onOutcome(outcome);
                          });
}

void PublicFetch::onOutcome(const HttpOutcome& outcome) {
    if (outcome.succeeded()) {
        done(outcome.body);
        return;
    }
    if (worthRepeating(outcome) && m_attempt < m_upstream.limits.maxAttempts) {
        m_upstream.timing.after(m_upstream.limits.firstBackoff, this, [this] { attempt(); });
        return;
    }
    if (outcome.kind == HttpOutcome::Kind::OutOfMemory) {
        done(outOfMemory(outcome.detail));
        return;
    }
    const bool tooLarge = outcome.kind == HttpOutcome::Kind::TooLarge;
    done(Error{
        tooLarge ? ErrorCode::ProviderUnusable : ErrorCode::ProviderUnavailable,
        m_upstream.service + (tooLarge ? QStringLiteral(" made a picture over the size limit")
                                       : QStringLiteral(" made a picture that could not be fetched")),
        scrubbed(QStringLiteral("fetch: status %1 %2").arg(QString::number(outcome.status), outcome.detail),
                 m_upstream.key)});
}

void PublicFetch::done(Result<QByteArray> result) {
    const OnDone onDone = std::move(m_onDone);
    onDone(std::move(result));
}

} // namespace nb::providers
