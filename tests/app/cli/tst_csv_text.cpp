#include "app/cli/csv_text.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;

class TestCsvText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Bytes by hand, from the tables of the encodings: é is U+00E9.
    void encodings_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("UTF-8") << QByteArray("\xc3\xa9,b\n");
        QTest::newRow("UTF-8 with a mark") << QByteArray("\xef\xbb\xbf\xc3\xa9,b\n");
        QTest::newRow("UTF-16 LE") << QByteArray("\xff\xfe\xe9\0,\0b\0\n\0", 10);
        QTest::newRow("UTF-16 BE") << QByteArray("\xfe\xff\0\xe9\0,\0b\0\n", 10);
        QTest::newRow("UTF-32 LE") << QByteArray("\xff\xfe\0\0\xe9\0\0\0,\0\0\0b\0\0\0\n\0\0\0", 20);
        QTest::newRow("UTF-32 BE") << QByteArray("\0\0\xfe\xff\0\0\0\xe9\0\0\0,\0\0\0b\0\0\0\n", 20);
    }
    void encodings() {
        QFETCH(QByteArray, bytes);
        const Result<QString> text = app::csvText(bytes);
        QVERIFY(text.has_value());
        QCOMPARE(*text, QString::fromUtf8("\xc3\xa9,b\n"));
    }

    void refused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("said");
        QTest::newRow("Latin-1") << QByteArray("a,b\r\ncaf\xe9.png,m.png\r\n")
                                 << "line 2: 'caf%E9.png' is not UTF-8";
        QTest::newRow("Latin-1, CR") << QByteArray("a,b\ra,b\rcaf\xe9.png,m.png\r") << "line 3: ";
        QTest::newRow("after umlauts") << QByteArray("\xc3\xbc\n\xc3\xbc,\xff\n") << "line 2: '%FF'";
        QTest::newRow("UTF-16 without a mark")
            << QByteArray("a\0,\0b\0", 6) << "line 1: there is a zero byte";
        QTest::newRow("UTF-16, half a character") << QByteArray("\xff\xfe"
                                                                "a\0\n\0b",
                                                                7)
                                                  << "line 2: this is not UTF-16";
        QTest::newRow("UTF-16, half a pair") << QByteArray("\xff\xfe"
                                                           "a\0\n\0\x00\xd8"
                                                           "b\0",
                                                           10)
                                             << "line 2: this is not UTF-16";
        QTest::newRow("UTF-16 with a zero") << QByteArray("\xff\xfe"
                                                          "a\0\0\0",
                                                          6)
                                            << "line 1: there is a zero";
        QTest::newRow("xlsx, ods") << QByteArray("PK\x03\x04rest")
                                   << "line 1: this is a spreadsheet document";
        QTest::newRow("xls") << QByteArray("\xd0\xcf\x11\xe0rest")
                             << "line 1: this is a spreadsheet document";
    }
    void refused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, said);
        const Result<QString> text = app::csvText(bytes);
        QVERIFY(!text.has_value());
        QCOMPARE(text.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(text.error().message.startsWith(said), qPrintable(text.error().message));
        QVERIFY(text.error().message.contains(QStringLiteral("save the list as \"CSV UTF-8\""))); // the cure
    }
};

NB_TEST(TestCsvText)
#include "tst_csv_text.moc"
