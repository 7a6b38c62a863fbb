#include "core/edit/parameters.h"
#include "tests/support/test_main.h"

#include <QTest>
#include <limits>

using namespace nb;
using namespace nb::edit;

class TestParameters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void promptIsTrimmedAndNormalised() {
        QCOMPARE(*validPrompt(QStringLiteral("  a red rose\t\n")), QStringLiteral("a red rose"));
        QCOMPARE(*validPrompt(QStringLiteral("one\r\ntwo\tthree")), QStringLiteral("one\ntwo\tthree"));
    }

    void promptLengthCountsCodePoints() {
        const QString rose = QStringLiteral("🌹"); // one code point, two UTF-16 units
        QVERIFY(validPrompt(rose.repeated(500)).has_value());
        const auto tooLong = validPrompt(rose.repeated(501));
        QCOMPARE(tooLong.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(tooLong.error().field, QStringLiteral("prompt"));
        QVERIFY(tooLong.error().message.contains(QStringLiteral("501")));
    }

    void badPrompts_data() {
        QTest::addColumn<QString>("prompt");
        QTest::newRow("empty") << QString();
        QTest::newRow("blank") << QStringLiteral(" \t\n ");
        QTest::newRow("NUL") << QStringLiteral("a") + QChar(0) + QStringLiteral("b");
        QTest::newRow("escape") << QStringLiteral("a\x1b[31m");
        QTest::newRow("lone CR") << QStringLiteral("a\rb");
        QTest::newRow("DEL") << QStringLiteral("a\x7f") + QStringLiteral("b");
        QTest::newRow("C1") << QStringLiteral("a") + QChar(0x85) + QStringLiteral("b");
    }
    void badPrompts() {
        QFETCH(QString, prompt);
        QCOMPARE(validPrompt(prompt).error().field, QStringLiteral("prompt"));
    }

    void numbers() {
        QVERIFY(validSeed(0).has_value());
        QVERIFY(validSeed(2147483647).has_value());
        QCOMPARE(validSeed(-1).error().field, QStringLiteral("seed"));
        QVERIFY(!validSeed(2147483648).has_value());
        QVERIFY(validStrength(0).has_value());
        QVERIFY(validStrength(1).has_value());
        QCOMPARE(validStrength(1.0001).error().field, QStringLiteral("strength"));
        QVERIFY(!validStrength(std::numeric_limits<double>::quiet_NaN()).has_value());
        QVERIFY(validGuidanceScale(1).has_value());
        QVERIFY(validGuidanceScale(20).has_value());
        QCOMPARE(validGuidanceScale(0.99).error().message,
                 QStringLiteral("guidance_scale must be a number from 1 to 20"));
        QVERIFY(!validGuidanceScale(std::numeric_limits<double>::infinity()).has_value());
    }

    void theWholeIsChecked() {
        Parameters parameters{.prompt = QStringLiteral(" x ")};
        QCOMPARE(validated(parameters)->prompt, QStringLiteral("x"));
        parameters.seed = -5;
        QCOMPARE(validated(parameters).error().field, QStringLiteral("seed"));
        parameters.seed = 5;
        parameters.strength = 2;
        QCOMPARE(validated(parameters).error().field, QStringLiteral("strength"));
    }
};

NB_TEST(TestParameters)
#include "tst_parameters.moc"
