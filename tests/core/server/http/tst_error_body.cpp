#include "core/server/http/error_body.h"
#include "tests/support/test_main.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace nb;
using namespace nb::server;

namespace {

QJsonObject parsed(const Problem& problem) {
    return QJsonDocument::fromJson(errorBody(problem, "id-1")).object();
}

} // namespace

class TestErrorBody : public QObject {
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
        row("busy", ErrorCode::ProviderBusy, 503);
        row("overloaded", ErrorCode::Overloaded, 503);
        row("deadline", ErrorCode::DeadlineExceeded, 504);
        row("internal", ErrorCode::Internal, 500);
        row("gone", ErrorCode::Cancelled, 499);
    }

    void statuses() {
        QFETCH(int, code);
        QFETCH(int, status);
        QCOMPARE(httpStatus(static_cast<ErrorCode>(code)), status);
    }

    void aFieldAtFault() {
        const QJsonObject body = parsed(problemOf(
            Error{ErrorCode::MaskSizeMismatch, QStringLiteral("sizes differ"), {}, QStringLiteral("mask")}));
        const QJsonObject expected = QJsonDocument::fromJson(R"({"success":false,
            "error_message":"sizes differ","error_code":"HTTP_422","request_id":"id-1",
            "detail":[{"loc":["body","mask"],"msg":"sizes differ","type":"mask_size_mismatch"}]})")
                                         .object();
        QCOMPARE(body, expected);
    }

    void internalErrorsSayNothing() {
        const Problem problem =
            problemOf(Error{ErrorCode::Internal, QStringLiteral("secret cause"), QStringLiteral("more")});
        const QByteArray body = errorBody(problem, "id-1");
        QVERIFY(!body.contains("secret"));
        QVERIFY(!body.contains("more"));
        QCOMPARE(parsed(problem)[QStringLiteral("error_code")].toString(), QStringLiteral("INTERNAL_ERROR"));
    }

    void everyFaultIsListed() {
        const QJsonObject body =
            parsed(problemOf({{QStringLiteral("seed"), QStringLiteral("a"), QStringLiteral("t")},
                              {{}, QStringLiteral("b"), QStringLiteral("u")}}));
        const QJsonArray detail = body[QStringLiteral("detail")].toArray();
        QCOMPARE(detail.size(), 2);
        QCOMPARE(detail[1].toObject()[QStringLiteral("loc")].toArray(), QJsonArray{QStringLiteral("body")});
        QCOMPARE(body[QStringLiteral("error_message")].toString(), QStringLiteral("a"));
    }

    void a422AlwaysHasDetail() {
        QCOMPARE(parsed({422, QStringLiteral("m"), {}, {}})[QStringLiteral("detail")].toArray().size(), 1);
    }

    void rateLimitHasItsTwoFields() {
        const QJsonObject body = parsed({429, QStringLiteral("slow down"), {}, std::chrono::seconds(7)});
        QCOMPARE(body[QStringLiteral("error")].toString(), QStringLiteral("Rate limit exceeded"));
        QCOMPARE(body[QStringLiteral("retry_after")].toInt(), 7);
        QVERIFY(!body.contains(QStringLiteral("detail")));
    }
};

NB_TEST(TestErrorBody)
#include "tst_error_body.moc"
