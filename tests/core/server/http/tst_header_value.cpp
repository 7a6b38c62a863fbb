#include "core/server/http/header_value.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::server;

class TestHeaderValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads() {
        const auto value = parseParameterised("Form-Data ; Name=\"a \\\"b\\\" c\\d;e\";filename=x ;");
        QVERIFY(value.has_value());
        QCOMPARE(value->word, QByteArray("form-data"));
        QCOMPARE(value->parameter("name"), std::optional<QByteArray>("a \"b\" c\\d;e"));
        QCOMPARE(value->parameter("filename"), std::optional<QByteArray>("x"));
        QCOMPARE(value->parameter("other"), std::nullopt);
        QCOMPARE(parseParameterised("text/plain")->word, QByteArray("text/plain"));
        QCOMPARE(parseParameterised("a; b=\"\"")->parameter("b"), std::optional<QByteArray>(""));
    }

    void refuses() {
        for (const char* bad :
             {"", ";a=b", "a b", "a;b", "a;b=", "a;=c", "a;b=\"c", "a;b=\"c\"d", "a;b=c;B=d", "a; b =c"})
            QVERIFY2(!parseParameterised(bad), bad);
    }
};

NB_TEST(TestHeaderValue)
#include "tst_header_value.moc"
