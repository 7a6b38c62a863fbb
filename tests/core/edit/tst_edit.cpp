#include "core/edit/edit.h"

#include "core/base/worker_pool.h"
#include "core/edit/source.h"
#include "tests/support/profiles.h"
#include "tests/support/scene.h"
#include "tests/support/settle.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::test;

namespace {

// Takes 512 pixels at most and paints the selection red in whatever it gets.
class SmallProvider : public providers::Provider {
public:
    QString name() const override { return QStringLiteral("small"); }
    providers::ProviderCapabilities capabilities() const override {
        return {.maxSide = 512, .priceHintUsd = 0.1};
    }

    QFuture<Result<providers::Answer>> edit(providers::Job job, providers::Context) override {
        sizes.append(job.picture.size());
        if (sizes.size() == failAt)
            return readyFuture(Result<providers::Answer>(
                Error{ErrorCode::ProviderUnavailable, QStringLiteral("told to fail")}));
        cv::Mat pixels = job.picture.pixels.clone();
        pixels.setTo(cv::Scalar(60000, 1000, 2000), job.mask.pixels);
        return readyFuture(Result<providers::Answer>(providers::Answer{{pixels, {}}, 2}));
    }

    QList<QSize> sizes;
    qsizetype failAt = 0;
};

// 16 bits, two selections far apart.
edit::Source largeSource() {
    edit::Source source{{cv::Mat(3000, 4001, CV_16UC3, cv::Scalar(30001, 20002, 10003)), {"icc", "exif"}},
                        {cv::Mat(3000, 4001, CV_8UC1, cv::Scalar(0))}};
    source.mask.pixels(cv::Rect(100, 200, 90, 60)) = 255;
    source.mask.pixels(cv::Rect(3900, 2900, 101, 100)) = 255;
    return source;
}

// Answers a flat picture, or an error, when told to.
class FlatProvider : public providers::Provider {
public:
    QString name() const override { return QStringLiteral("flat"); }

    QFuture<Result<providers::Answer>> edit(providers::Job job, providers::Context) override {
        lastJob = std::move(job);
        return readyFuture(answer);
    }

    Result<providers::Answer> answer = providers::Answer{};
    std::optional<providers::Job> lastJob;
};

enum class Shows { Picture, Grey, Nonsense, Failure };

// Answers one thing after the other.
class ScriptedProvider : public providers::Provider {
public:
    explicit ScriptedProvider(QList<Shows> script) : m_script(std::move(script)) {}

    QString name() const override { return QStringLiteral("scripted"); }

    QFuture<Result<providers::Answer>> edit(providers::Job job, providers::Context) override {
        const Shows shows = m_script.at(seeds.size());
        seeds.append(job.seed.value_or(-1));
        cv::Mat pixels = job.picture.pixels.clone();
        if (shows == Shows::Failure)
            return readyFuture(Result<providers::Answer>(
                Error{ErrorCode::ProviderUnavailable, QStringLiteral("told to fail")}));
        if (shows == Shows::Grey)
            pixels.setTo(cv::mean(pixels));
        if (shows == Shows::Nonsense)
            pixels.setTo(cv::Scalar(255, 0, 0));
        return readyFuture(Result<providers::Answer>(providers::Answer{{pixels, {}}, 1}));
    }

    QList<int> seeds;

private:
    QList<Shows> m_script;
};

edit::Source sceneSource() {
    edit::Source source{{test::scene({320, 240}, 1), {}}, {cv::Mat(240, 320, CV_8UC1, cv::Scalar(0))}};
    source.mask.pixels(cv::Rect(120, 90, 70, 60)) = 255;
    return source;
}

edit::Source source() {
    edit::Source source{{cv::Mat(30, 40, CV_8UC3, cv::Scalar(10, 20, 30)), {"icc", {}}},
                        {cv::Mat(30, 40, CV_8UC1, cv::Scalar(0))}};
    source.mask.pixels(cv::Rect(5, 5, 10, 10)) = 255;
    return source;
}

} // namespace

class TestEdit : public QObject {
    Q_OBJECT

    WorkerPool m_pool{1};
    FlatProvider m_provider;

    Result<edit::Edited> run(const edit::Parameters& parameters, std::stop_token cancel = {}) {
        return runWith(source(), parameters, m_provider, std::move(cancel));
    }

