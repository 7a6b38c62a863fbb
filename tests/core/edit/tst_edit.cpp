#include "core/edit/edit.h"

#include "core/base/worker_pool.h"
#include <QSignalSpy>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;

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
    Result<edit::Edited> runWith(const edit::Source& input, const edit::Parameters& parameters,
                                 providers::Provider& provider, std::stop_token cancel = {}) {
        QObject guard;
        QFuture<Result<edit::Edited>> future =
            edit::run(input, parameters, provider, {.cancel = std::move(cancel)}, m_pool, &guard);
        if (!QTest::qWaitFor([&] { return future.isFinished(); }))
            return Error{ErrorCode::Internal, QStringLiteral("the edit did not finish")};
        return future.result();
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

    void theWholeAnswerIsTakenWhenNothingIsToBePreserved() {
        const auto edited = run({.prompt = QStringLiteral("x"), .preserveUnmasked = false});
        QVERIFY(edited.has_value());
        QCOMPARE(edited->picture.size(), QSize(40, 30));
        QCOMPARE(edited->picture.pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(200, 100, 50));
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

    void withNothingToPreserveThePictureIsOneRegion() {
        SmallProvider provider;
        const auto edited =
            runWith(largeSource(), {.prompt = QStringLiteral("x"), .preserveUnmasked = false}, provider);
        QVERIFY(edited.has_value());
        QCOMPARE(provider.sizes.size(), 1);
        QCOMPARE(provider.sizes[0].width(), 512);
        QCOMPARE(edited->picture.size(), QSize(4001, 3000));
    }

    void oneFailedRegionFailsTheEdit() {
        SmallProvider provider;
        provider.failAt = 2;
        const auto edited = runWith(largeSource(), {.prompt = QStringLiteral("x")}, provider);
        QCOMPARE(edited.error().code, ErrorCode::ProviderUnavailable);
        QCOMPARE(provider.sizes.size(), 2);
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

QTEST_GUILESS_MAIN(TestEdit)
#include "tst_edit.moc"
