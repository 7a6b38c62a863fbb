#include "core/server/api/openapi.h"
#include "tests/support/test_main.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
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
        QCOMPARE(paths.keys(),
                 (QStringList{u"/"_s, u"/api/edit"_s, u"/api/health"_s, u"/api/limits"_s, u"/docs"_s,
                              u"/livez"_s, u"/metrics"_s, u"/openapi.json"_s, u"/readyz"_s}));
        // The names that the clients which were generated from the schema have for their functions.
        const auto operation = [&](const QString& path, const QString& method) {
            return paths[path][method][QStringLiteral("operationId")].toString();
        };
        QCOMPARE(operation(u"/api/health"_s, u"get"_s), QStringLiteral("health_check"));
        QCOMPARE(operation(u"/api/edit"_s, u"post"_s), QStringLiteral("inpaint_image"));
    }

    // As it is on every response.
    void documentsTheRequestIdEverywhere() {
        const QJsonObject root = QJsonDocument::fromJson(server::openapiJson()).object();
        const QJsonObject components = root[QStringLiteral("components")].toObject();
        QVERIFY(components[u"headers"_s][u"RequestId"_s][u"schema"_s].isObject());
        const QJsonObject reference{{u"$ref"_s, u"#/components/headers/RequestId"_s}};
        const auto documents = [&](QJsonObject response) {
            if (const QString name = response[u"$ref"_s].toString().section(u'/', -1); !name.isEmpty())
                response = components[u"responses"_s][name].toObject();
            return response[u"headers"_s][u"X-Request-ID"_s].toObject() == reference;
        };
        QSet<QString> operations;
        for (const QJsonValue& path : root[QStringLiteral("paths")].toObject())
            for (const QJsonValue& operation : path.toObject()) {
                const QString name = operation[u"operationId"_s].toString();
                QVERIFY2(!name.isEmpty() && !operations.contains(name), qPrintable(name));
                operations.insert(name);
                const QJsonObject responses = operation[u"responses"_s].toObject();
                QVERIFY2(responses.contains(u"200"_s), qPrintable(name));
                for (auto it = responses.begin(); it != responses.end(); ++it)
                    QVERIFY2(documents(it->toObject()), qPrintable(name + u' ' + it.key()));
            }
    }
};

NB_TEST(TestOpenapi)
#include "tst_openapi.moc"
