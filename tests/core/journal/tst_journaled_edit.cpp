#include "core/journal/journaled_edit.h"

#include "core/base/worker_pool.h"
#include "core/image/decode.h"
#include "tests/support/test_main.h"
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::journal;

namespace {

image::Picture picture(int value) {
    return {cv::Mat(30, 40, CV_16UC3, cv::Scalar::all(value)), {"icc", {}}};
}

mask::Mask selected() {
    mask::Mask mask{cv::Mat(30, 40, CV_8UC1, cv::Scalar(0))};
    mask.pixels(cv::Rect(10, 12, 5, 6)) = 255;
    return mask;
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

double difference(const QByteArray& png, const cv::Mat& samples) {
    return cv::norm(image::decode(png, {}, image::GreyAs::OneChannel)->picture.pixels, samples, cv::NORM_INF);
}

// Sets the selection to 500, or fails; calls back first, with the journal as it is then.
class PaintingProvider : public providers::Provider {
public:
    QString name() const override { return QStringLiteral("painting"); }
    providers::ProviderCapabilities capabilities() const override {
        return {.maxSide = 2048, .priceHintUsd = price};
    }

    QFuture<Result<providers::Answer>> edit(providers::Job job, providers::Context) override {
        ++calls;
        if (onCall)
            onCall();
        if (fails || (failsFrom > 0 && calls >= failsFrom))
            return readyFuture(
                Result<providers::Answer>(Error{ErrorCode::ProviderUnavailable, QStringLiteral("no")}));
        cv::Mat pixels = job.picture.pixels.clone();
        pixels.setTo(cv::Scalar::all(500), job.mask.pixels);
        return readyFuture(Result<providers::Answer>(providers::Answer{{pixels, {}}, 1}));
    }

    int calls = 0;
    bool fails = false;
    int failsFrom = 0; // the number of the call; 0 = none
    std::optional<double> price = {};
    std::function<void()> onCall;
};

} // namespace

class TestJournaledEdit : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Journal> m_journal;
    WorkerPool m_pool{1}; // one thread: what is begun first ends first
    int m_count = 0;

    JournaledEdit input(Journal* journal, const edit::Parameters& parameters) {
        JournaledEdit edit{.picture = picture(7),
                           .plan = edit::makePlan(selected(), parameters, PaintingProvider().capabilities()),
                           .parameters = parameters,
                           .journal = journal};
        if (journal != nullptr)
            edit.input = *encodeInput(QStringLiteral("p.png"), picture(7), selected());
        return edit;
    }

    JournaledOutcome run(JournaledEdit edit, PaintingProvider& provider) {
        QObject guard;
        auto future = runJournaledEdit(std::move(edit), provider, {}, m_pool, &guard);
        if (!QTest::qWaitFor([&] { return future.isFinished() && future.result().recorded.isFinished(); }))
            qFatal("the edit did not finish");
        return future.result();
    }

    // Two regions, the second of which fails: the first has been paid for.
    JournaledOutcome runUntilTheSecondFails(Journal* journal, std::optional<double> price) {
        PaintingProvider provider;
        provider.price = price;
        provider.failsFrom = 2;
        mask::Mask twoPlaces{cv::Mat(200, 5000, CV_8UC1, cv::Scalar(0))};
        twoPlaces.pixels(cv::Rect(50, 50, 20, 20)) = 255;
        twoPlaces.pixels(cv::Rect(4900, 50, 20, 20)) = 255;
        const edit::Parameters parameters{.prompt = QStringLiteral("x")};
        const image::Picture wide{cv::Mat(200, 5000, CV_8UC3, cv::Scalar::all(7)), {}};
        JournaledEdit edit{.picture = wide,
                           .plan = edit::makePlan(twoPlaces, parameters, provider.capabilities()),
                           .parameters = parameters,
                           .journal = journal};
        if (journal != nullptr)
            edit.input = *encodeInput(QStringLiteral("p.png"), wide, twoPlaces);
        JournaledOutcome outcome = run(std::move(edit), provider);
        if (provider.calls != 2)
            qFatal("the plan has not two regions");
        return outcome;
    }

