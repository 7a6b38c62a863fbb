#include "ui/desktop/settings/connection_test.h"

#include "core/providers/http_call.h"
#include <QTimer>

namespace nb::desktop {
namespace {

using providers::HttpOutcome;
using providers::HttpRequest;

constexpr std::chrono::milliseconds kPatience{15'000};
constexpr qint64 kMaxAnswerBytes = 4LL * 1024 * 1024;

// The list of models where there is one; NanoBanana's edit address otherwise, which takes POST only.
HttpRequest requestFor(const QString& engine, const config::ProviderSettings& settings) {
    const QByteArray key = settings.key.toLatin1();
    HttpRequest request{.method = HttpRequest::Method::Get, .url = settings.url};
    const bool ownAddress = settings.url.host() == QLatin1String("api.nanobanana.ai");
    if (engine == QLatin1String("gemini")) {
        if (ownAddress)
            request.url = QUrl(QStringLiteral("https://generativelanguage.googleapis.com"));
        request.url.setPath(QStringLiteral("/v1beta/models"));
        request.headers = {{"x-goog-api-key", key}};
    } else {
        if (engine == QLatin1String("openai")) {
            if (ownAddress)
                request.url = QUrl(QStringLiteral("https://api.openai.com"));
            request.url.setPath(QStringLiteral("/v1/models"));
        }
        request.headers = {{"Authorization", "Bearer " + key}};
    }
    return request;
}

} // namespace

ConnectionTest::ConnectionTest(QObject* parent) : QObject(parent) {}

ConnectionTest::~ConnectionTest() = default;

void ConnectionTest::start(const QString& engine, const config::ProviderSettings& settings,
                           std::function<void(const Outcome&)> done) {
    m_call.reset();
    if (engine == QLatin1String("local")) {
        const Outcome local{Verdict::Local,
                            tr("There is nothing to test: edits are done on this computer, offline")};
        QTimer::singleShot(0, this, [done = std::move(done), local] { done(local); });
        return;
    }
    const HttpRequest request = requestFor(engine, settings);
    m_call = std::make_unique<providers::HttpCall>(
        request, providers::HttpCall::Limits{.timeout = kPatience, .maxAnswerBytes = kMaxAnswerBytes},
        nullptr, [done = std::move(done), host = request.url.host()](const HttpOutcome& outcome) {
            done(judged(outcome, host));
        });
}

ConnectionTest::Outcome ConnectionTest::judged(const HttpOutcome& outcome, const QString& host) {
    if (outcome.kind != HttpOutcome::Kind::Answered) {
        const QString why = outcome.reason.isEmpty() ? tr("it does not answer") : outcome.reason;
        return {Verdict::Unreachable, tr("Cannot reach %1: %2").arg(host, why)};
    }
    // Google answers 400 to a key that it does not know.
    const bool keyWords = outcome.body.contains("API_KEY_INVALID");
    if (outcome.status == 401 || outcome.status == 403 || keyWords)
        return {Verdict::KeyRefused, tr("%1 is there, but refuses the key").arg(host)};
    if (outcome.succeeded())
        return {Verdict::Works, tr("%1 is there and takes the key").arg(host)};
    return {Verdict::Reached,
            tr("%1 is there (it answered with %2). Whether it takes the key will be known at the first edit")
                .arg(host)
                .arg(outcome.status)};
}

} // namespace nb::desktop
