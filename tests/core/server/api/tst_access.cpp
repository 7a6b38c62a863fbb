#include "core/server/api/access.h"
#include "core/server/api/route_table.h"
#include "core/server/http/error_response.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;

namespace {

int statusFor(const config::ServerSettings& settings, const QList<HeaderField>& fields) {
    RequestRecord record;
    record.head.fields = fields;
    const Result<> access = checkAccess(record, settings);
    return access ? 0 : httpStatus(access.error().code);
}

} // namespace

class TestAccess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void origins() {
        config::ServerSettings settings;
        settings.allowedOrigins = {QStringLiteral("https://a.example")};
        QCOMPARE(statusFor(settings, {}), 0);
        QCOMPARE(statusFor(settings, {{"Origin", "https://a.example"}}), 0);
        for (const char* foreign :
             {"https://b.example", "https://a.example.evil", "http://a.example", "null"})
            QCOMPARE(statusFor(settings, {{"Origin", foreign}}), 403);
        settings.allowedOrigins = {QStringLiteral("*")};
        QCOMPARE(statusFor(settings, {{"Origin", "https://b.example"}}), 0);
    }

    // Only where the route says so: not on the API's port.
    void ownOrigins() {
        Route route{"POST", "/edit", {200}, RateRule::Limited, LogRule::Always, {}, RouteKind::Edit};
        config::ServerSettings settings;
        settings.allowedOrigins = {QStringLiteral("https://a.example")};
        const auto statusOf = [&](const char* host, const char* origin) {
            RequestRecord record;
            record.route = &route;
            record.head.fields = {{"Host", host}, {"Origin", origin}};
            const Result<> access = checkAccess(record, settings);
            return access ? 0 : httpStatus(access.error().code);
        };
        QCOMPARE(statusOf("localhost:1", "http://localhost:1"), 403);
        route.origin = OriginRule::NamedOrOwn;
        QCOMPARE(statusOf("localhost:1", "http://localhost:1"), 0);
        QCOMPARE(statusOf("b.example:1", "http://b.example:1"), 403);
        QCOMPARE(statusOf("localhost:1", "https://a.example"), 0);
        QCOMPARE(statusOf("localhost:1", "http://localhost:2"), 403);
    }

    void tokens() {
        config::ServerSettings settings;
        QCOMPARE(statusFor(settings, {{"Authorization", "Bearer whatever"}}), 0);
        settings.apiTokens = {QStringLiteral("one"), QStringLiteral("two")};
        QCOMPARE(statusFor(settings, {}), 401);
        QCOMPARE(statusFor(settings, {{"Authorization", "Bearer one"}}), 0);
        QCOMPARE(statusFor(settings, {{"Authorization", "Bearer two"}}), 0);
        for (const char* bad :
             {"Bearer on", "Bearer onee", "Bearer", "one", "Basic one", "Bearer one two", ""})
            QCOMPARE(statusFor(settings, {{"Authorization", bad}}), 401);
    }
};

NB_TEST(TestAccess)
#include "tst_access.moc"
