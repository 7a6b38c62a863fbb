#include "core/config/env_file.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using config::parseEnvFile;

class TestEnvFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void values_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << "A=b c"
                               << "b c";
        QTest::newRow("blanks") << "  A =  b  "
                                << "b";
        QTest::newRow("export") << "export A=b"
                                << "b";
        QTest::newRow("comment") << "A=b # why"
                                 << "b";
        QTest::newRow("hash in a word") << "A=b#c"
                                        << "b#c";
        QTest::newRow("only a comment") << "A= # none"
                                        << "";
        QTest::newRow("empty") << "A="
                               << "";
        QTest::newRow("single quotes") << "A='b # \\n \" c' # d"
                                       << "b # \\n \" c";
        QTest::newRow("double quotes") << "A=\"b \\\"c\\\" \\\\ # d\""
                                       << "b \"c\" \\ # d";
        QTest::newRow("other backslashes")
            << QStringLiteral(R"(A="C:\temp \$x \d")") << QStringLiteral(R"(C:\temp $x \d)");
        QTest::newRow("line end") << "A=\"b\\nc\""
                                  << "b\nc";
        QTest::newRow("equals signs") << "A=b=c=="
                                      << "b=c==";
        QTest::newRow("CR LF") << "A=b\r"
                               << "b";
    }
    void values() {
        QFETCH(QString, line);
        QFETCH(QString, expected);
        const config::EnvFile file = parseEnvFile(line);
        QVERIFY(file.faults.isEmpty());
        QCOMPARE(file.lines.size(), 1);
        QCOMPARE(file.lines[0].name, QStringLiteral("A"));
        QCOMPARE(file.lines[0].value, expected);
    }

    void linesAreCountedAndBlankOnesSkipped() {
        const config::EnvFile file = parseEnvFile(QStringLiteral("# first\n\nA=1\n   # more\nB=2\n"));
        QCOMPARE(file.lines.size(), 2);
        QCOMPARE(file.lines[0].line, 3);
        QCOMPARE(file.lines[1].line, 5);
    }

    void faultsAreAllNamedWithoutTheirValues() {
        const config::EnvFile file = parseEnvFile(QStringLiteral("just words\nKEY='secret\n1A=b\nOK=1\n"));
        QCOMPARE(file.faults.size(), 3);
        QVERIFY(file.faults[0].text.startsWith(QStringLiteral("line 1:")));
        QVERIFY(file.faults[1].text.contains(QStringLiteral("KEY")));
        for (const config::EnvFault& fault : file.faults)
            QVERIFY(!fault.text.contains(QStringLiteral("secret")));
        QCOMPARE(file.faults[0].name, QString());
        QCOMPARE(file.faults[1].name, QStringLiteral("KEY"));
        QCOMPARE(file.lines.size(), 1);
    }
};

NB_TEST(TestEnvFile)
#include "tst_env_file.moc"
