#include "ui/desktop/generation/generation_progress.h"

#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::desktop;
using Phase = providers::Progress::Phase;

namespace {

VariantStatus running(Phase phase, double fraction) {
    return {.state = VariantState::Running, .progress = {phase, fraction}};
}

Generation of(std::vector<VariantStatus> variants) {
    Generation generation;
    generation.variants = std::move(variants);
    return generation;
}

} // namespace

class TestGenerationProgress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLineNamesThePhaseOfTheFurthestVariant() {
        QCOMPARE(progressLine(of({{}, {}}), 0), QStringLiteral("Preparing · 0 of 2 ready"));
        QCOMPARE(progressLine(of({running(Phase::Uploading, 0.5), running(Phase::Downloading, 0)}), 0),
                 QStringLiteral("Downloading · 0 of 2 ready"));
        QCOMPARE(progressLine(of({running(Phase::Processing, 0)}), 0), QStringLiteral("Processing"));
    }

    void theLineCountsReadyVariantsAndAttempts() {
        VariantStatus second = running(Phase::Processing, 0);
        second.attempts = 1;
        QCOMPARE(progressLine(of({{.state = VariantState::Ready}, second}), 0),
                 QStringLiteral("Processing · 1 of 2 ready · attempt 2"));
        QVERIFY(progressLine(of({second}), 3).endsWith(QStringLiteral("more waiting")));
    }

    void theShareIsTheMeanOfAllVariants() {
        // Uploading is the first tenth, downloading the last.
        QCOMPARE(progressShare(of({running(Phase::Uploading, 0.5)})), std::optional(0.05));
        QCOMPARE(progressShare(of({running(Phase::Processing, 0.5)})), std::optional(0.5));
        QCOMPARE(progressShare(of({running(Phase::Downloading, 1)})), std::optional(1.0));
        QCOMPARE(progressShare(of({{.state = VariantState::Failed}, {}})), std::optional(0.5));
    }

    void theShareIsUnknownWhereNoVariantKnowsIt() {
        QVERIFY(!progressShare(of({running(Phase::Processing, -1)})));
        QVERIFY(!progressShare(of({{}})));
    }
};

NB_TEST(TestGenerationProgress)
#include "tst_generation_progress.moc"
