#include "core/server/api/openapi.h"
#include "tests/support/test_main.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace nb;

class TestOpenapi : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheContractsDescription() {
        QJsonParseError error;
        const QJsonObject root = QJsonDocument::fromJson(server::openapiJson(), &error).object();
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(root[QStringLiteral("openapi")].toString(), QStringLiteral("3.0.3"));
        QCOMPARE(root[QStringLiteral("info")][QStringLiteral("title")].toString(),
                 QStringLiteral("NanoBanana Inpainting API"));
        const QJsonObject paths = root[QStringLiteral("paths")].toObject();
        QCOMPARE(paths.keys(), (QStringList{"/", "/api/edit", "/api/health", "/docs", "/livez", "/metrics",
                                            "/openapi.json", "/readyz"}));
    }
};

NB_TEST(TestOpenapi)
#include "tst_openapi.moc"
