#include "core/server/http/request_head.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::server;

class TestRequestHead : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aValueIsFoundWithoutRegardToCase() {
        RequestHead head;
        head.fields = {{"Accept", "a"}, {"x-request-id", "first"}, {"X-Request-ID", "second"}};
        QCOMPARE(head.value("X-REQUEST-ID"), QByteArray("first"));
        QCOMPARE(head.value("accept"), QByteArray("a"));
        QCOMPARE(head.value("Accep"), QByteArray());
        QCOMPARE(RequestHead().value("Accept"), QByteArray());
    }

    void allValuesAreAList() {
        RequestHead head;
        head.fields = {{"If-None-Match", "\"a\""}, {"Accept", "x"}, {"if-none-match", "\"b\", \"c\""}};
        QCOMPARE(head.list("IF-NONE-MATCH"), QByteArray("\"a\",\"b\", \"c\""));
        QCOMPARE(head.list("Accept"), QByteArray("x"));
        QCOMPARE(head.list("Range"), QByteArray());
    }

    void thePathHasNoQuery_data() {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("none") << QByteArray("/api/edit") << QByteArray("/api/edit");
        QTest::newRow("query") << QByteArray("/api/edit?a=1?b") << QByteArray("/api/edit");
        QTest::newRow("empty query") << QByteArray("/?") << QByteArray("/");
        QTest::newRow("all") << QByteArray("*") << QByteArray("*");
    }

    void thePathHasNoQuery() {
        QFETCH(QByteArray, target);
        RequestHead head;
        head.target = target;
        QTEST(head.path(), "path");
    }
};

NB_TEST(TestRequestHead)
#include "tst_request_head.moc"
