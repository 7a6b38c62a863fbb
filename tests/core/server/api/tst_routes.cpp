#include "core/server/api/openapi.h"
#include "core/server/api/routes.h"
#include "tests/support/test_main.h"
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace nb::server;

namespace {

// "POST /api/edit 200" for everything that is described.
QStringList described() {
    QStringList lines;
    const QJsonObject paths =
        QJsonDocument::fromJson(openapiJson()).object()[QStringLiteral("paths")].toObject();
    for (const QString& path : paths.keys()) {
        const QJsonObject operations = paths[path].toObject();
        for (const QString& method : operations.keys())
            for (const QString& status : operations[method][QStringLiteral("responses")].toObject().keys())
                lines.append(QStringLiteral("%1 %2 %3").arg(method.toUpper(), path, status));
    }
    lines.sort();
    return lines;
}

QStringList real() {
    QStringList lines;
    const RouteTable table = makeRoutes({}, DocsPage::Shown);
    for (const Route& route : table.routes())
        for (const int status : route.statusCodes)
            lines.append(QStringLiteral("%1 %2 %3")
                             .arg(QString::fromLatin1(route.method), QString::fromLatin1(route.path),
                                  QString::number(status)));
    lines.sort();
    return lines;
}

} // namespace

class TestRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDescriptionIsReal() { QCOMPARE(described(), real()); }

    void operatorPagesCanHaveAPortOfTheirOwn() {
        const auto paths = [](RouteChoice choice) {
            QByteArrayList list;
            const RouteTable table = makeRoutes({}, DocsPage::Shown, choice);
            for (const Route& route : table.routes())
                list.append(route.path);
            return list;
        };
        QCOMPARE(paths(RouteChoice::OperatorPages), (QByteArrayList{"/metrics", "/openapi.json", "/docs"}));
        QCOMPARE(paths(RouteChoice::All).size(),
                 paths(RouteChoice::OperatorPages).size() + paths(RouteChoice::WithoutOperatorPages).size());
        for (const QByteArray& path : paths(RouteChoice::OperatorPages))
            QVERIFY2(!paths(RouteChoice::WithoutOperatorPages).contains(path), path);
    }

    void thePagesPortHasThePageAndTheApi() {
        const RouteTable table = makeWebRoutes(
            {}, {pageFile("index.html", "a"), pageFile("assets/x-1a2b3c4d.js", "b"), pageFile("f.svg", "c")});
        QByteArrayList paths;
        for (const Route& route : table.routes()) {
            paths.append(route.path);
            QVERIFY2(route.kind != RouteKind::OperatorPage, route.path);
            const bool isApi = route.path.startsWith("/api/");
            QVERIFY2((route.origin == OriginRule::NamedOrOwn) == isApi, route.path);
            QVERIFY2((route.rate == RateRule::Limited) == (route.path == "/api/edit"), route.path);
        }
        std::sort(paths.begin(), paths.end());
        QCOMPARE(paths, (QByteArrayList{"/", "/api/edit", "/api/health", "/api/limits",
                                        "/assets/x-1a2b3c4d.js", "/f.svg", "/health"}));
        QCOMPARE(table.endpointOf("/"), QByteArray("/"));
        QCOMPARE(table.endpointOf("/assets/x-1a2b3c4d.js"), QByteArray("/assets/*"));
        QCOMPARE(table.endpointOf("/f.svg"), QByteArray("/*"));
        for (const char* path : {"/", "/assets/x-1a2b3c4d.js", "/f.svg", "/health"})
            QVERIFY2(table.find("GET", path)->log == LogRule::OnFailure, path);
        QCOMPARE(makeWebRoutes({}, {}).find("GET", "/")->statusCodes, QList<int>{404});
    }

    // A file of the page cannot take the place of the API.
    void theApiComesFirst() {
        const RouteTable table = makeWebRoutes({}, {pageFile("health", "a"), pageFile("api/health", "b")});
        QCOMPARE(table.endpointOf("/health"), QByteArray("/health"));
        QCOMPARE(table.endpointOf("/api/health"), QByteArray("/api/health"));
    }

    // On the API's port nothing has changed.
    void pagesOfThePortItselfAreForThePagesPort() {
        const RouteTable table = makeRoutes({}, DocsPage::Shown);
        for (const Route& route : table.routes())
            QVERIFY2(route.origin == OriginRule::Named, route.path);
    }

    void docsCanBeHidden() {
        QVERIFY(makeRoutes({}, DocsPage::Shown).hasPath("/docs"));
        QVERIFY(!makeRoutes({}, DocsPage::Hidden).hasPath("/docs"));
    }

    void theContractsLimits() {
        const RouteTable table = makeRoutes({}, DocsPage::Shown);
        for (const char* path :
             {"/api/health", "/api/limits", "/livez", "/readyz", "/metrics", "/docs", "/openapi.json"})
            QVERIFY2(table.find("GET", path)->rate == RateRule::Unlimited, path);
        QVERIFY(table.find("POST", "/api/edit")->rate == RateRule::Limited);
        for (const Route& route : table.routes())
            QVERIFY2((route.kind == RouteKind::Edit) == (route.path == "/api/edit"), route.path);
        for (const char* path : {"/api/health", "/livez", "/readyz", "/metrics"})
            QVERIFY2(table.find("GET", path)->log == LogRule::OnFailure, path);
    }
};

NB_TEST(TestRoutes)
#include "tst_routes.moc"
