#include "core/config/values.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <QUrl>

using namespace nb;
using namespace nb::config;
using namespace Qt::StringLiterals;

namespace {

const Option& option(const char* name) {
    return *findOption(QString::fromLatin1(name));
}

} // namespace

class TestValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void good_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QVariant>("expected");
        const auto row = [](const char* name, const char* text, const QVariant& expected) {
            QTest::addRow("%s=%s", name, text)
                << QString::fromLatin1(name) << QString::fromLatin1(text) << expected;
        };
        for (const char* yes : {"true", "TRUE", "1", "yes", "On"})
            row("DEBUG", yes, true);
        for (const char* no : {"false", "0", "No", "off"})
            row("DEBUG", no, false);
        row("PORT", "0", 0);
        row("PORT", " 65535 ", 65535);
        row("LOG_LEVEL", "warning", QStringLiteral("WARNING"));
        row("HOST", "localhost", QStringLiteral("127.0.0.1"));
        row("HOST", "::", QStringLiteral("::"));
        row("ENVIRONMENT", "Production", QStringLiteral("production"));
        row("ALLOWED_ORIGINS", "*", QStringList{u"*"_s});
        row("ALLOWED_ORIGINS", "https://A.example:443/, http://b.example:8080",
            QStringList{u"https://a.example"_s, u"http://b.example:8080"_s});
        row("ALLOWED_ORIGINS", "", QStringList());
        row("TRUSTED_PROXIES", "10.0.0.0/8,2001:db8::/32", QStringList{u"10.0.0.0/8"_s, u"2001:db8::/32"_s});
        for (const char* url : {"redis://cache", "redis://cache/", "rediss://cache:7000/3",
                                "redis://:pw@cache", "redis://user:p%40w@[2001:db8::1]:6379/0"})
            row("REDIS_URL", url, QUrl(QString::fromLatin1(url)));
        row("API_TOKENS", "one, two", QStringList{u"one"_s, u"two"_s});
    }
    void good() {
        QFETCH(QString, name);
        QFETCH(QString, text);
        QFETCH(QVariant, expected);
        const Result<QVariant> value = parseValue(*findOption(name), text);
        QVERIFY2(value.has_value(), qPrintable(value ? QString() : value.error().message));
        QCOMPARE(value->toString(), expected.toString());
        QCOMPARE(value->toStringList(), expected.toStringList());
    }

    void bad_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const char* text) {
            QTest::addRow("%s=%s", name, text) << QString::fromLatin1(name) << QString::fromUtf8(text);
        };
        for (const char* text : {"", "x", "-1", "65536", "8000.0", "0x10", "+5", "1e3"})
            row("PORT", text);
        for (const char* text : {"maybe", "2", ""})
            row("DEBUG", text);
        for (const char* text : {"ftp://host", "https://", "api.example", "/path", "http://h:0"})
            row("NANOBANANA_URL", text);
        for (const char* text : {"example.com", "1.2.3", "1.2.3.4/32", ""})
            row("HOST", text);
        for (const char* text :
             {"example.com", "https://a.example/path", "*,https://a.example", "https://u@a.example"})
            row("ALLOWED_ORIGINS", text);
        for (const char* text : {"10.0.0.0/33", "10.0.0.1/8", "nonsense"})
            row("TRUSTED_PROXIES", text);
        for (const char* text :
             {"host:6379", "redis://", "http://host", "redis://host:0", "redis://host:65536",
              "redis://host/x", "redis://host/1/2", "redis://host/-1", "redis://host/123456",
              "redis://host?db=1", "redis://host#1", "redis://user@host", "redis://a b/",
              "unix:/run/redis.sock"})
            row("REDIS_URL", text);
        row("LOG_LEVEL", "LOUD");
        row("NANOBANANA_KEY", "two words");
        row("NANOBANANA_KEY", "umläut");
        row("NANOBANANA_PROVIDER", "dall-e");
        row("NANOBANANA_LOCAL_METHOD", "shiftmap");
        row("ENVIRONMENT", "");
        row("REQUEST_TIMEOUT", "0");
    }
    void bad() {
        QFETCH(QString, name);
        QFETCH(QString, text);
        const Result<QVariant> value = parseValue(*findOption(name), text);
        QVERIFY(!value.has_value());
        QVERIFY(value.error().message.startsWith(QStringLiteral("must be ")));
        QCOMPARE(value.error().field, name);
    }

    void whatIsShown() {
        QCOMPARE(shownValue(option("NANOBANANA_KEY"), QStringLiteral("sk-secret")), QStringLiteral("(set)"));
        QCOMPARE(shownValue(option("NANOBANANA_KEY"), QString()), QStringLiteral("(empty)"));
        QCOMPARE(shownValue(option("API_TOKENS"), QStringList{u"a"_s, u"b"_s}), QStringLiteral("(set)"));
        const QString url =
            shownValue(option("REDIS_URL"), QUrl(QStringLiteral("redis://user:pa%40ss@host:6379/0")));
        QVERIFY2(!url.contains(QStringLiteral("pa")) && url.contains(QStringLiteral("host")),
                 qPrintable(url));
        const QUrl odd(QStringLiteral("redis://user:pa,ss@host"));
        QCOMPARE(shownValue(option("REDIS_URL"), odd), QStringLiteral("redis://***@host"));
        QCOMPARE(shownText(option("REDIS_URL"), QStringLiteral("redi://cache:6379/0")),
                 QStringLiteral("redi://cache:6379/0"));
        QVERIFY(!shownText(option("NANOBANANA_URL"), QStringLiteral("https://h/?key=sk-1"))
                     .contains(QStringLiteral("sk-1")));
        QCOMPARE(shownText(option("NANOBANANA_KEY"), QStringLiteral("two words")),
                 QStringLiteral("(hidden)"));
        QVERIFY(shownText(option("PORT"), QString(5000, QLatin1Char('9'))).size() <= 100);
        QVERIFY(!shownText(option("PORT"), QStringLiteral("1\n2")).contains(QLatin1Char('\n')));
    }
};

NB_TEST(TestValues)
#include "tst_values.moc"