    Entry entry(EntryId id) { return (*m_journal->entries())[size_t(id - 1)]; }
    QString resultsFolder() { return m_journal->path(QStringLiteral("results")); }

private Q_SLOTS:
    void init() { m_journal = *Journal::open(m_folder.filePath(QString::number(m_count++))); }

    void answersThatNoJournalHasAreHandedOver() {
        const JournaledOutcome outcome = runUntilTheSecondFails(nullptr, {});
        QVERIFY(!outcome.edited);
        QCOMPARE(outcome.entry, EntryId(0));
        QCOMPARE(outcome.unkeptAnswers.size(), size_t(1));
        QVERIFY(image::decode(outcome.unkeptAnswers[0], {}).has_value());
        QVERIFY(runUntilTheSecondFails(nullptr, 0.0).unkeptAnswers.empty()); // it costs nothing
    }

    void answersThatTheJournalHasAreNot() {
        const JournaledOutcome outcome = runUntilTheSecondFails(m_journal.get(), {});
        QVERIFY(!outcome.edited);
        QVERIFY(outcome.unkeptAnswers.empty());
        QCOMPARE(m_journal->answers(outcome.entry).size(), 1);
    }

    void theResultsFileIsThatOfTheEntry() {
        PaintingProvider provider;
        const JournaledOutcome outcome =
            run(input(m_journal.get(), {.prompt = QStringLiteral("x")}), provider);
        QVERIFY(outcome.edited.has_value());
        QVERIFY(outcome.unkeptAnswers.empty());
        QCOMPARE(contents(m_journal->resultFile(outcome.entry)), *outcome.recorded.result());
    }

    void inputAndPlanAreThereBeforeTheProviderIsCalled() {
        edit::Parameters parameters{.prompt = QStringLiteral("x")};
        parameters.context = QRect(8, 8, 2, 2);
        parameters.growPx = 3;
        PaintingProvider provider;
        std::vector<Entry> atCall;
        provider.onCall = [&] { atCall = *m_journal->entries(); };
        QVERIFY(run(input(m_journal.get(), parameters), provider).edited.has_value());
        QCOMPARE(atCall.size(), size_t(1));
        const Entry& begun = atCall[0];
        QCOMPARE(begun.state, EntryState::Begun);
        QCOMPARE(begun.name, QStringLiteral("p.png"));
        QCOMPARE(begun.engine, QStringLiteral("painting"));
        QCOMPARE(difference(contents(m_journal->path(begun.picture)), picture(7).pixels), 0.0);
        // The mask as it was made; the growth is one of the parameters.
        QCOMPARE(difference(contents(m_journal->path(begun.mask)), selected().pixels), 0.0);
        QCOMPARE(begun.parameters.growPx, 3);
        const QJsonArray rect = QJsonDocument::fromJson(begun.plan)
                                    .object()[QStringLiteral("regions")][0][QStringLiteral("rect")]
                                    .toArray();
        // The selection is 10 to 14 by 12 to 17, grown by 3; the context adds 8.
        QCOMPARE(rect, (QJsonArray{7, 8, 11, 13}));
    }

    void theResultIsInTheJournalWithItsReport() {
        PaintingProvider provider;
        const JournaledOutcome outcome =
            run(input(m_journal.get(), {.prompt = QStringLiteral("x")}), provider);
        QVERIFY(outcome.edited.has_value() && !outcome.lostAnswer);
        const Entry done = entry(1);
        QCOMPARE(done.state, EntryState::Done);
        const QByteArray png = contents(m_journal->path(done.result));
        QCOMPARE(*outcome.recorded.result(), png);
        QCOMPARE(difference(png, outcome.edited->picture.pixels), 0.0);
        QCOMPARE(QJsonDocument::fromJson(done.report).object(), edit::toJson(outcome.edited->report));
        QVERIFY(m_journal->answers(1).isEmpty()); // the result holds them
    }

