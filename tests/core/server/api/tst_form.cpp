#include "core/server/api/form.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;

namespace {

QList<Part> form(const QList<Part>& further = {}) {
    QList<Part> parts{{"image", true, "I"}, {"mask", true, "M"}, {"prompt", false, " a rose "}};
    parts.append(further);
    return parts;
}

// "field:type" of every problem.
QStringList problemsOf(const QList<Part>& parts) {
    const auto result = readEditForm(parts);
    QStringList problems;
    if (!result)
        for (const FieldProblem& problem : result.error().fieldProblems)
            problems.append(problem.field + QLatin1Char(':') + problem.type);
    return problems;
}

} // namespace

class TestForm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaults() {
        const auto result = readEditForm(form());
        QVERIFY(result.has_value());
        QCOMPARE(result->image, QByteArray("I"));
        QCOMPARE(result->mask, QByteArray("M"));
        QCOMPARE(result->parameters.prompt, QStringLiteral("a rose"));
        QVERIFY(!result->parameters.seed);
        QCOMPARE(result->parameters.strength, 0.8);
        QCOMPARE(result->parameters.guidanceScale, 7.5);
        QVERIFY(result->parameters.preserveUnmasked);
    }

    void readsEveryField() {
        const auto result = readEditForm(form({{"seed", false, "2147483647"},
                                               {"strength", false, "0.25"},
                                               {"guidance_scale", false, "2e1"},
                                               {"preserve_unmasked", false, "Off"},
                                               {"something_else", false, "x"}}));
        QVERIFY(result.has_value());
        QCOMPARE(result->parameters.seed, std::optional<int>(2147483647));
        QCOMPARE(result->parameters.strength, 0.25);
        QCOMPARE(result->parameters.guidanceScale, 20.0);
        QVERIFY(!result->parameters.preserveUnmasked);
    }

    void blankOptionalFieldsCountAsAbsent() {
        QVERIFY(readEditForm(form({{"seed", false, ""}, {"strength", false, " "}})).has_value());
    }

    void switches() {
        for (const char* word : {"true", "1", "yes", "on", "TRUE"})
            QVERIFY(readEditForm(form({{"preserve_unmasked", false, word}}))->parameters.preserveUnmasked);
        for (const char* word : {"false", "0", "no", "off", "False"})
            QVERIFY(!readEditForm(form({{"preserve_unmasked", false, word}}))->parameters.preserveUnmasked);
    }

    void problems_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* name, const char* value, const char* problem) {
            QTest::addRow("%s=%s", name, value)
                << QByteArray(name) << QByteArray(value) << QString::fromLatin1(problem);
        };
        row("seed", "-1", "seed:invalid_argument");
        row("seed", "2147483648", "seed:invalid_argument");
        row("seed", "999999999999999999", "seed:invalid_argument");
        row("seed", "9999999999999999999999", "seed:not_an_integer");
        row("seed", "1.0", "seed:not_an_integer");
        row("seed", "0x10", "seed:not_an_integer");
        row("seed", "1e3", "seed:not_an_integer");
        row("seed", "abc", "seed:not_an_integer");
        row("seed", "\xd9\xa1", "seed:not_an_integer"); // an Arabic digit
        row("strength", "1.01", "strength:invalid_argument");
        row("strength", "-0.1", "strength:invalid_argument");
        row("strength", "nan", "strength:not_a_number");
        row("strength", "inf", "strength:not_a_number");
        row("strength", "0x1", "strength:not_a_number");
        row("strength", "0,5", "strength:not_a_number");
        row("strength", "1e999", "strength:not_a_number");
        row("guidance_scale", "0.99", "guidance_scale:invalid_argument");
        row("guidance_scale", "20.1", "guidance_scale:invalid_argument");
        row("preserve_unmasked", "2", "preserve_unmasked:not_a_boolean");
        row("preserve_unmasked", "ja", "preserve_unmasked:not_a_boolean");
    }

    void problems() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(QString, problem);
        QCOMPARE(problemsOf(form({{name, false, value}})), QStringList{problem});
    }

    void promptFaults() {
        const auto withPrompt = [](const QByteArray& prompt) {
            return problemsOf({{"image", true, "I"}, {"mask", true, "M"}, {"prompt", false, prompt}});
        };
        QCOMPARE(withPrompt(""), QStringList{QStringLiteral("prompt:invalid_argument")});
        QCOMPARE(withPrompt(" \t\n"), QStringList{QStringLiteral("prompt:invalid_argument")});
        QCOMPARE(withPrompt("a\x01"), QStringList{QStringLiteral("prompt:invalid_argument")});
        QCOMPARE(withPrompt(QByteArray(501, 'x')), QStringList{QStringLiteral("prompt:invalid_argument")});
        QCOMPARE(withPrompt("\xff\xfe"), QStringList{QStringLiteral("prompt:invalid_utf8")});
        QCOMPARE(withPrompt(QByteArray("\xf0\x9f\x8c\xb9").repeated(500)), QStringList()); // 500 code points
    }

    void fieldFaults() {
        QCOMPARE(problemsOf({}), (QStringList{QStringLiteral("image:missing"), QStringLiteral("mask:missing"),
                                              QStringLiteral("prompt:missing")}));
        QCOMPARE(problemsOf(form({{"image", true, "again"}})),
                 QStringList{QStringLiteral("image:repeated_field")});
        QCOMPARE(problemsOf(form({{"photo", true, "x"}})), QStringList{QStringLiteral("photo:unknown_file")});
        QCOMPARE(problemsOf({{"image", false, "I"}, {"mask", true, ""}, {"prompt", false, "p"}}),
                 (QStringList{QStringLiteral("image:not_a_file"), QStringLiteral("mask:empty_file")}));
    }

    void allFaultsAtOnce() {
        QCOMPARE(
            problemsOf(
                {{"mask", true, "M"}, {"prompt", false, ""}, {"seed", false, "x"}, {"strength", false, "2"}}),
            (QStringList{QStringLiteral("image:missing"), QStringLiteral("prompt:invalid_argument"),
                         QStringLiteral("seed:not_an_integer"),
                         QStringLiteral("strength:invalid_argument")}));
    }
};

NB_TEST(TestForm)
#include "tst_form.moc"
