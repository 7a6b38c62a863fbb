#include "ui/desktop/panels/prompt_panel.h"

#include "core/providers/local.h"
#include "tests/support/test_main.h"
#include "tests/ui/desktop/generation/generation_bench.h"
#include "ui/desktop/generation/plan_updater.h"
#include "ui/desktop/generation/provider_model.h"
#include "ui/desktop/generation/request_draft.h"
#include "ui/desktop/panels/generation_strip.h"
#include "ui/desktop/panels/prompt_edit.h"
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>

using namespace nb;
using namespace nb::desktop;
using namespace nb::test;

namespace {

struct Bench : GenerationBench {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("studio.ini")), QSettings::IniFormat};
    ProviderModel providers;
    PlanUpdater plan{document, pool};
    std::unique_ptr<RequestDraft> draft;
    std::unique_ptr<PromptPanel> panel;

    Bench() {
        providers.setChoices({{QStringLiteral("held"), QStringLiteral("Held"), provider},
                              {QStringLiteral("local"), QStringLiteral("Offline fill"),
                               std::make_shared<providers::LocalProvider>(pool)}});
        makePanel();
    }
    void makePanel() { // as at the next start
        panel.reset();
        draft.reset();
        draft = std::make_unique<RequestDraft>(document, providers, plan, settings);
        panel = std::make_unique<PromptPanel>(PromptParts{*draft, plan, providers, queue});
        panel->show();
    }
    template <class Widget>
    Widget* child(const char* name) {
        return panel->findChild<Widget*>(QLatin1String(name));
    }
    void write(const QString& text) { panel->promptEdit().setPrompt(text); }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&panel->promptEdit(), Qt::Key(key), modifiers);
    }
    QString planText() { return child<QLabel>("plan")->text(); }
    bool waitForPlan() {
        return QTest::qWaitFor([&] { return !plan.plan().regions.empty(); });
    }
};

} // namespace

class TestPromptPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ctrlEnterAsksForWhatTheFieldsSay() {
        Bench bench;
        bench.write(QStringLiteral("  a red boat\n"));
        bench.draft->reuseSeed(7);
        bench.child<QSpinBox>("variants")->setValue(3);
        bench.key(Qt::Key_Return, Qt::ControlModifier);
        const Generation* generation = bench.queue.running();
        QVERIFY(generation != nullptr);
        QCOMPARE(generation->request.parameters.prompt, QStringLiteral("a red boat"));
        QCOMPARE(generation->variants.size(), size_t(3));
        QCOMPARE(generation->variants[2].seed, 9);
        QCOMPARE(generation->request.name, QStringLiteral("photo.png"));
        QVERIFY(bench.waitForCalls(2));
        QCOMPARE(cv::countNonZero(bench.provider->calls[0]->job.mask.pixels), 16 * 12);
    }

    void shiftEnterDoesTheSameAndEnterIsANewLine() {
        Bench bench;
        bench.write(QStringLiteral("a"));
        bench.key(Qt::Key_Return);
        QVERIFY(bench.queue.running() == nullptr);
        QCOMPARE(bench.panel->promptEdit().toPlainText().count(QLatin1Char('\n')), 1);
        bench.key(Qt::Key_Enter, Qt::ShiftModifier);
        QVERIFY(bench.queue.running() != nullptr);
    }

    void escapeCancelsAtOnceAndKeepsThePrompt() {
        Bench bench;
        bench.write(QStringLiteral("a boat"));
        bench.panel->generate();
        QVERIFY(bench.waitForCalls(1));
        QVERIFY(bench.panel->strip().progressText().startsWith(QStringLiteral("Uploading")));
        bench.key(Qt::Key_Escape);
        QVERIFY(bench.queue.running() == nullptr);
        QVERIFY(bench.provider->isStopped(0));
        QVERIFY(bench.panel->strip().progressText().isEmpty());
        QVERIFY(bench.panel->strip().errorText().isEmpty());
        QCOMPARE(bench.draft->prompt(), QStringLiteral("a boat"));
        QVERIFY(cv::countNonZero(bench.document.mask().pixels) > 0);
    }

    void anEmptyPromptIsSaidInTheSameLine() {
        Bench bench;
        bench.panel->generate();
        QVERIFY(bench.queue.generations().empty());
        QVERIFY(bench.panel->strip().errorText().contains(QStringLiteral("prompt is empty")));
        bench.write(QStringLiteral("a boat"));
        bench.panel->generate();
        QVERIFY(bench.panel->strip().errorText().isEmpty());
    }

    void anEmptySelectionIsSaidInTheSameLine() {
        Bench bench;
        bench.document.undoStack().undo();
        bench.write(QStringLiteral("a boat"));
        const PlanUpdater& watch = bench.plan;
        QVERIFY(QTest::qWaitFor([&] { return watch.isUpToDate(); }));
        QCOMPARE(watch.state(), PlanUpdater::State::NothingSelected);
        bench.panel->generate();
        QVERIFY(bench.queue.generations().empty());
        QVERIFY(bench.panel->strip().errorText().startsWith(QStringLiteral("Nothing is selected. Paint")));
    }

    void aFailureSaysWhyAndIsTriedAgain() {
        Bench bench;
        bench.write(QStringLiteral("a boat"));
        bench.panel->generate();
        QVERIFY(bench.waitForCalls(1));
        bench.provider->fail(0, ErrorCode::ProviderRejected);
        QVERIFY(QTest::qWaitFor([&] { return !bench.panel->strip().errorText().isEmpty(); }));
        const QString text = bench.panel->strip().errorText();
        QVERIFY2(text.contains(QStringLiteral("told to fail")), qPrintable(text)); // the provider's reason
        QCOMPARE(bench.draft->prompt(), QStringLiteral("a boat"));
        QTest::mouseClick(bench.child<QPushButton>("retry"), Qt::LeftButton);
        QVERIFY(bench.waitForCalls(2));
        QCOMPARE(bench.provider->calls[1]->job.seed, bench.provider->calls[0]->job.seed);
        QVERIFY(bench.panel->strip().errorText().isEmpty());
    }

    void whileOneRunsTheButtonQueues() {
        Bench bench;
        bench.write(QStringLiteral("a boat"));
        QCOMPARE(bench.child<QPushButton>("generate")->text(), QStringLiteral("Generate"));
        bench.panel->generate();
        QCOMPARE(bench.child<QPushButton>("generate")->text(), QStringLiteral("Add to queue"));
        bench.panel->generate();
        QCOMPARE(bench.queue.waiting().size(), size_t(1));
        QVERIFY(bench.panel->strip().progressText().contains(QStringLiteral("1 more waiting")));
    }

    void theHistoryIsWalkedAndKept() {
        Bench bench;
        for (const char* prompt : {"one", "two", "one"}) { // used again, it is the newest, once
            bench.write(QLatin1String(prompt));
            bench.panel->generate();
        }
        bench.makePanel();
        bench.write(QStringLiteral("draft"));
        const auto shown = [&] { return bench.panel->promptEdit().toPlainText(); };
        bench.key(Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(shown(), QStringLiteral("one"));
        bench.key(Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(shown(), QStringLiteral("two"));
        bench.key(Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(shown(), QStringLiteral("two"));
        bench.key(Qt::Key_Down, Qt::AltModifier);
        bench.key(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(shown(), QStringLiteral("draft"));
    }

    void aTemplateLeavesAGapToWriteOver() {
        Bench bench;
        const auto buttons = bench.panel->findChildren<QToolButton*>();
        const auto replace = std::ranges::find_if(
            buttons, [](const QToolButton* b) { return b->text() == QStringLiteral("Replace"); });
        QVERIFY(replace != buttons.end());
        QTest::mouseClick(*replace, Qt::LeftButton);
        QTest::keyClicks(&bench.panel->promptEdit(), QStringLiteral("a dog"));
        QVERIFY(bench.draft->prompt().startsWith(QStringLiteral("Replace it with a dog,")));
    }

    void whatTheProviderIgnoresIsDisabledWithAReason() {
        Bench bench;
        bench.providers.setCurrent(QStringLiteral("local"));
        auto* guidance = bench.child<QDoubleSpinBox>("guidance");
        QVERIFY(!guidance->isEnabled());
        QVERIFY(guidance->toolTip().contains(QStringLiteral("Offline fill")));
        QVERIFY(bench.child<QLabel>("ignored")->text().contains(QStringLiteral("ignores the prompt")));
        // And it needs no prompt.
        bench.panel->generate();
        QVERIFY(bench.waitForResults(1));
    }

    void pickingAnEngineIsAnnounced() {
        Bench bench;
        QSignalSpy picked(bench.panel.get(), &PromptPanel::providerPicked);
        auto* combo = bench.child<QComboBox>("provider");
        combo->setFocus();
        QTest::keyClick(combo, Qt::Key_Down);
        QCOMPARE(picked.size(), 1);
        QCOMPARE(bench.providers.current()->id, QStringLiteral("local"));
    }

    void aModelIsPickedOrWritten() {
        Bench bench;
        QVERIFY(bench.child<QComboBox>("model")->isHidden()); // there is nothing to choose
        bench.provider->heldModel = QStringLiteral("large");
        ProviderChoice choice{QStringLiteral("held"),
                              QStringLiteral("Held"),
                              bench.provider,
                              {QStringLiteral("small"), QStringLiteral("large")}};
        bench.providers.setChoices({choice});
        auto* combo = bench.child<QComboBox>("model");
        QVERIFY(combo->isVisible() && combo->isEnabled());
        QCOMPARE(combo->currentText(), QStringLiteral("large"));
        QSignalSpy picked(bench.panel.get(), &PromptPanel::modelPicked);
        combo->setFocus();
        QTest::keyClick(combo, Qt::Key_Up);
        QCOMPARE(picked.last()[0].toString(), QStringLiteral("small"));
        combo->lineEdit()->selectAll();
        QTest::keyClicks(combo->lineEdit(), QStringLiteral("new model-2")); // no name has a blank
        QTest::keyClick(combo->lineEdit(), Qt::Key_Return);
        QCOMPARE(picked.last()[0].toString(), QStringLiteral("newmodel-2"));
        combo->lineEdit()->clear();
        QTest::keyClick(combo->lineEdit(), Qt::Key_Return);
        QCOMPARE(picked.last()[0].toString(), QStringLiteral("small")); // the default
        choice.fixedBy = QStringLiteral("NANOBANANA_MODEL");
        bench.providers.setChoices({choice});
        QVERIFY(!combo->isEnabled());
        QVERIFY(combo->toolTip().contains(QStringLiteral("NANOBANANA_MODEL")));
    }

    void theDraftIsThereAgain() {
        Bench bench;
        bench.write(QStringLiteral("a boat that is not yet"));
        bench.makePanel();
        QCOMPARE(bench.draft->prompt(), QStringLiteral("a boat that is not yet"));
    }

    void whatWaitsIsListed() {
        Bench bench;
        for (const char* prompt : {"one", "two", "three"}) {
            bench.write(QLatin1String(prompt));
            bench.panel->generate();
        }
        auto* list = bench.child<QWidget>("waiting");
        QVERIFY(list->isVisible());
        const auto buttons = [&](const char* name) {
            QList<QToolButton*> shown = list->findChildren<QToolButton*>(QLatin1String(name));
            shown.removeIf([](const QToolButton* button) { return !button->isVisible(); });
            return shown;
        };
        QTRY_COMPARE(buttons("front").size(), 2);
        QVERIFY(list->height() >= 2 * buttons("front")[0]->height());
        QVERIFY(!buttons("front")[0]->isEnabled());
        QTest::mouseClick(buttons("front")[1], Qt::LeftButton);
        const auto next = [&] {
            return bench.queue.find(bench.queue.waiting().front())->request.parameters.prompt;
        };
        QCOMPARE(next(), QStringLiteral("three"));
        QTRY_COMPARE(buttons("remove").size(), 2);
        QTest::mouseClick(buttons("remove")[0], Qt::LeftButton);
        QCOMPARE(next(), QStringLiteral("two"));
        QTRY_COMPARE(buttons("remove").size(), 1);
        QTest::mouseClick(buttons("remove")[0], Qt::LeftButton);
        QVERIFY(list->isHidden());
        QVERIFY(bench.queue.running() != nullptr);
    }

    void thePlanIsShownAndFollowsTheMask() {
        Bench bench;
        QVERIFY(bench.waitForPlan());
        bench.draft->setVariants(4);
        // The provider takes any size: the whole picture, and four calls for $0.04 each.
        QCOMPARE(bench.planText(), QStringLiteral("Sends 64 × 48 px around the selection at full size. "
                                                  "4 calls, about $0.16."));
        QSignalSpy changed(&bench.plan, &PlanUpdater::changed);
        bench.document.undoStack().undo();
        QVERIFY(QTest::qWaitFor([&] { return bench.plan.plan().regions.empty(); }));
        QVERIFY(!changed.isEmpty());
        QCOMPARE(bench.planText(), QStringLiteral("Paint over what is to change."));
    }

    void aDraggedContextIsSentUntilTheSelectionGoes() {
        Bench bench;
        bench.draft->setContext({4, 4, 40, 30});
        QCOMPARE(bench.draft->parameters().context, std::optional(QRect(4, 4, 40, 30)));
        QVERIFY(QTest::qWaitFor([&] {
            return !bench.plan.plan().regions.empty() &&
                   bench.plan.plan().regions[0].rect != QRect(0, 0, 64, 48);
        }));
        bench.document.undoStack().undo();
        QVERIFY(QTest::qWaitFor([&] { return !bench.draft->parameters().context.has_value(); }));
    }

    void numbersSurviveARestart() {
        Bench bench;
        bench.child<QDoubleSpinBox>("strength")->setValue(0.35);
        bench.draft->setVariants(5);
        bench.draft->reuseSeed(1234);
        bench.makePanel();
        QCOMPARE(bench.draft->parameters().strength, 0.35);
        QCOMPARE(bench.draft->variants(), 5);
        QCOMPARE(bench.draft->parameters().seed, std::optional<int>(1234));
    }
};

NB_TEST_WIDGETS(TestPromptPanel)
#include "tst_prompt_panel.moc"
