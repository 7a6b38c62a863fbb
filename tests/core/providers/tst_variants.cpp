#include "core/base/worker_pool.h"
#include "core/providers/nanobanana.h"
#include "core/providers/remote_provider.h"
#include "core/providers/variants.h"
#include "tests/core/providers/provider_test.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/fake_time.h"
#include <QHash>
#include <QSet>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using namespace std::chrono_literals;

class TestVariants : public QObject {
    Q_OBJECT

    FakeTime m_time;
    WorkerPool m_pool{2};

    std::unique_ptr<RemoteProvider> provider(FakeNanoBanana& fake, int maxAttempts = 3) {
        RemoteProvider::Options options;
        options.timing = m_time.timing();
        options.limits.maxAttempts = maxAttempts;
        return std::make_unique<RemoteProvider>(std::make_shared<NanobananaWire>(fake.url(), fake.key()),
                                                m_pool, options);
    }
    static Job job(std::optional<int> seed) {
        Job job = sampleJob();
        job.seed = seed;
        return job;
    }

private Q_SLOTS:
    void seedsCountUpAndWrap() {
        QCOMPARE(variantSeed(7, 0), 7);
        QCOMPARE(variantSeed(7, 3), 10);
        QCOMPARE(variantSeed(2147483647, 1), 0);
        QCOMPARE(variantSeed(2147483646, 3), 1);
    }

    void eachHasItsSeedAndComesWhenItIsReady() {
        FakeNanoBanana fake;
        const auto remote = provider(fake);
        QList<int> arrived;
        VariantCallbacks callbacks;
        QHash<int, int> attempts;
        callbacks.onVariant = [&](const Variant& variant) { arrived.append(variant.index); };
        callbacks.onAttempt = [&](int index, const Attempt&) { ++attempts[index]; };
        const auto future = editVariants(*remote, job(40), {}, {5, 2}, callbacks);
        QTRY_VERIFY(future.isFinished());
        const auto result = future.result();
        QCOMPARE(result->size(), size_t(5));
        QSet<int> sent;
        for (const Asked& asked : fake.asked())
            sent.insert(asked.fields.value(QStringLiteral("seed")).toInt());
        QCOMPARE(sent, (QSet<int>{40, 41, 42, 43, 44}));
        for (int i = 0; i < 5; ++i) {
            QCOMPARE((*result)[size_t(i)].index, i);
            QCOMPARE((*result)[size_t(i)].seed, 40 + i);
            QVERIFY((*result)[size_t(i)].result.has_value());
            QCOMPARE(attempts.value(i), 1);
        }
        QCOMPARE(arrived.size(), 5);
    }

    void noMoreThanTheLimitAtOnce() {
        FakeNanoBanana fake;
        fake.setDelay(30ms);
        const auto remote = provider(fake);
        int done = 0, most = 0;
        VariantCallbacks callbacks;
        callbacks.onVariant = [&](const Variant&) { ++done; };
        connect(&fake.server(), &FakeServer::requestReceived, this,
                [&] { most = std::max(most, int(fake.server().received().size()) - done); });
        const auto future = editVariants(*remote, job(1), {}, {6, 2}, callbacks);
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(fake.charged(), 6);
        QCOMPARE(most, 2);
    }

    void firstOnesArriveWhileOthersRun() {
        FakeNanoBanana fake;
        const auto remote = provider(fake);
        int ready = 0;
        bool early = false;
        VariantCallbacks callbacks;
        QFuture<Result<std::vector<Variant>>> future;
        callbacks.onVariant = [&](const Variant&) {
            if (++ready == 1)
                early = !future.isFinished() && fake.requests() < 4;
        };
        future = editVariants(*remote, job(1), {}, {4, 1}, callbacks);
        QTRY_VERIFY(future.isFinished());
        QVERIFY(early);
        QCOMPARE(ready, 4);
    }

    void oneFailureLosesNothing() {
        FakeNanoBanana fake;
        fake.setFailEvery(3);
        const auto remote = provider(fake, 1);
        const auto future = editVariants(*remote, job(1), {}, {4, 2}, {});
        QTRY_VERIFY(future.isFinished());
        const auto result = future.result();
        int good = 0, bad = 0;
        for (const Variant& variant : *result) {
            ++(variant.result ? good : bad);
            if (!variant.result)
                QCOMPARE(variant.result.error().code, ErrorCode::ProviderUnavailable);
        }
        QCOMPARE(good, 3);
        QCOMPARE(bad, 1);
        QCOMPARE(fake.charged(), 3);
    }

    void cancellingEndsTheRestAndSendsNoMore() {
        FakeNanoBanana fake;
        fake.setDelay(60s);
        const auto remote = provider(fake);
        std::stop_source source;
        Context context;
        context.cancel = source.get_token();
        const auto future = editVariants(*remote, job(1), context, {4, 2}, {});
        QTRY_COMPARE(fake.requests(), 2);
        source.request_stop();
        QTRY_VERIFY(future.isFinished());
        const auto result = future.result();
        for (const Variant& variant : *result)
            QCOMPARE(variant.result.error().code, ErrorCode::Cancelled);
        QCOMPARE(fake.requests(), 2);
    }

    void aRandomSeedIsRecorded() {
        FakeNanoBanana fake;
        const auto remote = provider(fake);
        const auto future = editVariants(*remote, job({}), {}, {2, 1}, {});
        QTRY_VERIFY(future.isFinished());
        const auto result = future.result();
        QCOMPARE(fake.asked().value(0).fields.value(QStringLiteral("seed")).toInt(), result->at(0).seed);
        QCOMPARE(fake.asked().value(1).fields.value(QStringLiteral("seed")).toInt(), result->at(1).seed);
        QVERIFY(result->at(0).seed >= 0 && result->at(0).seed != result->at(1).seed);
    }

    void refusesSillyCounts() {
        FakeNanoBanana fake;
        const auto remote = provider(fake);
        for (const VariantOptions& options : {VariantOptions{0, 1}, {9, 1}, {1, 0}})
            QCOMPARE(editVariants(*remote, job(1), {}, options, {}).result().error().code,
                     ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestVariants)
#include "tst_variants.moc"
