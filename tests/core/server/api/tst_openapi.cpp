#include "core/server/api/openapi.h"
#include "tests/support/test_main.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace nb;
using namespace Qt::StringLiterals;

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
        QCOMPARE(paths.keys(), (QStringList{u"/"_s, u"/api/edit"_s, u"/api/health"_s, u"/docs"_s, u"/livez"_s,
                                            u"/metrics"_s, u"/openapi.json"_s, u"/readyz"_s}));
    }
};

NB_TEST(TestOpenapi)
#include "tst_openapi.moc"
