#include "core/providers/retry_policy.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <QTimeZone>

using namespace nb;
using namespace nb::providers;
using namespace std::chrono_literals;
using Kind = HttpOutcome::Kind;

namespace {

HttpOutcome answered(int status, const QByteArray& retryAfter = {}) {
    HttpOutcome outcome{Kind::Answered};
    outcome.status = status;
    outcome.retryAfter = retryAfter;
    return outcome;
}

const QDateTime kNow(QDate(2026, 1, 1), QTime(12, 0), QTimeZone::utc());
const QString kService = QStringLiteral("NanoBanana API");

Situation at(int attempt, std::chrono::milliseconds remaining = 100s, double random = 0.5) {
    return {attempt, remaining, random, kNow};
}

Error errorOf(const HttpOutcome& outcome, const Refusal& refusal = {}, int attempt = 3) {
    const RetryLimits limits;
    return failure(outcome, refusal, nextStep(outcome, refusal, at(attempt), limits), limits, kService);
}

} // namespace

class TestRetryPolicy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsAskedAgain_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("retried");
        for (int status : {408, 409, 429, 500, 502, 503, 529})
            QTest::addRow("%d", status) << status << true;
        for (int status : {301, 302, 307, 400, 401, 402, 403, 404, 405, 413, 415, 422, 501, 504, 505})
            QTest::addRow("%d", status) << status << false;
    }
    void whatIsAskedAgain() {
        QFETCH(int, status);
        QFETCH(bool, retried);
        QCOMPARE(mayRetry(answered(status), {}), retried);
        QCOMPARE(nextStep(answered(status), {}, at(1), {}).retry, retried);
    }

    void onlyWhatTheServiceCannotHaveActedOnIsSentAgain() {
        QVERIFY(mayRetry({Kind::NotSent}, {}));
        for (Kind kind : {Kind::Lost, Kind::TimedOut, Kind::TooLarge, Kind::Garbled, Kind::OutOfMemory})
            QVERIFY(!mayRetry({kind}, {}));
    }

    void aUsedUpQuotaIsNotAskedAgain() {
        Refusal refusal;
        refusal.quotaExhausted = true;
        QVERIFY(!nextStep(answered(429), refusal, at(1), {}).retry);
        refusal = {};
        refusal.keyRefused = true;
        QVERIFY(!nextStep(answered(500), refusal, at(1), {}).retry);
    }

    void threeAttemptsAtMost() {
        QVERIFY(nextStep(answered(503), {}, at(2), {}).retry);
        QVERIFY(!nextStep(answered(503), {}, at(3), {}).retry);
    }

    void backoffIsFullJitter() {
        QCOMPARE(nextStep(answered(503), {}, at(1, 100s, 0.0), {}).wait, 0ms);
        QCOMPARE(nextStep(answered(503), {}, at(1, 100s, 0.5), {}).wait, 250ms);
        QCOMPARE(nextStep(answered(503), {}, at(2, 100s, 0.5), {}).wait, 500ms);
        RetryLimits many;
        many.maxAttempts = 100;
        QCOMPARE(nextStep(answered(503), {}, at(5, 100s, 0.5), many).wait, 4000ms);  // 0.5 * 2^4 = 8 s
        QCOMPARE(nextStep(answered(503), {}, at(60, 100s, 0.5), many).wait, 4000ms); // capped
    }

    void retryAfterIsObeyedUpToAMinute() {
        QCOMPARE(nextStep(answered(429, "2"), {}, at(1), {}).wait, 2000ms);
        QCOMPARE(nextStep(answered(429, "60"), {}, at(1), {}).wait, 60'000ms);
        const NextStep tooLong = nextStep(answered(429, "61"), {}, at(1), {});
        QVERIFY(!tooLong.retry);
        QCOMPARE(tooLong.tooLongWait, std::optional(61'000ms));
    }

    void retryAfterMustFitIntoWhatRemains() {
        QVERIFY(nextStep(answered(503, "5"), {}, at(1, 10s), {}).retry); // 5 s then 5 s useful
        QVERIFY(!nextStep(answered(503, "6"), {}, at(1, 10s), {}).retry);
        QCOMPARE(nextStep(answered(503, "6"), {}, at(1, 10s), {}).tooLongWait, std::optional(6000ms));
    }

    void noRetryWithoutTimeForIt() {
        QVERIFY(!nextStep(answered(503), {}, at(1, 4999ms, 0.0), {}).retry);
        QVERIFY(nextStep(answered(503), {}, at(1, 5000ms, 0.0), {}).retry);
        QVERIFY(!nextStep(answered(503), {}, at(1, 5100ms, 0.5), {}).retry); // 250 ms of wait is too much
    }

    void theBodyKnowsTheWaitBetterThanTheHeader() {
        Refusal refusal;
        refusal.retryAfter = 7s;
        QCOMPARE(nextStep(answered(429, "2"), refusal, at(1), {}).wait, 7000ms);
    }

    void garbageInRetryAfterMeansJitter() {
        QCOMPARE(nextStep(answered(429, "soon"), {}, at(1), {}).wait, 250ms);
        QCOMPARE(nextStep(answered(429, "-5"), {}, at(1), {}).wait, 250ms);
    }

    void namesOutcomes() {
        QCOMPARE(outcomeName(answered(200)), QStringLiteral("ok"));
        QCOMPARE(outcomeName(answered(302)), QStringLiteral("invalid"));
        QCOMPARE(outcomeName(answered(404)), QStringLiteral("http_4xx"));
        QCOMPARE(outcomeName(answered(429)), QStringLiteral("http_429"));
        QCOMPARE(outcomeName(answered(503)), QStringLiteral("http_5xx"));
        QCOMPARE(outcomeName({Kind::NotSent}), QStringLiteral("connect"));
        QCOMPARE(outcomeName({Kind::Lost}), QStringLiteral("connect"));
        QCOMPARE(outcomeName({Kind::TimedOut}), QStringLiteral("timeout"));
        QCOMPARE(outcomeName({Kind::TooLarge}), QStringLiteral("invalid"));
        QCOMPARE(outcomeName({Kind::Garbled}), QStringLiteral("invalid"));
        QCOMPARE(outcomeName({Kind::OutOfMemory}), QStringLiteral("aborted"));
    }

    void errorForEachStatus_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("start");
        const auto row = [](int status, ErrorCode code, const char* start) {
            QTest::addRow("%d", status) << status << int(code) << QString::fromLatin1(start);
        };
        row(302, ErrorCode::ProviderUnusable, "NanoBanana API answered with a redirect");
        row(400, ErrorCode::ProviderRejected, "NanoBanana API refused the request: too blue");
        row(401, ErrorCode::ProviderRefusedKey, "Invalid NanoBanana API key");
        row(402, ErrorCode::ProviderQuotaUsedUp, "NanoBanana API quota is used up: too blue");
        row(403, ErrorCode::ProviderRefusedKey, "Invalid NanoBanana API key");
        row(404, ErrorCode::ProviderUnavailable, "NanoBanana API not found");
        row(408, ErrorCode::ProviderUnavailable, "NanoBanana API unavailable (status 408)");
        row(409, ErrorCode::ProviderUnavailable, "NanoBanana API unavailable (status 409)");
        row(413, ErrorCode::ProviderRejected, "NanoBanana API refused the request: too blue");
        row(415, ErrorCode::ProviderRejected, "NanoBanana API refused the request: too blue");
        row(422, ErrorCode::ProviderRejected, "NanoBanana API refused the request: too blue");
        row(429, ErrorCode::ProviderBusy, "NanoBanana API is limiting our requests: try again in 2 seconds");
        row(500, ErrorCode::ProviderUnavailable, "NanoBanana API unavailable (status 500): too blue");
        row(503, ErrorCode::ProviderUnavailable, "NanoBanana API unavailable (status 503): too blue");
        row(504, ErrorCode::ProviderUnavailable, "NanoBanana API unavailable (status 504): too blue");
    }
    void errorForEachStatus() {
        QFETCH(int, status);
        QFETCH(int, code);
        QFETCH(QString, start);
        Refusal refusal;
        refusal.text = QStringLiteral("too blue");
        const Error error = errorOf(answered(status), refusal);
        QCOMPARE(int(error.code), code);
        QVERIFY2(error.message.startsWith(start), qPrintable(error.message));
        QVERIFY(error.detail.contains(QStringLiteral("too blue")));
    }

    void aUsedUpQuotaNamesOnlyTheWaitThatTheServiceNames() {
        Refusal refusal;
        refusal.quotaExhausted = true;
        for (int status : {402, 403, 429, 500}) {
            const Error error = errorOf(answered(status, "5"), refusal); // of rate limits, not of money
            QCOMPARE(error.code, ErrorCode::ProviderQuotaUsedUp);
            QCOMPARE(error.message, QStringLiteral("NanoBanana API quota is used up"));
            QCOMPARE(error.retryAfter, std::nullopt);
        }
        refusal.retryAfter = 40s;
        QCOMPARE(errorOf(answered(429), refusal).code, ErrorCode::ProviderBusy);
        QCOMPARE(errorOf(answered(429), refusal).retryAfter, std::optional(40s));
    }

    void theKeyMessageIsTheContracts() {
        QCOMPARE(errorOf(answered(401)).message, QStringLiteral("Invalid NanoBanana API key"));
    }

    void aTooLongWaitIsNamed() {
        for (int status : {429, 503}) {
            const Error error = errorOf(answered(status, "120"), {}, 1);
            QCOMPARE(error.code, ErrorCode::ProviderBusy);
            QCOMPARE(error.retryAfter, std::optional(120s));
            QCOMPARE(error.message, QStringLiteral("NanoBanana API asks to wait 120 seconds"));
        }
    }

    void aRateLimitKeepsTheWaitAskedFor() {
        QCOMPARE(errorOf(answered(429, "7")).retryAfter, std::optional(7s));
        QCOMPARE(errorOf(answered(429, "1.2")).retryAfter, std::optional(2s)); // never too early
    }

    void errorForEachFailureOfTheConnection() {
        QCOMPARE(errorOf({Kind::NotSent}).code, ErrorCode::ProviderUnavailable);
        QCOMPARE(errorOf({Kind::Lost}).code, ErrorCode::ProviderUnavailable);
        QCOMPARE(errorOf({Kind::TimedOut}).code, ErrorCode::ProviderUnavailable);
        QCOMPARE(errorOf({Kind::TooLarge}).code, ErrorCode::ProviderUnusable);
        QCOMPARE(errorOf({Kind::Garbled}).code, ErrorCode::ProviderUnusable);
        QCOMPARE(errorOf({Kind::OutOfMemory}).code, ErrorCode::OutOfMemory); // not the service's fault
        QVERIFY(errorOf({Kind::TimedOut}).message.contains(QStringLiteral("within 90 seconds")));
        QVERIFY(errorOf({Kind::TooLarge}).message.contains(QStringLiteral("64 MiB")));
        for (Kind kind : {Kind::NotSent, Kind::Lost, Kind::TimedOut, Kind::TooLarge, Kind::Garbled})
            QVERIFY(errorOf({kind}).message.startsWith(QStringLiteral("NanoBanana API ")));
    }

    void speaksOfWaits() {
        QCOMPARE(durationText(1ms), QStringLiteral("1 second"));
        QCOMPARE(durationText(1001ms), QStringLiteral("2 seconds"));
        QCOMPARE(durationText(120s), QStringLiteral("120 seconds"));
        QCOMPARE(durationText(121s), QStringLiteral("3 minutes"));
        QCOMPARE(durationText(3600s), QStringLiteral("60 minutes"));
    }
};

NB_TEST(TestRetryPolicy)
#include "tst_retry_policy.moc"
