#include "ui/desktop/settings/prompt_history.h"

#include "tests/support/test_main.h"
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace nb::desktop;

namespace {

struct Bench {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("studio.ini")), QSettings::IniFormat};
    PromptHistory history{settings};
};

} // namespace

class TestPromptHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPromptIsTrimmedAndStoredOnceAsTheNewest() {
        Bench bench;
        for (const char* prompt : {"one", " two\n", "one", " \n"})
            bench.history.add(QLatin1String(prompt));
        const QStringList expected{QStringLiteral("two"), QStringLiteral("one")};
        QCOMPARE(bench.history.prompts(), expected);
        QCOMPARE(PromptHistory(bench.settings).prompts(), expected); // at the next start
    }

    void theOldestGoesFirst() {
        Bench bench;
        for (int i = 0; i <= PromptHistory::kMaxPrompts; ++i)
            bench.history.add(QString::number(i));
        QCOMPARE(bench.history.prompts().size(), PromptHistory::kMaxPrompts);
        QCOMPARE(bench.history.prompts().first(), QStringLiteral("1"));
    }

    void browsingStopsAtTheOldestAndReturnsToTheDraft() {
        Bench bench;
        bench.history.add(QStringLiteral("one"));
        bench.history.add(QStringLiteral("two"));
        QCOMPARE(bench.history.previous(QStringLiteral("draft")), QStringLiteral("two"));
        QCOMPARE(bench.history.previous(QStringLiteral("two")), QStringLiteral("one"));
        QCOMPARE(bench.history.previous(QStringLiteral("one")), QStringLiteral("one"));
        QCOMPARE(bench.history.next(QStringLiteral("one")), QStringLiteral("two"));
        QCOMPARE(bench.history.next(QStringLiteral("two")), QStringLiteral("draft"));
        QCOMPARE(bench.history.next(QStringLiteral("draft")), QStringLiteral("draft"));
    }

    void thePromptThatIsStillInTheEditorIsSkipped() {
        Bench bench;
        bench.history.add(QStringLiteral("one"));
        bench.history.add(QStringLiteral("two"));
        QCOMPARE(bench.history.previous(QStringLiteral("two ")), QStringLiteral("one"));
    }

    void anEmptyHistoryLeavesTheText() {
        Bench bench;
        QCOMPARE(bench.history.previous(QStringLiteral("draft")), QStringLiteral("draft"));
        QCOMPARE(bench.history.next(QStringLiteral("draft")), QStringLiteral("draft"));
    }
};

NB_TEST(TestPromptHistory)
#include "tst_prompt_history.moc"
