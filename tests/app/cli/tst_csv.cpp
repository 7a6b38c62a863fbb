#include "app/cli/csv.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using namespace Qt::StringLiterals;
using Records = std::vector<app::CsvRecord>;

class TestCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void records_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QChar>("separator");
        QTest::addColumn<Records>("expected");
        const auto row = [](const char* name, const QString& text, Records expected, char separator = ',') {
            QTest::newRow(name) << text << QChar(QLatin1Char(separator)) << std::move(expected);
        };
        const Records two{{1, {u"a"_s, u"b"_s}}, {2, {u"c"_s, u"d"_s}}};
        row("LF", u"a,b\nc,d\n"_s, two);
        row("CR LF", u"a,b\r\nc,d\r\n"_s, two);
        row("CR", u"a,b\rc,d\r"_s, two);
        row("semicolons", u"a;b\nc;d"_s, two, ';');
        row("tabs", u"a\tb\nc\td"_s, two, '\t');
        row("no last line end", u"a,b"_s, {{1, {u"a"_s, u"b"_s}}});
        row("quotes", u"\"a,1\",\"say \"\"hi\"\"\"\n"_s, {{1, {u"a,1"_s, u"say \"hi\""_s}}});
        row("blanks around quotes", u"a, \"b, c\" ,d"_s, {{1, {u"a"_s, u"b, c"_s, u"d"_s}}});
        row("quote inside a word", u"5\" pipe,b"_s, {{1, {u"5\" pipe"_s, u"b"_s}}});
        row("LF in quotes", u"\"a\nb\",c\nd"_s, {{1, {u"a\nb"_s, u"c"_s}}, {3, {u"d"_s}}});
        row("CR LF in quotes", u"\"a\r\nb\",c\r\nd"_s, {{1, {u"a\nb"_s, u"c"_s}}, {3, {u"d"_s}}});
        row("CR in quotes", u"\"a\rb\",c\rd"_s, {{1, {u"a\nb"_s, u"c"_s}}, {3, {u"d"_s}}});
        row("separators only", u",,\na,b\n , ,\n,\n"_s, {{2, {u"a"_s, u"b"_s}}});
        row("blank lines", u"\n\na\n  \n"_s, {{3, {u"a"_s}}});
        row("blank lines, CR", u"\r\ra\r"_s, {{3, {u"a"_s}}});
        row("blank lines, CR LF", u"\r\n\r\na\r\n"_s, {{3, {u"a"_s}}});
        row("empty fields", u"a,,\n"_s, {{1, {u"a"_s, u""_s, u""_s}}});
        row("nothing", u""_s, {});
        row("umlauts", u"Grün,ß"_s, {{1, {u"Grün"_s, u"ß"_s}}});
        row("named separator", u"sep=;\r\na;b"_s, {{2, {u"a"_s, u"b"_s}}}, ';');
        row("named separator alone", u"sep=;"_s, {}, ';');
    }
    void records() {
        QFETCH(QString, text);
        QFETCH(QChar, separator);
        QFETCH(Records, expected);
        const app::CsvTable table = app::parseCsv(text, separator);
        QVERIFY(!table.error);
        QCOMPARE(table.separator, separator);
        QVERIFY(table.records == expected);
    }

    void faultsNameTheirLine_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("open quote") << "a\nb,\"c\nd\n"
                                    << "line 2: the quote";
        QTest::newRow("open quote, CR") << "a\rb\r,\"c\rd\r"
                                        << "line 3: the quote";
        QTest::newRow("text after a quote") << "a\n\"b \"rose\" c\",d"
                                            << "line 2: there is text after";
    }
    void faultsNameTheirLine() {
        QFETCH(QString, text);
        QFETCH(QString, said);
        const app::CsvTable table = app::parseCsv(text, QLatin1Char(','));
        QVERIFY(table.error.has_value());
        QCOMPARE(table.error->code, ErrorCode::InvalidArgument);
        QVERIFY2(table.error->message.startsWith(said), qPrintable(table.error->message));
    }

    void theFirstLineMayNameTheSeparator() {
        QCOMPARE(app::namedSeparator(u"sep=;\na;b"_s), std::optional(QChar(u';')));
        QCOMPARE(app::namedSeparator(u"SEP=\t\r\na\tb"_s), std::optional(QChar(u'\t')));
        QCOMPARE(app::namedSeparator(u"\"sep=|\"\ra|b"_s), std::optional(QChar(u'|')));
        QVERIFY(!app::namedSeparator(u"sep=;;\na"_s));
        QVERIFY(!app::namedSeparator(u"a,b\nsep=;"_s));
        QVERIFY(!app::namedSeparator(u""_s));
    }
};

NB_TEST(TestCsv)
#include "tst_csv.moc"
