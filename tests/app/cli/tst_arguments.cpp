#include "app/cli/arguments.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace nb;
using namespace Qt::StringLiterals;

namespace {

app::Arguments arguments() {
    app::Arguments arguments(QStringLiteral("thing [options]"), QStringLiteral("Does it."),
                             QStringLiteral("Examples:\n  it\n"));
    arguments.addOption(QStringLiteral("seed"), QStringLiteral("N"), QStringLiteral("A seed."));
    arguments.addFlag(QStringLiteral("json"), QStringLiteral("Machines."));
    return arguments;
}

} // namespace

class TestArguments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typedValues() {
        app::Arguments given = arguments();
        QVERIFY(given.parse({u"--seed"_s, u"42"_s, u"--json"_s}).has_value());
        QVERIFY(given.isSet(QStringLiteral("json")));
        QCOMPARE(**given.integer(QStringLiteral("seed")), 42);
        QCOMPARE(**given.number(QStringLiteral("seed")), 42.0);
        QCOMPARE(*given.required(QStringLiteral("seed")), QStringLiteral("42"));
    }

    void absentOptionsAreNoErrorUnlessRequired() {
        app::Arguments given = arguments();
        QVERIFY(given.parse({}).has_value());
        QVERIFY(!given.integer(QStringLiteral("seed"))->has_value());
        QCOMPARE(given.required(QStringLiteral("seed")).error().message,
                 QStringLiteral("--seed is required"));
    }

    void wrongArguments_data() {
        QTest::addColumn<QStringList>("wrong");
        QTest::addColumn<QString>("named");
        QTest::newRow("unknown option") << QStringList{u"--sed"_s, u"1"_s} << "sed";
        QTest::newRow("missing value") << QStringList{u"--seed"_s} << "seed";
        QTest::newRow("stray argument") << QStringList{u"file.png"_s} << "file.png";
    }
    void wrongArguments() {
        QFETCH(QStringList, wrong);
        QFETCH(QString, named);
        app::Arguments given = arguments();
        const Result<> parsed = given.parse(wrong);
        QVERIFY(!parsed.has_value());
        QCOMPARE(parsed.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(parsed.error().message.contains(named), qPrintable(parsed.error().message));
    }

    void aPositionalArgumentIsTakenOnceAndRequired() {
        app::Arguments given = arguments();
        given.addPositional(QStringLiteral("DIR"), QStringLiteral("A folder."));
        QVERIFY(given.parse({u"--json"_s, u"here"_s, u"--seed"_s, u"1"_s}).has_value());
        QCOMPARE(given.positional(), QStringLiteral("here"));
        QVERIFY(given.parse({u"here"_s, u"there"_s}).error().message.contains(QStringLiteral("there")));
        QVERIFY(given.parse({u"--json"_s}).error().message.contains(QStringLiteral("DIR is required")));
        QVERIFY(given.parse({u"--help"_s}).has_value());
        QVERIFY(given.helpText().contains(QStringLiteral("A folder.")));
    }

    void pathsAreBytesAndNothingElseIs() {
        app::Arguments given = arguments();
        given.addPath(QStringLiteral("image"), QStringLiteral("FILE"), QStringLiteral("A picture."));
        given.addPositional(QStringLiteral("DIR"), QStringLiteral("A folder."));
        const QString bytes = storage::toText("caf\xe9.png");
        QVERIFY(given.parse({u"here"_s, u"--image"_s, bytes}));
        QCOMPARE(given.path(QStringLiteral("image")), storage::FilePath("caf\xe9.png"));
        QVERIFY(given.parse({u"here"_s, u"--image="_s + bytes}));
        QCOMPARE(given.path(QStringLiteral("image")), storage::FilePath("caf\xe9.png"));
        QVERIFY(given.path(QStringLiteral("seed")).empty());
        for (const QStringList& wrong :
             {QStringList{u"here"_s, u"--seed"_s, bytes}, QStringList{bytes},
              QStringList{u"here"_s, u"--"_s + bytes}, QStringList{u"here"_s, bytes}}) {
            const Result<> parsed = given.parse(wrong);
            QVERIFY(!parsed);
            QVERIFY2(parsed.error().message.contains(QStringLiteral("caf%E9.png")),
                     qPrintable(parsed.error().message));
        }
    }

    void numbersAreStrict() {
        app::Arguments given = arguments();
        QVERIFY(given.parse({u"--seed"_s, u"4x"_s}).has_value());
        QVERIFY(given.integer(QStringLiteral("seed")).error().message.contains(QStringLiteral("'4x'")));
        QVERIFY(!given.number(QStringLiteral("seed")).has_value());
    }

    void helpNamesEverything() {
        app::Arguments given = arguments();
        QVERIFY(given.parse({u"--help"_s}).has_value());
        QVERIFY(given.helpRequested());
        const QString help = given.helpText();
        QVERIFY(help.startsWith(QStringLiteral("Usage: nanobanana thing [options]\n")));
        for (const char* part : {"Does it.", "--seed <N>", "A seed.", "--json", "Examples:"})
            QVERIFY2(help.contains(QString::fromLatin1(part)), part);
    }
};

NB_TEST(TestArguments)
#include "tst_arguments.moc"
