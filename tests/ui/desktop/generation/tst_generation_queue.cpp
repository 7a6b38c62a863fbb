#include "ui/desktop/generation/generation_queue.h"

#include "core/journal/journal.h"
#include "core/providers/nanobanana.h"
#include "core/providers/remote_provider.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include "tests/ui/desktop/generation/generation_bench.h"
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace nb;
using namespace nb::desktop;
using namespace nb::test;

class TestGenerationQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aVariantArrivesAsAResultThatKnowsWhereItComesFrom() {
        GenerationBench bench;
        QSignalSpy finished(&bench.queue, &GenerationQueue::finished);
        bench.add();
        QVERIFY(bench.waitForCalls(1));
        bench.provider->answer(0, {200, 100, 50});
        QVERIFY(bench.waitForResults(1));
        const project::Layer& layer = bench.document.results()[0];
        QCOMPARE(layer.patch.rect, kSelected);
        QCOMPARE(layer.patch.pixels.size(), cv::Size(16, 12));
        QCOMPARE(colourAt(layer.patch.pixels, 8, 6), cv::Vec3b(200, 100, 50));
        QCOMPARE(cv::countNonZero(layer.mask), 16 * 12);
        QCOMPARE(layer.name, QStringLiteral("a rose"));
        QCOMPARE(layer.info.engine, QStringLiteral("held"));
        QCOMPARE(layer.info.prompt, QStringLiteral("a rose"));
        QCOMPARE(layer.info.seed, std::optional(100));
        QVERIFY(layer.info.preserveUnmasked);
        QVERIFY(layer.info.report.has_value());
        QCOMPARE(layer.info.report->changedOutside(), qint64(0));
        QCOMPARE(layer.info.report->attempts, 1);
        QCOMPARE(finished.size(), 1);
        QVERIFY(bench.queue.generations().empty());
        // The document's picture is as it was.
        QCOMPARE(colourAt(bench.document.picture().pixels, 25, 15), cv::Vec3b(10, 20, 30));
    }

    void variantsCountUpFromTheSeedTwoAtATime() {
        GenerationBench bench;
        bench.add(4);
        QVERIFY(bench.waitForCalls(2));
        QVERIFY(settle(bench.pool));
        QCOMPARE(bench.provider->calls.size(), size_t(2));
        for (size_t i = 0; i < 4; ++i) {
            QVERIFY(bench.waitForCalls(i + 1));
            bench.provider->answer(i, {200, 100, 50});
            QVERIFY(bench.waitForResults(i + 1));
        }
        QCOMPARE(bench.provider->calls.size(), size_t(4));
        QList<int> sent;
        for (const auto& call : bench.provider->calls)
            sent.append(*call->job.seed);
        std::ranges::sort(sent);
        QCOMPARE(sent, (QList<int>{100, 101, 102, 103}));
    }

    void aRandomSeedIsRecorded() {
        GenerationBench bench;
        const GenerationId id = bench.add(2, std::nullopt);
        QVERIFY(bench.waitForCalls(2));
        const int first = bench.queue.find(id)->variants[0].seed;
        QVERIFY(first >= 0);
        QVERIFY(bench.provider->of(first) < 2);
        QCOMPARE(bench.queue.find(id)->variants[1].seed, (first + 1) & 0x7fffffff);
    }

    void oneThatFailsTakesNothingFromTheOthers() {
        GenerationBench bench;
        const GenerationId id = bench.add(3);
        QVERIFY(bench.waitForCalls(2));
        bench.provider->fail(bench.provider->of(100));
        QVERIFY(bench.waitForCalls(3));
        bench.provider->answer(bench.provider->of(101), {1, 2, 3});
        bench.provider->answer(2, {4, 5, 6});
        QVERIFY(bench.waitForResults(2));
        const Generation* generation = bench.queue.find(id);
        QVERIFY(generation != nullptr);
        QVERIFY(generation->isOver());
        QCOMPARE(generation->variants[0].state, VariantState::Failed);
        QCOMPARE(generation->error()->message, QStringLiteral("told to fail"));
        QCOMPARE(generation->count(VariantState::Ready), 2);
        QVERIFY(bench.queue.running() == nullptr);
    }

    void retryAsksAgainForWhatFailedWithEverythingThatWasAsked() {
        GenerationBench bench;
        GenerationRequest request = bench.request(2);
        request.parameters.strength = 0.3;
        request.parameters.guidanceScale = 4;
        const GenerationId id = *bench.queue.add(std::move(request));
        QVERIFY(bench.waitForCalls(2));
        bench.provider->answer(bench.provider->of(100), {1, 2, 3});
        bench.provider->fail(bench.provider->of(101), ErrorCode::ProviderRejected);
        QVERIFY(bench.waitForResults(1));
        QVERIFY(QTest::qWaitFor([&] { return bench.queue.find(id)->isOver(); }));
        // Painting goes on; the request keeps the mask of its time.
        bench.selectRect({0, 0, 64, 48});
        bench.queue.retry(id);
        QVERIFY(bench.waitForCalls(3));
        const providers::Job& again = bench.provider->calls[2]->job;
        QCOMPARE(again.prompt, QStringLiteral("a rose"));
        QCOMPARE(again.seed, std::optional<int>(101));
        QCOMPARE(again.strength, 0.3);
        QCOMPARE(again.guidanceScale, 4.0);
        QCOMPARE(cv::countNonZero(again.mask.pixels), 16 * 12);
        bench.provider->answer(2, {7, 8, 9});
        QVERIFY(bench.waitForResults(2));
        QVERIFY(bench.queue.generations().empty());
    }

    void requestsWaitForEachOther() {
        GenerationBench bench;
        const GenerationId first = bench.add(), second = bench.add(1, 500);
        QVERIFY(bench.waitForCalls(1));
        QVERIFY(settle(bench.pool));
        QCOMPARE(bench.provider->calls.size(), size_t(1));
        QCOMPARE(bench.queue.running()->id, first);
        QCOMPARE(bench.queue.waiting().size(), size_t(1));
        bench.provider->fail(0); // nor does a failure stop the rest
        QVERIFY(bench.waitForCalls(2));
        QCOMPARE(bench.queue.running()->id, second);
        QCOMPARE(bench.provider->calls[1]->job.seed, std::optional<int>(500));
    }

    void cancelIsAtOnceAndTheAnswerIsDropped() {
        GenerationBench bench;
        const GenerationId first = bench.add(2);
        bench.add(1, 500);
        QVERIFY(bench.waitForCalls(2));
        QSignalSpy finished(&bench.queue, &GenerationQueue::finished);
        bench.queue.cancel(first);
        QCOMPARE(finished.size(), 1); // before any provider has reacted
        QVERIFY(bench.queue.find(first) == nullptr);
        QVERIFY(bench.provider->isStopped(0) && bench.provider->isStopped(1));
        QVERIFY(bench.waitForCalls(3)); // the next one is not kept waiting
        bench.provider->answer(0, {1, 2, 3});
        bench.provider->fail(1, ErrorCode::Cancelled);
        bench.provider->answer(2, {4, 5, 6});
        QVERIFY(bench.waitForResults(1));
        QVERIFY(settle(bench.pool));
        QCOMPARE(bench.document.results().size(), size_t(1));
        QCOMPARE(bench.document.results()[0].info.seed, std::optional(500));
    }

    void oneVariantCanBeCancelledAlone() {
        GenerationBench bench;
        const GenerationId id = bench.add(3);
        QVERIFY(bench.waitForCalls(2));
        bench.queue.cancelVariant(id, 0);
        QVERIFY(bench.provider->isStopped(bench.provider->of(100)));
        QVERIFY(!bench.provider->isStopped(bench.provider->of(101)));
        QCOMPARE(bench.state(id, 0), VariantState::Cancelled);
        QVERIFY(bench.waitForCalls(3));
    }

    void cancelAllEmptiesTheQueueWithoutStartingWhatWaited() {
        GenerationBench bench;
        bench.add();
        bench.add();
        QVERIFY(bench.waitForCalls(1));
        bench.queue.cancelAll();
        QVERIFY(bench.queue.generations().empty());
        QVERIFY(settle(bench.pool));
        QCOMPARE(bench.provider->calls.size(), size_t(1));
    }

    void anotherPictureEndsWhatWasAskedForTheOld() {
        GenerationBench bench;
        bench.add();
        QVERIFY(bench.waitForCalls(1));
        bench.document.close();
        QVERIFY(bench.provider->isStopped(0));
        bench.provider->answer(0, {1, 2, 3});
        QVERIFY(settle(bench.pool));
        QVERIFY(bench.document.results().empty());
    }

    void progressAndAttemptsAreReported() {
        GenerationBench bench;
        const GenerationId id = bench.add();
        QVERIFY(bench.waitForCalls(1));
        QSignalSpy changed(&bench.queue, &GenerationQueue::variantChanged);
        const providers::Context& context = bench.provider->calls[0]->context;
        context.onProgress({providers::Progress::Phase::Downloading, 0.25});
        context.onAttempt({.number = 1, .outcome = QStringLiteral("http_5xx")});
        QCOMPARE(changed.size(), 2);
        const VariantStatus& status = bench.queue.find(id)->variants[0];
        QCOMPARE(status.progress.phase, providers::Progress::Phase::Downloading);
        QCOMPARE(status.progress.fraction, 0.25);
        QCOMPARE(status.attempts, 1);
    }

    void anEmptySelectionFailsBeforeAnythingIsSent() {
        GenerationBench bench;
        bench.document.undoStack().undo();
        const GenerationId id = bench.add();
        QVERIFY(QTest::qWaitFor([&] { return bench.queue.find(id)->isOver(); }));
        QCOMPARE(bench.queue.find(id)->error()->code, ErrorCode::MaskEmpty);
        QVERIFY(bench.provider->calls.empty());
    }

    void whatIsOutOfRangeIsRefused() {
        GenerationBench bench;
        GenerationRequest request = bench.request(9);
        QCOMPARE(bench.queue.add(request).error().field, QStringLiteral("variants"));
        request.variants = 1;
        request.parameters.prompt = QStringLiteral("  ");
        QCOMPARE(bench.queue.add(request).error().field, QStringLiteral("prompt"));
        QVERIFY(bench.queue.generations().empty());
    }

    void theJournalHasEverythingBeforeTheCall() {
        QTemporaryDir folder;
        auto journal = journal::Journal::open(folder.path());
        QVERIFY(journal.has_value());
        GenerationBench bench;
        bench.queue.setJournal(journal->get());
        bench.add(2);
        QVERIFY(bench.waitForCalls(2));
        auto entries = *(*journal)->entries();
        QCOMPARE(entries.size(), size_t(2));
        QCOMPARE(entries[0].state, journal::EntryState::Begun);
        QCOMPARE(entries[0].name, QStringLiteral("photo.png"));
        QCOMPARE(entries[0].parameters.prompt, QStringLiteral("a rose"));
        QVERIFY(QFile::exists((*journal)->path(entries[0].picture)));
        QVERIFY(QFile::exists((*journal)->path(entries[0].mask)));
        QVERIFY(!entries[0].plan.isEmpty());
        bench.provider->answer(0, {1, 2, 3});
        bench.provider->fail(1);
        QVERIFY(QTest::qWaitFor([&] {
            entries = *(*journal)->entries();
            return std::ranges::none_of(entries,
                                        [](const auto& e) { return e.state == journal::EntryState::Begun; });
        }));
        const auto done = std::ranges::find(entries, journal::EntryState::Done, &journal::Entry::state);
        QVERIFY(done != entries.end());
        QVERIFY(QFile::exists((*journal)->path(done->result)));
        const auto failed = std::ranges::find(entries, journal::EntryState::Failed, &journal::Entry::state);
        QCOMPARE(failed->errorCode, errorName(ErrorCode::ProviderUnavailable));
    }

    void noCallIsMadeThatTheJournalCouldNotKeep() {
        QTemporaryDir folder;
        auto journal = journal::Journal::open(folder.path());
        QVERIFY(journal.has_value());
        QVERIFY(QDir(folder.filePath(QStringLiteral("pictures"))).removeRecursively());
        GenerationBench bench;
        bench.queue.setJournal(journal->get());
        const GenerationId id = bench.add();
        QVERIFY(QTest::qWaitFor([&] { return bench.queue.find(id)->isOver(); }));
        QCOMPARE(bench.queue.find(id)->error()->code, ErrorCode::FileUnwritable);
        QVERIFY(bench.provider->calls.empty());
    }

    void anAnswerThatCannotBeWrittenDownIsSaid() {
        QTemporaryDir folder;
        auto journal = journal::Journal::open(folder.path());
        QVERIFY(journal.has_value());
        GenerationBench bench;
        bench.queue.setJournal(journal->get());
        QSignalSpy failures(&bench.queue, &GenerationQueue::journalFailed);
        bench.add();
        QVERIFY(bench.waitForCalls(1));
        QVERIFY(QDir(folder.filePath(QStringLiteral("results"))).removeRecursively());
        bench.provider->answer(0, {1, 2, 3});
        QVERIFY(bench.waitForResults(1)); // what has been paid for is there all the same
        QVERIFY(!failures.isEmpty());
        const QString said = failures[0][0].value<Error>().message;
        QVERIFY2(said.contains(QStringLiteral("1-answer-0.png")), qPrintable(said));
    }

    void whatWaitsCanBeMovedAndTakenOut() {
        GenerationBench bench;
        const GenerationId running = bench.add(1, 1), second = bench.add(1, 2), third = bench.add(1, 3),
                           fourth = bench.add(1, 4);
        QVERIFY(bench.waitForCalls(1));
        QCOMPARE(bench.queue.waiting(), (std::vector<GenerationId>{second, third, fourth}));
        bench.queue.moveToFront(fourth);
        QCOMPARE(bench.queue.waiting(), (std::vector<GenerationId>{fourth, second, third}));
        bench.queue.moveToFront(third);
        bench.queue.moveToFront(running); // it has begun
        QCOMPARE(bench.queue.waiting(), (std::vector<GenerationId>{third, fourth, second}));
        bench.queue.cancel(fourth);
        QCOMPARE(bench.queue.waiting(), (std::vector<GenerationId>{third, second}));
        QCOMPARE(bench.queue.running()->id, running);
        bench.provider->answer(0, {1, 2, 3});
        QVERIFY(bench.waitForCalls(2));
        QCOMPARE(bench.provider->calls[1]->job.seed, std::optional<int>(3));
        bench.queue.cancelAll();
        QVERIFY(bench.queue.generations().empty());
    }

    void overTheWire() {
        FakeNanoBanana fake;
        fake.setSpoiling({.fill = {0, 200, 0}});
        GenerationBench bench;
        GenerationRequest request = bench.request(2);
        request.provider = std::make_shared<providers::RemoteProvider>(
            std::make_shared<providers::NanobananaWire>(fake.url(), fake.key()), bench.pool);
        QVERIFY(bench.queue.add(std::move(request)).has_value());
        QVERIFY(bench.waitForResults(2));
        QCOMPARE(fake.charged(), 2);
        const cv::Vec3b pixel = colourAt(bench.document.results()[0].patch.pixels, 8, 6);
        QVERIFY2(pixel[1] > 150 && pixel[0] < 50 && pixel[2] < 50,
                 qPrintable(QStringLiteral("%1 %2 %3")
                                .arg(QString::number(pixel[0]), QString::number(pixel[1]),
                                     QString::number(pixel[2]))));
    }
};

NB_TEST_WIDGETS(TestGenerationQueue)
#include "tst_generation_queue.moc"