    void thePictureIsThereBeforeTheJournalWritesIt() {
        PaintingProvider provider;
        JournaledEdit edit = input(m_journal.get(), {.prompt = QStringLiteral("x")});
        auto seen = std::make_shared<EntryState>(EntryState::Done);
        edit.onEdited = [&, seen](const Result<edit::Edited>& edited) {
            QVERIFY(edited.has_value());
            (void)m_pool.run([&, seen]() -> Result<> {
                *seen = entry(1).state;
                return {};
            });
        };
        (void)run(std::move(edit), provider);
        QCOMPARE(*seen, EntryState::Begun);
        QCOMPARE(entry(1).state, EntryState::Done);
    }

    void aFailureIsInTheJournal() {
        PaintingProvider provider;
        provider.fails = true;
        const JournaledOutcome outcome =
            run(input(m_journal.get(), {.prompt = QStringLiteral("x")}), provider);
        QCOMPARE(outcome.edited.error().code, ErrorCode::ProviderUnavailable);
        QCOMPARE(*outcome.recorded.result(), QByteArray());
        QCOMPARE(entry(1).state, EntryState::Failed);
        QCOMPARE(entry(1).errorMessage, QStringLiteral("no"));
    }

    void knownAnswersAreUsedInsteadOfAsking() {
        PaintingProvider provider;
        JournaledEdit edit = input(m_journal.get(), {.prompt = QStringLiteral("x")});
        image::Picture known = picture(7);
        known.pixels.setTo(cv::Scalar::all(600), selected().pixels);
        edit.knownAnswers = {known};
        const JournaledOutcome outcome = run(std::move(edit), provider);
        QVERIFY(outcome.edited.has_value());
        QCOMPARE(provider.calls, 0);
        QCOMPARE(outcome.edited->picture.pixels.at<cv::Vec3w>(14, 12), cv::Vec3w(600, 600, 600));
        QCOMPARE(entry(1).state, EntryState::Done);
    }

    void noProviderIsCalledIfTheJournalCannotBegin() {
        QVERIFY(QDir(m_journal->path(QStringLiteral("pictures"))).removeRecursively());
        PaintingProvider provider;
        JournaledEdit edit = input(m_journal.get(), {.prompt = QStringLiteral("x")});
        bool isTold = false;
        edit.onEdited = [&](const Result<edit::Edited>& edited) { isTold = !edited; };
        const JournaledOutcome outcome = run(std::move(edit), provider);
        QCOMPARE(outcome.edited.error().code, ErrorCode::FileUnwritable);
        QCOMPARE(provider.calls, 0);
        QVERIFY(isTold);
        QVERIFY(m_journal->entries()->empty());
    }

    void whatTheJournalCannotKeepIsReportedBesideTheResult() {
        PaintingProvider provider;
        provider.onCall = [&] { QVERIFY(QDir(resultsFolder()).removeRecursively()); };
        const JournaledOutcome outcome =
            run(input(m_journal.get(), {.prompt = QStringLiteral("x")}), provider);
        QVERIFY(outcome.edited.has_value());
        QVERIFY(outcome.lostAnswer->message.contains(QStringLiteral("1-answer-0.png")));
        QCOMPARE(outcome.recorded.result().error().code, ErrorCode::FileUnwritable);
        QCOMPARE(entry(1).state, EntryState::Begun);
    }

    void aRawAnswerIsThereAsSoonAsItHasCome() {
        PaintingProvider provider;
        JournaledEdit edit = input(m_journal.get(), {.prompt = QStringLiteral("x")});
        QStringList kept;
        edit.onEdited = [&](const Result<edit::Edited>&) { kept = m_journal->answers(1); };
        (void)run(std::move(edit), provider);
        QCOMPARE(kept.size(), 1);
    }

    void withoutAJournalItIsTheEditAlone() {
        PaintingProvider provider;
        const JournaledOutcome outcome = run(input(nullptr, {.prompt = QStringLiteral("x")}), provider);
        QVERIFY(outcome.edited.has_value() && !outcome.lostAnswer);
        QCOMPARE(*outcome.recorded.result(), QByteArray());
        QVERIFY(m_journal->entries()->empty());
    }
};

NB_TEST(TestJournaledEdit)
#include "tst_journaled_edit.moc"
