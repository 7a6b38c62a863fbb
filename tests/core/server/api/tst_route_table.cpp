#include "core/server/api/route_table.h"
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
        QCOMPARE(routes.missing("GET", "/c").status, 404);
        QCOMPARE(routes.missing("GET", "/b").status, 405);
        QCOMPARE(routes.missing("BREW", "/a").status, 501);
        QCOMPARE(routes.missing("BREW", "/c").status, 501);
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
