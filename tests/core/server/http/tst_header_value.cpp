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

    // How clients write names of files, and what is not in them must still be found.
    void fileNames_data() {
        QTest::addColumn<QByteArray>("parameters");
        QTest::addColumn<QByteArray>("file");
        const auto row = [](const char* title, const QByteArray& parameters, const QByteArray& file) {
            QTest::newRow(title) << parameters << file;
        };
        row("backslash at the end", R"(name="image"; filename="C:\")", R"(C:\)");
        row("backslash at the end, name last", R"(filename="C:\"; name="image")", R"(C:\)");
        row("backslash at the end, blanks", R"(filename="C:\" ; name="image" ;)", R"(C:\)");
        row("two backslashes at the end", R"(filename="C:\\"; name="image")", R"(C:\)");
        row("three backslashes at the end", R"(filename="C:\\\"; name="image")", R"(C:\\)");
        row("share", R"(name="image"; filename="\\host\a\")", R"(\host\a\)");
        row("only a backslash", R"(filename="\"; name="image")", R"(\)");
        row("path", R"(filename="C:\temp\new.png"; name="image")", R"(C:\temp\new.png)");
        row("escaped quotes", R"(filename="a\"b\".png"; name="image")", R"(a"b".png)");
        row("escaped quote at the end", R"(filename="5\""; name="image")", R"(5")");
        row("escaped quote and a parameter", R"(filename="a\"; x=b"; name="image")", R"(a"; x=b)");
        row("escaped quote, then a backslash at the end", R"(x="a\"b"; filename="C:\"; name="image")",
            R"(C:\)");
        row("quotes as browsers write them", R"(name="image"; filename="a%22b.png")", "a%22b.png");
        row("semicolons", R"(filename="a; name=b; c.png"; name="image")", "a; name=b; c.png");
        row("no quotes, blanks", "filename=my picture.png ; name=image", "my picture.png");
        row("UTF-8", "filename=\"f\xc3\xb6to.png\"; name=image", "f\xc3\xb6to.png");
        row("UTF-8 without quotes", "name=image; filename=f\xc3\xb6to.png", "f\xc3\xb6to.png");
        row("both forms", "filename*=UTF-8''f%C3%B6to.png; filename=\"foto.png\"; name=image", "foto.png");
    }

    void fileNames() {
        QFETCH(QByteArray, parameters);
        const auto value = parseParameterised("form-data; " + parameters);
        QVERIFY(value.has_value());
        QCOMPARE(value->parameter("name"), std::optional<QByteArray>("image"));
        QTEST(value->parameter("filename").value_or("none"), "file");
    }

    void refuses() {
        for (const char* bad : {"", ";a=b", "a b", "a;b", "a;b=", "a;=c", "a;b=\"c", "a;b=\"c\"d",
                                "a;b=c\"d\"", "a;b=\"c\\\"d", "a;b=\x01", "a;b=c;B=d", "a; b =c"})
            QVERIFY2(!parseParameterised(bad), bad);
    }
};

NB_TEST(TestHeaderValue)
#include "tst_header_value.moc"
