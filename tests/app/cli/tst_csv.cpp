#include "app/cli/csv.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using namespace Qt::StringLiterals;
using Records = std::vector<QStringList>;

class TestCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void records_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Records>("expected");
        QTest::newRow("plain") << "a,b,c\nd,e,f\n"
                               << Records{{u"a"_s, u"b"_s, u"c"_s}, {u"d"_s, u"e"_s, u"f"_s}};
        QTest::newRow("no last line end") << "a,b" << Records{{u"a"_s, u"b"_s}};
        QTest::newRow("CR LF") << "a,b\r\nc,d\r\n" << Records{{u"a"_s, u"b"_s}, {u"c"_s, u"d"_s}};
        QTest::newRow("quotes") << "\"a,1\",\"say \"\"hi\"\"\"\n" << Records{{u"a,1"_s, u"say \"hi\""_s}};
        QTest::newRow("line end in quotes") << "\"a\nb\",c\n" << Records{{u"a\nb"_s, u"c"_s}};
        QTest::newRow("empty fields") << ",,\n" << Records{{u""_s, u""_s, u""_s}};
        QTest::newRow("blank lines") << "\n\na\n  \n" << Records{{u"a"_s}};
        QTest::newRow("byte order mark") << QString(QChar(0xFEFF)) + u"a"_s << Records{{u"a"_s}};
        QTest::newRow("nothing") << "" << Records{};
        QTest::newRow("umlauts") << "Grün,ß" << Records{{u"Grün"_s, u"ß"_s}};
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
