#include "ui/desktop/generation/request_draft.h"

#include "core/providers/local.h"
#include "tests/support/test_main.h"
#include "tests/ui/desktop/generation/generation_bench.h"
#include "ui/desktop/generation/plan_updater.h"
#include "ui/desktop/generation/provider_model.h"
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTranslator>

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

    Bench() {
        providers.setChoices({{QStringLiteral("held"), QStringLiteral("Held"), provider},
                              {QStringLiteral("local"), QStringLiteral("Offline fill"),
                               std::make_shared<providers::LocalProvider>(pool)}});
        restart();
    }
    void restart() {
        draft.reset();
        draft = std::make_unique<RequestDraft>(document, providers, plan, settings);
    }
};

// A language in which every text is the same.
class Translated : public QTranslator {
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char*, const char*, const char*, int) const override {
        return QStringLiteral("übersetzt");
    }
};

} // namespace

class TestRequestDraft : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRequestHoldsWhatWasSet() {
        Bench bench;
        bench.draft->setText(QStringLiteral("  a red boat\n"));
        bench.draft->setStrength(0.25);
        bench.draft->setGuidanceScale(3);
        bench.draft->setVariants(3);
        bench.draft->setContext({4, 4, 40, 30});
        bench.draft->setTimeLimit(std::chrono::seconds(90));
        const Result<GenerationRequest> request = bench.draft->request();
        QVERIFY(request.has_value());
        QCOMPARE(request->parameters.prompt, QStringLiteral("a red boat"));
        QCOMPARE(request->parameters.strength, 0.25);
        QCOMPARE(request->parameters.guidanceScale, 3.0);
        QVERIFY(!request->parameters.seed.has_value()); // a random one unless it is locked
        QCOMPARE(request->parameters.context, std::optional(QRect(4, 4, 40, 30)));
        QCOMPARE(request->variants, 3);
        QCOMPARE(request->timeLimit, std::chrono::seconds(90));
        QCOMPARE(request->name, QStringLiteral("photo.png"));
        QCOMPARE(request->provider.get(), static_cast<providers::Provider*>(bench.provider.get()));
        QCOMPARE(request->picture.pixels.size(), cv::Size(64, 48));
        QCOMPARE(cv::countNonZero(request->mask->pixels), kSelected.width() * kSelected.height());
    }

    void aLockedSeedIsSent() {
        Bench bench;
        bench.draft->noteSeed(5);
        QVERIFY(!bench.draft->parameters().seed.has_value());
        bench.draft->setSeedLocked(true);
        QCOMPARE(bench.draft->parameters().seed, std::optional(5));
        bench.draft->noteSeed(6); // of a request that began before
        QCOMPARE(bench.draft->parameters().seed, std::optional(5));
        bench.draft->setSeedLocked(false);
        bench.draft->reuseSeed(7);
        QCOMPARE(bench.draft->parameters().seed, std::optional(7));
    }

    void numbersOutOfRangeAreClamped() {
        Bench bench;
        bench.draft->setStrength(1.5);
        bench.draft->setGuidanceScale(0);
        bench.draft->setVariants(100);
        bench.draft->setSeed(-1);
        QCOMPARE(bench.draft->strength(), 1.0);
        QCOMPARE(bench.draft->guidanceScale(), 1.0);
        QCOMPARE(bench.draft->variants(), 8);
        QCOMPARE(bench.draft->seed(), 0);
    }

    void everythingButTheContextSurvivesARestart() {
        Bench bench;
        bench.draft->setText(QStringLiteral("a boat that is not finished"));
        bench.draft->setStrength(0.35);
        bench.draft->setGuidanceScale(12);
        bench.draft->setVariants(5);
        bench.draft->reuseSeed(1234);
        bench.draft->setContext({4, 4, 40, 30});
        bench.restart();
        QCOMPARE(bench.draft->text(), QStringLiteral("a boat that is not finished"));
        QCOMPARE(bench.draft->strength(), 0.35);
        QCOMPARE(bench.draft->guidanceScale(), 12.0);
        QCOMPARE(bench.draft->variants(), 5);
        QCOMPARE(bench.draft->parameters().seed, std::optional(1234));
        QVERIFY(bench.draft->context().isNull());
    }

    void damagedSettingsGiveTheDefaults() {
        Bench bench;
        bench.settings.setValue(QStringLiteral("generate/strength"), QStringLiteral("much"));
        bench.settings.setValue(QStringLiteral("generate/guidance"), QStringLiteral("nan"));
        bench.settings.setValue(QStringLiteral("generate/variants"), -3);
        bench.settings.setValue(QStringLiteral("generate/seed"), 1e12);
        bench.restart();
        QCOMPARE(bench.draft->strength(), 0.8);
        QCOMPARE(bench.draft->guidanceScale(), 7.5);
        QCOMPARE(bench.draft->variants(), 1);
        QCOMPARE(bench.draft->seed(), 2147483647);
    }

    void anEmptyPromptIsAnErrorIfTheProviderReadsIt() {
        Bench bench;
        bench.draft->setText(QStringLiteral(" \n"));
        const Result<GenerationRequest> request = bench.draft->request();
        QVERIFY(!request.has_value());
        QCOMPARE(request.error().code, ErrorCode::InvalidArgument);
        QVERIFY(request.error().message.contains(QStringLiteral("prompt is empty")));
    }

    void theDefaultPromptIsNeverTranslated() {
        Bench bench;
        Translated translator;
        QVERIFY(QCoreApplication::installTranslator(&translator));
        bench.providers.setCurrent(QStringLiteral("local"));
        const Result<GenerationRequest> request = bench.draft->request();
        QVERIFY(QCoreApplication::removeTranslator(&translator));
        QVERIFY(request.has_value());
        QCOMPARE(request->parameters.prompt, QStringLiteral("Remove"));
    }

    void anEmptySelectionIsAnErrorAsSoonAsThePlanKnows() {
        Bench bench;
        bench.draft->setText(QStringLiteral("a boat"));
        bench.document.undoStack().undo();
        QVERIFY(QTest::qWaitFor([&] { return bench.plan.isUpToDate(); }));
        const Result<GenerationRequest> request = bench.draft->request();
        QVERIFY(!request.has_value());
        QCOMPARE(request.error().code, ErrorCode::MaskEmpty);
    }

    void withoutPictureOrProviderThereIsNoRequest() {
        Bench bench;
        bench.draft->setText(QStringLiteral("a boat"));
        QVERIFY(bench.draft->isReady());
        bench.providers.setChoices({});
        QVERIFY(!bench.draft->isReady());
        QVERIFY(!bench.draft->request().has_value());
        bench.providers.setChoices({{QStringLiteral("held"), QStringLiteral("Held"), bench.provider}});
        QVERIFY(bench.draft->isReady());
        bench.document.close();
        QVERIFY(!bench.draft->isReady());
        QVERIFY(!bench.draft->request().has_value());
    }

    void theContextGoesWithTheSelectionAndThePicture() {
        Bench bench;
        bench.draft->setContext({4, 4, 40, 30});
        QVERIFY(QTest::qWaitFor([&] {
            return bench.plan.isUpToDate() && bench.plan.plan().regions[0].rect != QRect(0, 0, 64, 48);
        }));
        bench.document.undoStack().undo();
        QVERIFY(QTest::qWaitFor([&] { return bench.draft->context().isNull(); }));
        bench.draft->setContext({4, 4, 40, 30});
        bench.document.open({cv::Mat(48, 64, CV_8UC3, kBelow), {}}, QStringLiteral("another.png"));
        QVERIFY(bench.draft->context().isNull());
    }

    void aChangeIsAnnouncedOnce() {
        Bench bench;
        QSignalSpy changed(bench.draft.get(), &RequestDraft::changed);
        QSignalSpy textChanged(bench.draft.get(), &RequestDraft::textChanged);
        bench.draft->setVariants(2);
        bench.draft->setVariants(2);
        QCOMPARE(changed.size(), 1);
        bench.draft->setText(QStringLiteral("a"));
        bench.draft->setText(QStringLiteral("a"));
        QCOMPARE(textChanged.size(), 1);
        QCOMPARE(changed.size(), 1);
    }
};

NB_TEST_WIDGETS(TestRequestDraft)
#include "tst_request_draft.moc"
