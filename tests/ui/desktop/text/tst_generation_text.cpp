#include "ui/desktop/text/generation_text.h"

#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::desktop;

class TestGenerationText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPlanSaysScaleCallsAndPrice() {
        edit::EditPlan plan;
        plan.regions = {{QRect(0, 0, 3200, 2400), QSize(1184, 888)}};
        QCOMPARE(planText(plan, 1), QStringLiteral("Your 3200 px area returns at 1184 px (37 %). One call, "
                                                   "price not known."));
        plan.priceUsd = 0.039;
        QCOMPARE(planText(plan, 1), QStringLiteral("Your 3200 px area returns at 1184 px (37 %). One call, "
                                                   "about $0.039."));
        plan.regions = {{QRect(0, 0, 1184, 864), QSize(1184, 864)}};
        plan.priceUsd = 0;
        QCOMPARE(planText(plan, 1), QStringLiteral("Sends 1184 × 864 px around the selection at full size. "
                                                   "One call, free, on this computer."));
        plan.isUnseen = true;
        QVERIFY(planText(plan, 1).startsWith(
            QStringLiteral("The picture is transparent in all of the selection: ")));
        QVERIFY(planText({}, 1).isEmpty());
    }

    void aFailureIsFollowedByAdvice() {
        QCOMPARE(editErrorText({ErrorCode::MaskEmpty, QStringLiteral("Nothing is selected")}),
                 QStringLiteral("Nothing is selected. Paint over what is to change, then generate."));
        QCOMPARE(editErrorText({ErrorCode::Internal, QStringLiteral("No")}), QStringLiteral("No."));
    }

    void ignoredParametersAreListed() {
        providers::ProviderCapabilities can;
        can.readsPrompt = can.honoursSeed = can.honoursStrength = can.honoursGuidance = true;
        QVERIFY(ignoredText(QStringLiteral("Gemini"), can).isEmpty());
        can.honoursSeed = can.honoursGuidance = false;
        QCOMPARE(ignoredText(QStringLiteral("Gemini"), can),
                 QStringLiteral("Gemini ignores: seed, guidance."));
        can.readsPrompt = false;
        QVERIFY(ignoredText(QStringLiteral("Gemini"), can).contains(QStringLiteral("ignores the prompt")));
    }

    void onlyTheDefaultPromptIsTranslated() {
        QCOMPARE(displayedPrompt(QStringLiteral("a rose")), QStringLiteral("a rose"));
        QCOMPARE(displayedPrompt(kDefaultPrompt), QStringLiteral("Remove")); // no translation is installed
    }
};

NB_TEST(TestGenerationText)
#include "tst_generation_text.moc"
