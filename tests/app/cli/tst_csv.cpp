#include "app/cli/csv.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using Records = std::vector<QStringList>;

class TestCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void records_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Records>("expected");
        QTest::newRow("plain") << "a,b,c\nd,e,f\n" << Records{{"a", "b", "c"}, {"d", "e", "f"}};
        QTest::newRow("no last line end") << "a,b" << Records{{"a", "b"}};
        QTest::newRow("CR LF") << "a,b\r\nc,d\r\n" << Records{{"a", "b"}, {"c", "d"}};
        QTest::newRow("quotes") << "\"a,1\",\"say \"\"hi\"\"\"\n" << Records{{"a,1", "say \"hi\""}};
        QTest::newRow("line end in quotes") << "\"a\nb\",c\n" << Records{{"a\nb", "c"}};
        QTest::newRow("empty fields") << ",,\n" << Records{{"", "", ""}};
        QTest::newRow("blank lines") << "\n\na\n  \n" << Records{{"a"}};
        QTest::newRow("byte order mark") << QString(QChar(0xFEFF)) + "a" << Records{{"a"}};
        QTest::newRow("nothing") << "" << Records{};
        QTest::newRow("umlauts") << "Grün,ß" << Records{{"Grün", "ß"}};
    }
    void records() {
        QFETCH(QString, text);
        QFETCH(Records, expected);
        const auto actual = app::parseCsv(text);
        QVERIFY(actual.has_value());
        QCOMPARE(*actual, expected);
    }

    void openQuoteNamesItsLine() {
        const auto actual = app::parseCsv(QStringLiteral("a\nb,\"c\nd\n"));
        QCOMPARE(actual.error().code, ErrorCode::InvalidArgument);
        QVERIFY(actual.error().message.contains(QStringLiteral("line 2")));
    }
};

NB_TEST(TestCsv)
#include "tst_csv.moc"
