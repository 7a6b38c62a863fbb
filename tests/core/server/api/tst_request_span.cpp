#include "core/server/api/request_span.h"
#include "core/server/api/route_table.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;

class TestRequestSpan : public QObject {
    Q_OBJECT

    static RequestRecord record() {
        RequestRecord record;
        record.head.method = "POST";
        record.head.target = "/api/edit?token=secret-word";
        record.head.fields = {{"User-Agent", "curl/8"}, {"Authorization", "Bearer secret-word"}};
        record.identity.requestId = "r1";
        record.endpoint = QStringLiteral("/api/edit");
        record.client = QHostAddress(QStringLiteral("10.1.2.3"));
        record.bodyBytes = 77;
        record.began = std::chrono::steady_clock::now() - std::chrono::seconds(3);
        return record;
    }

    static QMap<QByteArray, QVariant> attributesOf(const telemetry::TimedStep& span) {
        QMap<QByteArray, QVariant> map;
        for (const telemetry::SpanAttribute& attribute : span.attributes)
            map[attribute.key] =
                std::visit([](const auto& value) { return QVariant::fromValue(value); }, attribute.value);
        return map;
    }

private Q_SLOTS:
    void anEdit() {
        const telemetry::TimedStep span = requestSpan(record(), 200, 1234);
        QCOMPARE(span.name, QStringLiteral("POST /api/edit"));
        QCOMPARE(span.kind, telemetry::SpanKind::Server);
        QVERIFY(span.ended - span.began >= std::chrono::seconds(3));
        QCOMPARE(span.status, telemetry::SpanStatus::Unset);
        const QMap<QByteArray, QVariant> expected{{"http.request.method", QStringLiteral("POST")},
                                                  {"http.route", QStringLiteral("/api/edit")},
                                                  {"url.path", QStringLiteral("/api/edit")},
                                                  {"url.scheme", QStringLiteral("http")},
                                                  {"http.response.status_code", qint64(200)},
                                                  {"http.request.body.size", qint64(77)},
                                                  {"http.response.body.size", qint64(1234)},
                                                  {"client.address", QStringLiteral("10.1.2.3")},
                                                  {"user_agent.original", QStringLiteral("curl/8")},
                                                  {"nanobanana.request_id", QStringLiteral("r1")}};
        QCOMPARE(attributesOf(span), expected);
    }

    void theSchemeIsThatOfTheConnection() {
        RequestRecord encrypted = record();
        encrypted.usesTls = true;
        QCOMPARE(attributesOf(requestSpan(encrypted, 200, 0))["url.scheme"].toString(),
                 QStringLiteral("https"));
    }

    void onlyOurOwnFailuresAreErrors_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isError");
        for (const int status : {200, 401, 422, 429, 499})
            QTest::newRow(QByteArray::number(status).constData()) << status << false;
        for (const int status : {500, 502, 503, 504})
            QTest::newRow(QByteArray::number(status).constData()) << status << true;
    }
    void onlyOurOwnFailuresAreErrors() {
        QFETCH(int, status);
        QFETCH(bool, isError);
        const telemetry::TimedStep span = requestSpan(record(), status, 0);
        QCOMPARE(span.status == telemetry::SpanStatus::Error, isError);
        QCOMPARE(attributesOf(span).value("error.type").toString(),
                 isError ? QString::number(status) : QString());
    }

    void whatNobodyKnowsMakesNoNames() {
        RequestRecord unknown = record();
        unknown.head.method = "EVIL";
        unknown.head.target = '/' + QByteArray(5000, 'x');
        unknown.head.fields = {{"User-Agent", QByteArray(5000, 'y')}};
        unknown.endpoint = QStringLiteral("/other");
        const telemetry::TimedStep span = requestSpan(unknown, 404, 0);
        QCOMPARE(span.name, QStringLiteral("HTTP"));
        const auto attributes = attributesOf(span);
        QCOMPARE(attributes["http.request.method"].toString(), QStringLiteral("_OTHER"));
        QCOMPARE(attributes["http.request.method_original"].toString(), QStringLiteral("EVIL"));
        QVERIFY(!attributes.contains("http.route"));
        QCOMPARE(attributes["url.path"].toString().size(), 256);
        QCOMPARE(attributes["user_agent.original"].toString().size(), 256);
    }
};

NB_TEST_APPLESS(TestRequestSpan)
#include "tst_request_span.moc"
