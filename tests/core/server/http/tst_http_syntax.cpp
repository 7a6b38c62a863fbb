#include "core/server/http/http_syntax.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::server;

class TestHttpSyntax : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hosts() {
        for (const char* good :
             {"a", "example.com:80", "127.0.0.1", "[::1]", "[2001:db8::1]:8000", "a_b-c~d"})
            QVERIFY2(isHost(good), good);
        for (const char* bad :
             {"", ":80", "a:", "a:b", "a:123456", "[::1", "[]", "[::1]x", "[g::1]", "a@b", "a,b", "\xc3\xa4"})
            QVERIFY2(!isHost(bad), bad);
    }

    void targets() {
        QCOMPARE(originForm("/a?b=%41"), QByteArray("/a?b=%41"));
        QCOMPARE(originForm("*"), QByteArray("*"));
        QCOMPARE(originForm("HTTP://a"), QByteArray("/"));
        QCOMPARE(originForm("http://a:1/b?c"), QByteArray("/b?c"));
        for (const char* bad : {"", "a", "http:///x", "http://u@h/", "ftp://a/", "/#f", "/%4", "/%", "/\x7f",
                                "/\xc3\xa4", "/<", "/|"})
            QVERIFY2(originForm(bad).isEmpty(), bad);
    }

    void ids() {
        QVERIFY(isEchoable("aZ09._-"));
        QVERIFY(isEchoable(QByteArray(128, 'x')));
        QVERIFY(!isEchoable(QByteArray(129, 'x')));
        for (const char* bad : {"", "a b", "a\r\nb", "\xc3\xa4", "a/b"})
            QVERIFY2(!isEchoable(bad), bad);
    }

    void digits() {
        QVERIFY(isDigits("0123456789"));
        QVERIFY(!isDigits(""));
        QVERIFY(!isDigits("1\xd9\xa1"));
        QCOMPARE(hexValue('f'), 15);
        QCOMPARE(hexValue('A'), 10);
        QCOMPARE(hexValue('g'), -1);
    }
};

NB_TEST(TestHttpSyntax)
#include "tst_http_syntax.moc"