    // Spins the event loop as a program would: the pipeline continues on this thread.
    Result<edit::Edited> runWith(edit::Source input, const edit::Parameters& parameters,
                                 providers::Provider& provider, std::stop_token cancel = {},
                                 edit::RawAnswers answers = {}) {
        QObject guard;
        edit::EditPlan plan = edit::makePlan(input.mask, parameters, provider.capabilities());
        QFuture<Result<edit::Edited>> future =
            edit::runEdit(std::move(input.picture), std::move(plan), parameters, provider,
                          {.cancel = std::move(cancel)}, m_pool, &guard, std::move(answers));
        return finished(future);
    }

private Q_SLOTS:
    void init() {
        m_provider.answer = providers::Answer{{cv::Mat(15, 20, CV_8UC3, cv::Scalar(200, 100, 50)), {}}, 3};
    }

    void onlyTheMaskedPixelsChange() {
        const auto edited = run({.prompt = QStringLiteral("x")});
        QVERIFY(edited.has_value());
        QCOMPARE(edited->engine, QStringLiteral("flat"));
        QCOMPARE(edited->attempts, 3);
        QCOMPARE(edited->picture.metadata.icc, QByteArray("icc"));
        for (int y = 0; y < 30; ++y)
            for (int x = 0; x < 40; ++x) {
                const bool inside = QRect(5, 5, 10, 10).contains(x, y);
                QCOMPARE(edited->picture.pixels.at<cv::Vec3b>(y, x),
                         inside ? cv::Vec3b(200, 100, 50) : cv::Vec3b(10, 20, 30));
            }
    }

