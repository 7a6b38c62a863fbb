#include "core/server/http/error_response.h"
#include "tests/support/test_main.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace nb;
using namespace nb::server;

namespace {

QJsonObject bodyOf(const Error& error) {
    return QJsonDocument::fromJson(errorResponse(error, "id-1").body).object();
}

QByteArray header(const Error& error, const char* name) {
    for (const HeaderField& field : errorResponse(error, "id-1").headers)
        if (field.name == name)
            return field.value;
    return {};
}

Error withRetryAfter(ErrorCode code, int seconds) {
    Error error{code, QStringLiteral("later")};
    error.retryAfter = std::chrono::seconds(seconds);
    return error;
}

} // namespace

class TestErrorResponse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void statuses_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, ErrorCode code, int status) {
            QTest::newRow(name) << int(code) << status;
        };
        row("unreadable", ErrorCode::UnreadableImage, 422);
        row("format", ErrorCode::UnsupportedFormat, 422);
        row("large", ErrorCode::ImageTooLarge, 422);
        row("rejected", ErrorCode::ProviderRejected, 422);
        row("unavailable", ErrorCode::ProviderUnavailable, 502);
        row("key", ErrorCode::ProviderRefusedKey, 502);
        row("unusable", ErrorCode::ProviderUnusable, 502);
        row("quota", ErrorCode::ProviderQuotaUsedUp, 502);
        row("busy", ErrorCode::ProviderBusy, 503);
        row("overloaded", ErrorCode::Overloaded, 503);
        row("deadline", ErrorCode::DeadlineExceeded, 504);
        row("internal", ErrorCode::Internal, 500);
        row("malformed", ErrorCode::Malformed, 400);
        row("token", ErrorCode::Unauthenticated, 401);
        row("origin", ErrorCode::Forbidden, 403);
        row("path", ErrorCode::TargetNotFound, 404);
        row("method", ErrorCode::MethodNotAllowed, 405);
        row("slow", ErrorCode::RequestTimeout, 408);
        row("no length", ErrorCode::LengthRequired, 411);
        row("body", ErrorCode::BodyTooLarge, 413);
        row("URL", ErrorCode::TargetTooLong, 414);
        row("type", ErrorCode::UnsupportedMediaType, 415);
        row("expectation", ErrorCode::ExpectationFailed, 417);
        row("rate", ErrorCode::RateLimited, 429);
        row("headers", ErrorCode::HeadersTooLarge, 431);
        row("unknown method", ErrorCode::MethodNotImplemented, 501);
        row("version", ErrorCode::VersionNotSupported, 505);
        row("gone", ErrorCode::Cancelled, 499);
    }

    void statuses() {
        QFETCH(int, code);
        QFETCH(int, status);
        QCOMPARE(httpStatus(static_cast<ErrorCode>(code)), status);
    }

    void aFieldAtFault() {
        const QJsonObject body =
            bodyOf({ErrorCode::MaskSizeMismatch, QStringLiteral("sizes differ"), {}, QStringLiteral("mask")});
        const QJsonObject expected = QJsonDocument::fromJson(R"({"success":false,
            "error_message":"sizes differ","error_code":"HTTP_422","request_id":"id-1",
            "detail":[{"loc":["body","mask"],"msg":"sizes differ","type":"mask_size_mismatch"}]})")
                                         .object();
        QCOMPARE(body, expected);
    }

    void internalErrorsSayNothing() {
        const Error error{ErrorCode::Internal, QStringLiteral("secret cause"), QStringLiteral("more")};
        const QByteArray body = errorResponse(error, "id-1").body;
        QVERIFY(!body.contains("secret"));
        QVERIFY(!body.contains("more"));
        QCOMPARE(bodyOf(error)[QStringLiteral("error_code")].toString(), QStringLiteral("INTERNAL_ERROR"));
    }

    void everyFieldProblemIsListed() {
        const QJsonObject body =
            bodyOf(fieldError({{QStringLiteral("seed"), QStringLiteral("a"), QStringLiteral("t")},
                               {{}, QStringLiteral("b"), QStringLiteral("u")}}));
        const QJsonArray detail = body[QStringLiteral("detail")].toArray();
        QCOMPARE(detail.size(), 2);
        QCOMPARE(detail[0].toObject()[QStringLiteral("type")].toString(), QStringLiteral("t"));
        QCOMPARE(detail[1].toObject()[QStringLiteral("loc")].toArray(), QJsonArray{QStringLiteral("body")});
        QCOMPARE(body[QStringLiteral("error_message")].toString(), QStringLiteral("a"));
    }

    void a422AlwaysHasDetail() {
        const QJsonObject body = bodyOf({ErrorCode::InvalidArgument, QStringLiteral("m")});
        QCOMPARE(body[QStringLiteral("detail")].toArray().size(), 1);
    }

    void rateLimitHasItsTwoFields() {
        const QJsonObject body = bodyOf(withRetryAfter(ErrorCode::RateLimited, 7));
        QCOMPARE(body[QStringLiteral("error")].toString(), QStringLiteral("Rate limit exceeded"));
        QCOMPARE(body[QStringLiteral("retry_after")].toInt(), 7);
        QVERIFY(!body.contains(QStringLiteral("detail")));
    }

    void headersOfAStatus() {
        QCOMPARE(header(withRetryAfter(ErrorCode::RateLimited, 7), "Retry-After"), QByteArray("7"));
        QCOMPARE(header(withRetryAfter(ErrorCode::Overloaded, 9), "Retry-After"), QByteArray("9"));
        QCOMPARE(header({ErrorCode::OutOfMemory}, "Retry-After"), QByteArray("5")); // every 503 has one
        QCOMPARE(header({ErrorCode::Internal}, "Retry-After"), QByteArray());
        QCOMPARE(header({ErrorCode::Unauthenticated}, "WWW-Authenticate"), QByteArray("Bearer"));
        QCOMPARE(header({ErrorCode::Forbidden}, "WWW-Authenticate"), QByteArray());
        Error error{ErrorCode::MethodNotAllowed};
        error.allowed = QStringLiteral("GET, HEAD");
        QCOMPARE(header(error, "Allow"), QByteArray("GET, HEAD"));
    }
};

NB_TEST(TestErrorResponse)
#include "tst_error_response.moc"
