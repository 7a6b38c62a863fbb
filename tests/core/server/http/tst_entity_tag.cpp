#include "core/server/http/entity_tag.h"
#include "tests/support/test_main.h"
#include <QTest>

using nb::server::namesTag;

class TestEntityTag : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lists_data() {
        QTest::addColumn<QByteArray>("list");
        QTest::addColumn<bool>("names");
        const auto row = [](const char* list, bool names) {
            QTest::newRow(list) << QByteArray(list) << names;
        };
        row("", false);
        row("*", true);
        row(" * ", true);
        row("\"abc\"", true);
        row("W/\"abc\"", true);
        row("\"x\", \"abc\"", true);
        row("\"x\",W/\"abc\",\"y\"", true);
        row(",, \"x\" , ,\"abc\",", true);
        row("\"ABC\"", false);
        row("\"ab\"", false);
        row("\"abc-gzip\"", false);
        row("abc", false);
        row("\"abc", false);
        row("w/\"abc\"", false);
        row("\"x, \"abc\"", false); // the comma is part of the first one; what follows is none
        row("\"x\" *", false);
        row("\"\"", false);
    }
    void lists() {
        QFETCH(QByteArray, list);
        QTEST(namesTag(list, "\"abc\""), "names");
    }
};

NB_TEST_APPLESS(TestEntityTag)
#include "tst_entity_tag.moc"