    // Two regions, each with two seconds of the provider's.
    void stepsAreReportedAndTheProvidersTimeIsTheSum() {
        class TimedProvider : public SmallProvider {
        public:
            QFuture<Result<providers::Answer>> edit(providers::Job job, providers::Context context) override {
                const auto began = providers::Step::Clock::now();
                context.onStep({QStringLiteral("provider_request"), began, began + std::chrono::seconds(9)});
                context.onStep(
                    {providers::kProviderStep, began, began + std::chrono::microseconds(2'000'500)});
                return SmallProvider::edit(std::move(job), std::move(context));
            }
        };
        TimedProvider provider;
        edit::Source input = largeSource();
        const edit::Parameters parameters{.prompt = QStringLiteral("x")};
        const edit::EditPlan plan = edit::makePlan(input.mask, parameters, provider.capabilities());
        QCOMPARE(plan.regions.size(), size_t(2));
        QStringList names;
        providers::Context context;
        context.onStep = [&](const providers::Step& step) {
            QCOMPARE(QThread::currentThread(), qApp->thread());
            QVERIFY(step.ended >= step.began);
            names << step.name;
        };
        QObject guard;
        const auto edited = finished(
            edit::runEdit(std::move(input.picture), plan, parameters, provider, context, m_pool, &guard));
        QVERIFY(edited.has_value());
        const QStringList ofOne{QStringLiteral("crop"), QStringLiteral("provider_request"),
                                QStringLiteral("provider"), QStringLiteral("align"),
                                QStringLiteral("composite")};
        QCOMPARE(names, ofOne + ofOne);
        QCOMPARE(edited->providerTime.count(), 4'001'000'000);
        QCOMPARE(edited->report.providerTime.count(), 4'001);
    }

    void theWholeAnswerIsTakenWhenNothingIsToBePreserved() {
        const auto edited = run({.prompt = QStringLiteral("x"), .preserveUnmasked = false});
        QVERIFY(edited.has_value());
        QCOMPARE(edited->picture.size(), QSize(40, 30));
        QCOMPARE(edited->picture.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(200, 100, 50));
    }

    // What a screen shows of a pixel inside is what it showed of the answer, whatever profiles both have.
    void anAnswerKeepsItsLook_data() {
        QTest::addColumn<QByteArray>("ofPicture");
        QTest::addColumn<QByteArray>("ofAnswer");
        QTest::addColumn<bool>("preserve");
        const QList<std::pair<const char*, QByteArray>> profiles = {{"no profile", {}},
                                                                    {"sRGB", test::srgbProfile()},
                                                                    {"Adobe RGB", test::adobeRgb()},
                                                                    {"linear", test::linearRgb()}};
        for (const auto& [pictureName, ofPicture] : profiles)
            for (const auto& [answerName, ofAnswer] : profiles)
                for (const bool preserve : {true, false})
                    QTest::addRow("%s in %s%s", answerName, pictureName, preserve ? "" : ", all of it")
                        << ofPicture << ofAnswer << preserve;
    }
    void anAnswerKeepsItsLook() {
        QFETCH(QByteArray, ofPicture);
        QFETCH(QByteArray, ofAnswer);
        QFETCH(bool, preserve);
        const cv::Vec3b colour(150, 120, 100); // inside the gamut of all of them
        m_provider.answer =
            providers::Answer{{cv::Mat(30, 40, CV_8UC3, cv::Scalar(colour)), {ofAnswer, {}}}, 1};
        edit::Source input = source();
        input.picture.pixels = cv::Mat(30, 40, CV_16UC3, cv::Scalar(10000, 20000, 30000));
        input.picture.metadata.icc = ofPicture;
        const auto edited =
            runWith(input, {.prompt = QStringLiteral("x"), .preserveUnmasked = preserve}, m_provider);
        QVERIFY(edited.has_value());
        QCOMPARE(edited->picture.metadata.icc, ofPicture);
        const auto inside = cv::Vec3d(edited->picture.pixels.at<cv::Vec3w>(10, 10)) / 257.0;
        const cv::Vec3d is = test::shown(ofPicture, inside), right = test::shown(ofAnswer, cv::Vec3d(colour));
        if (!test::isNear(is, right, 1))
            qWarning("%g %g %g, not %g %g %g", is[0], is[1], is[2], right[0], right[1], right[2]);
        QVERIFY(test::isNear(is, right, 1));
        if (preserve)
            QCOMPARE(edited->picture.pixels.at<cv::Vec3w>(0, 0), cv::Vec3w(10000, 20000, 30000));
    }

    // Where both mean the same nothing is computed, so that nothing is rounded.
    void anAnswerOfTheSameColoursKeepsItsSamples() {
        m_provider.answer = providers::Answer{
            {cv::Mat(30, 40, CV_8UC3, cv::Scalar(1, 7, 254)), {test::srgbProfile(), {}}}, 1};
        edit::Source input = source();
        input.picture.metadata.icc = {};
        const auto edited = runWith(input, {.prompt = QStringLiteral("x")}, m_provider);
        QCOMPARE(edited->picture.pixels.at<cv::Vec3b>(10, 10), cv::Vec3b(1, 7, 254));
    }

    void aKnownAnswerIsConvertedToo() {
        edit::Source input = source();
        input.picture.metadata.icc = test::linearRgb();
        edit::RawAnswers answers;
        answers.known = {{cv::Mat(30, 40, CV_8UC3, cv::Scalar::all(137)), {}}};
        const auto edited = runWith(input, {.prompt = QStringLiteral("x")}, m_provider, {}, answers);
        // ((137 / 255 + 0.055) / 1.055) ^ 2.4 = 0.2502 of 255 is 63.8
        QCOMPARE(edited->picture.pixels.at<cv::Vec3b>(10, 10), cv::Vec3b::all(64));
    }

    void aResultThatCannotBeSeenIsSaid() {
        edit::Source input = source();
        input.picture.pixels = cv::Mat(30, 40, CV_8UC4, cv::Scalar(10, 20, 30, 0));
        const auto unseen = runWith(input, {.prompt = QStringLiteral("x")}, m_provider);
        QVERIFY(unseen->report.isUnseen);
        QVERIFY(unseen->report.warning().contains(QLatin1String("transparent")));
        const auto whole =
            runWith(input, {.prompt = QStringLiteral("x"), .preserveUnmasked = false}, m_provider);
        QVERIFY(!whole->report.isUnseen);
        input.picture.pixels.at<cv::Vec4b>(7, 7)[3] = 255;
        QVERIFY(!runWith(input, {.prompt = QStringLiteral("x")}, m_provider)->report.isUnseen);
    }

    void theProviderGetsWhatTheUserAskedFor() {
        (void)run({.prompt = QStringLiteral("a rose"), .seed = 7, .strength = 0.25, .guidanceScale = 11})
            .has_value();
        QCOMPARE(m_provider.lastJob->prompt, QStringLiteral("a rose"));
        QCOMPARE(m_provider.lastJob->seed, std::optional<int>(7));
        QCOMPARE(m_provider.lastJob->strength, 0.25);
        QCOMPARE(m_provider.lastJob->guidanceScale, 11.0);
        QCOMPARE(m_provider.lastJob->mask.size(), QSize(40, 30));
    }

    void farApartSelectionsGoOutOneByOne() {
        SmallProvider provider;
        const edit::Source input = largeSource();
        const auto edited = runWith(input, {.prompt = QStringLiteral("x")}, provider);
        QVERIFY(edited.has_value());
        QCOMPARE(provider.sizes, (QList<QSize>{{512, 512}, {512, 512}}));
        QCOMPARE(edited->attempts, 4);
        QCOMPARE(edited->report.regions.size(), size_t(2));
        QCOMPARE(edited->report.engine, QStringLiteral("small"));
        QCOMPARE(edited->report.changedOutside(), 0);
        QCOMPARE(edited->picture.metadata.exif, QByteArray("exif"));
        QCOMPARE(edited->picture.pixels.at<cv::Vec3w>(230, 145), cv::Vec3w(60000, 1000, 2000));
        QCOMPARE(edited->picture.pixels.at<cv::Vec3w>(2950, 3950), cv::Vec3w(60000, 1000, 2000));
        cv::Mat kept = edited->picture.pixels.clone();
        input.picture.pixels.copyTo(kept, input.mask.pixels);
        QCOMPARE(cv::norm(kept, input.picture.pixels, cv::NORM_INF), 0.0);
        QCOMPARE(input.picture.pixels.at<cv::Vec3w>(230, 145), cv::Vec3w(30001, 20002, 10003));
    }

    void withNothingToPreserveThePictureGoesOutOnce() {
        SmallProvider provider;
        const auto edited =
            runWith(largeSource(), {.prompt = QStringLiteral("x"), .preserveUnmasked = false}, provider);
        QVERIFY(edited.has_value());
        QCOMPARE(provider.sizes.size(), 1);
        QCOMPARE(provider.sizes[0].width(), 512);
        QCOMPARE(edited->picture.size(), QSize(4001, 3000));
    }

    // The plan is made before and followed as it is: nothing is planned again inside.
    void thePlanThatIsHandedInIsFollowed() {
        SmallProvider provider;
        const edit::Source input = source();
        const edit::EditPlan plan{{{QRect(4, 4, 20, 20), QSize(20, 20)}}, std::nullopt, input.mask};
        QObject guard;
        auto future = edit::runEdit(input.picture, plan, {.prompt = QStringLiteral("x"), .growPx = 3},
                                    provider, {}, m_pool, &guard);
        QVERIFY(QTest::qWaitFor([&] { return future.isFinished(); }));
        QVERIFY(future.result().has_value());
        QCOMPARE(provider.sizes, (QList<QSize>{{20, 20}}));
        cv::Mat changed;
        cv::absdiff(future.result()->picture.pixels, input.picture.pixels, changed);
        QCOMPARE(changed.at<cv::Vec3b>(4, 5), cv::Vec3b(0, 0, 0)); // the selection has not been grown
        QVERIFY(changed.at<cv::Vec3b>(10, 10) != cv::Vec3b(0, 0, 0));
    }

    void oneFailedRegionFailsTheEdit() {
        SmallProvider provider;
        provider.failAt = 2;
        const auto edited = runWith(largeSource(), {.prompt = QStringLiteral("x")}, provider);
        QCOMPARE(edited.error().code, ErrorCode::ProviderUnavailable);
        QCOMPARE(provider.sizes.size(), 2);
    }

    void rawAnswersAreKeptAndUsedAgain() {
        SmallProvider provider;
        provider.failAt = 2;
        std::vector<image::Picture> kept;
        const auto keep = [&](int region, const image::Picture& answer) {
            if (region == int(kept.size()))
                kept.push_back(answer);
        };
        QVERIFY(!runWith(largeSource(), {.prompt = QStringLiteral("x")}, provider, {}, {{}, keep}));
        QCOMPARE(kept.size(), size_t(1)); // paid for before the second one failed
        SmallProvider again;
        const auto edited = runWith(largeSource(), {.prompt = QStringLiteral("x")}, again, {}, {kept, keep});
        QVERIFY(edited.has_value());
        QCOMPARE(again.sizes.size(), 1);
        QCOMPARE(edited->attempts, 2); // of the one that was asked for
        QCOMPARE(kept.size(), size_t(2));
        SmallProvider fresh;
        const auto straight = runWith(largeSource(), {.prompt = QStringLiteral("x")}, fresh);
        QCOMPARE(cv::norm(edited->picture.pixels, straight->picture.pixels, cv::NORM_INF), 0.0);
        SmallProvider unused;
        QVERIFY(runWith(largeSource(), {.prompt = QStringLiteral("x")}, unused, {}, {kept, {}}).has_value());
        QCOMPARE(unused.sizes.size(), 0);
    }

    void aMisalignedAnswerIsAskedForAgainIfWanted() {
        ScriptedProvider provider({Shows::Nonsense, Shows::Picture});
        const auto once = runWith(sceneSource(), {.prompt = QStringLiteral("x"), .seed = 5}, provider);
        QVERIFY(once.has_value());
        QCOMPARE(provider.seeds, (QList<int>{5}));
        QVERIFY(once->report.regions[0].isMisaligned());
        QVERIFY(!once->report.warning().isEmpty());

        ScriptedProvider second({Shows::Nonsense, Shows::Picture, Shows::Picture});
        const auto twice =
            runWith(sceneSource(), {.prompt = QStringLiteral("x"), .seed = 5, .fitRetries = 3}, second);
        QCOMPARE(second.seeds, (QList<int>{5, 6})); // the same seed would give the same; and no third call
        QVERIFY(!twice->report.regions[0].isMisaligned());
        QVERIFY(twice->report.warning().isEmpty());
        QCOMPARE(twice->attempts, 2);
    }

    void theBestOfSeveralMisalignedAnswersIsUsed() {
        ScriptedProvider provider({Shows::Grey, Shows::Nonsense, Shows::Failure});
        const auto edited =
            runWith(sceneSource(), {.prompt = QStringLiteral("x"), .fitRetries = 2}, provider);
        QVERIFY(edited.has_value()); // the failure of a retry loses nothing
        QCOMPARE(provider.seeds.size(), 3);
        ScriptedProvider only({Shows::Grey});
        const auto grey = runWith(sceneSource(), {.prompt = QStringLiteral("x")}, only);
        QCOMPARE(cv::norm(edited->picture.pixels, grey->picture.pixels, cv::NORM_INF), 0.0);
    }

    void growthWidensTheSelectionAndEndsWhereItSays() {
        const auto edited = run({.prompt = QStringLiteral("x"), .growPx = 3});
        QVERIFY(edited.has_value());
        for (int y = 0; y < 30; ++y)
            for (int x = 0; x < 40; ++x) {
                const int dx = std::max({5 - x, x - 14, 0}), dy = std::max({5 - y, y - 14, 0});
                const bool grown = dx * dx + dy * dy <= 9;
                const cv::Vec3b got = edited->picture.pixels.at<cv::Vec3b>(y, x);
                QCOMPARE(got != cv::Vec3b(10, 20, 30), grown);
                if (QRect(7, 7, 6, 6).contains(x, y)) // the ramp ends inside
                    QCOMPARE(got, cv::Vec3b(200, 100, 50));
            }
        QCOMPARE(cv::countNonZero(m_provider.lastJob->mask.pixels),
                 100 + 4 * 30 + 4 * 4); // four sides of 3 x 10, four corners of a disc of radius 3
    }

    void aSourceThatNobodyElseHoldsIsNotCopied() {
        edit::Source input = source();
        const uchar* samples = input.picture.pixels.data;
        SmallProvider provider;
        const auto edited = runWith(std::move(input), {.prompt = QStringLiteral("x")}, provider);
        QVERIFY(edited.has_value());
        QCOMPARE(edited->picture.pixels.data, samples);
    }

    void theProvidersErrorIsPassedOn() {
        m_provider.answer =
            Error{ErrorCode::ProviderUnavailable, QStringLiteral("NanoBanana API unavailable")};
        const auto edited = run({.prompt = QStringLiteral("x")});
        QCOMPARE(edited.error().code, ErrorCode::ProviderUnavailable);
        QCOMPARE(edited.error().message, QStringLiteral("NanoBanana API unavailable"));
    }

    void cancelledIsCancelled() {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(run({.prompt = QStringLiteral("x")}, stop.get_token()).error().code, ErrorCode::Cancelled);
    }
};

NB_TEST(TestEdit)
#include "tst_edit.moc"
