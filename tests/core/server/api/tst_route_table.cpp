#include "core/server/api/route_table.h"
#include "core/server/http/error_response.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::server;

class TestRouteTable : public QObject {
    Q_OBJECT

    RouteTable table() {
        RouteTable routes;
        routes.add({"GET", "/a", {200}, RateRule::Unlimited, LogRule::Always, {}});
        routes.add({"POST", "/a", {200}, RateRule::Unlimited, LogRule::Always, {}});
        routes.add({"POST", "/b", {200}, RateRule::Limited, LogRule::Always, {}});
        return routes;
    }

private Q_SLOTS:
    void finds() {
        const RouteTable routes = table();
        QCOMPARE(routes.find("GET", "/a")->method, QByteArray("GET"));
        QCOMPARE(routes.find("HEAD", "/a")->method, QByteArray("GET"));
        QCOMPARE(routes.find("POST", "/b")->path, QByteArray("/b"));
        QVERIFY(!routes.find("GET", "/b"));
        QVERIFY(!routes.find("get", "/a"));
        QVERIFY(!routes.find("GET", "/a/"));
    }

    void saysWhatIsMissing() {
        const RouteTable routes = table();
        QCOMPARE(httpStatus(routes.missing("GET", "/c").code), 404);
        QCOMPARE(httpStatus(routes.missing("GET", "/b").code), 405);
        QCOMPARE(routes.missing("GET", "/b").allowed, QStringLiteral("POST, OPTIONS"));
        QCOMPARE(routes.missing("GET", "/c").allowed, QString());
        QCOMPARE(httpStatus(routes.missing("BREW", "/a").code), 501);
        QCOMPARE(httpStatus(routes.missing("BREW", "/c").code), 501);
    }

    void aRouteMayHaveAnotherNameInMetrics() {
        RouteTable routes = table();
        Route named{"GET", "/assets/x.js", {200}, RateRule::Unlimited, LogRule::Always, {}};
        named.endpoint = "/assets/*";
        routes.add(named);
        QCOMPARE(routes.endpointOf("/a"), QByteArray("/a"));
        QCOMPARE(routes.endpointOf("/assets/x.js"), QByteArray("/assets/*"));
        QCOMPARE(routes.endpointOf("/assets/y.js"), QByteArray());
        QCOMPARE(routes.endpointOf("/assets/*"), QByteArray());
    }

    void allows() {
        const RouteTable routes = table();
        QCOMPARE(routes.allowed("/a"), QByteArray("GET, HEAD, POST, OPTIONS"));
        QCOMPARE(routes.allowed("/b"), QByteArray("POST, OPTIONS"));
        QCOMPARE(routes.allowed("/c"), QByteArray());
        QCOMPARE(routes.allowed("*"), QByteArray("GET, HEAD, POST, OPTIONS"));
    }
};

NB_TEST(TestRouteTable)
#include "tst_route_table.moc"
