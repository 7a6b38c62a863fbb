#include "core/server/api/edit_observer.h"
#include "tests/core/telemetry/exposition.h"
#include "tests/core/telemetry/spans.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::server;
using namespace nb::test;
using namespace std::chrono_literals;

namespace {

class QuietProvider : public providers::Provider {
public:
    explicit QuietProvider(QString engine) : m_engine(std::move(engine)) {}
    QString name() const override { return m_engine; }
    QString model() const override { return QStringLiteral("model-1"); }
    providers::BreakerState breakerState() const override { return breaker; }
    int retryTokens() const override { return 85; }
    QFuture<Result<providers::Answer>> edit(providers::Job, providers::Context) override { return {}; }

    providers::BreakerState breaker = providers::BreakerState::Closed;

private:
    QString m_engine;
};

} // namespace

class TestEditObserver : public QObject {
    Q_OBJECT

    using Clock = std::chrono::steady_clock;

    struct Bench {
        explicit Bench(const char* engine = "nanobanana") : provider(QString::fromLatin1(engine)) {}

        void attempt(int number, const char* outcome, int status, std::chrono::milliseconds wait = 0ms) {
            providers::Attempt attempt{number,      QString::fromLatin1(outcome), 700ms, wait, status,
                                       Clock::now()};
            attempt.host = QStringLiteral("api.example");
            attempt.port = 443;
            context().onAttempt(attempt);
        }
        void step(const char* name, std::chrono::nanoseconds duration) {
            const auto began = Clock::now();
            context().onStep({QString::fromLatin1(name), began, began + duration});
        }
        providers::Context context() {
            providers::Context context;
            EditObserver::watch(observer, context);
            return context;
        }
        double value(const char* series) { return Exposition(metrics->text()).value(series); }

        static QVariant attribute(const telemetry::Span& span, const char* key) {
            for (const telemetry::SpanAttribute& attribute : span.attributes)
                if (attribute.key == key)
                    return std::visit([](const auto& value) { return QVariant::fromValue(value); },
                                      attribute.value);
            return {};
        }

        std::unique_ptr<telemetry::Metrics> metrics = fresh();
        QuietProvider provider;
        QList<telemetry::Span> spans;
        telemetry::Tracer tracer{telemetry::Sampler(QStringLiteral("always_on"), 1),
                                 std::make_unique<KeptSpans>(spans)};
        telemetry::RequestTrace trace = tracer.begin({});
        std::shared_ptr<EditObserver> observer =
            std::make_shared<EditObserver>(*metrics, tracer, provider, trace);
    };

private Q_SLOTS:
    void attemptsAreBelowTheProviderAndThatBelowTheRequest() {
        Bench bench;
        bench.attempt(1, "http_5xx", 503, 20ms);
        bench.attempt(2, "ok", 200);
        bench.step("provider", 1500ms);
        bench.attempt(1, "timeout", 0); // of the next region
        bench.step("provider", 500ms);
        QCOMPARE(bench.spans.size(), 5);
        const telemetry::Span &first = bench.spans[0], &second = bench.spans[1], &provider = bench.spans[2];
        QCOMPARE(first.parentId, provider.spanId);
        QCOMPARE(second.parentId, provider.spanId);
        QCOMPARE(provider.parentId, bench.trace.spanId);
        QCOMPARE(provider.name, QStringLiteral("provider"));
        QCOMPARE(bench.spans[3].parentId, bench.spans[4].spanId);
        QVERIFY(bench.spans[4].spanId != provider.spanId);
        QCOMPARE(bench.observer->providerTime(), std::chrono::nanoseconds(2s));
    }

    void attemptsAreClientSpans() {
        Bench bench;
        bench.attempt(1, "http_5xx", 503);
        bench.attempt(2, "connect", 0);
        bench.attempt(3, "ok", 200);
        const auto attribute = &Bench::attribute;
        const telemetry::Span& first = bench.spans[0];
        QCOMPARE(first.name, QStringLiteral("POST"));
        QCOMPARE(first.kind, telemetry::SpanKind::Client);
        QCOMPARE(first.endedNs - first.beganNs, quint64(700'000'000));
        QCOMPARE(attribute(first, "server.address").toString(), QStringLiteral("api.example"));
        QCOMPARE(attribute(first, "server.port").toInt(), 443);
        QCOMPARE(attribute(first, "http.response.status_code").toInt(), 503);
        QCOMPARE(attribute(first, "error.type").toString(), QStringLiteral("503"));
        QVERIFY(!attribute(first, "http.request.resend_count").isValid());
        QCOMPARE(first.status, telemetry::SpanStatus::Error);
        QCOMPARE(attribute(bench.spans[1], "error.type").toString(), QStringLiteral("connect"));
        QCOMPARE(attribute(bench.spans[1], "http.request.resend_count").toInt(), 1);
        QVERIFY(!attribute(bench.spans[1], "http.response.status_code").isValid());
        QCOMPARE(bench.spans[2].status, telemetry::SpanStatus::Unset);
    }

    void theLocalEnginesTimeIsItsFill() {
        Bench bench("local");
        bench.step("provider", 40ms);
        QCOMPARE(bench.spans[0].name, QStringLiteral("fill"));
        QCOMPARE(bench.value(R"(image_processing_duration_seconds_sum{operation="fill"})"), 0.04);
        QCOMPARE(bench.observer->providerTime(), std::chrono::nanoseconds(40ms));
    }

    void stepsAreMeasured() {
        Bench bench;
        bench.step("align", 30ms);
        bench.step("provider_request", 20ms);
        QCOMPARE(bench.value(R"(image_processing_duration_seconds_sum{operation="align"})"), 0.03);
        QCOMPARE(bench.value(R"(image_processing_duration_seconds_sum{operation="provider_request"})"), 0.02);
        QCOMPARE(bench.spans[0].name, QStringLiteral("align"));
        QCOMPARE(bench.spans[0].parentId, bench.trace.spanId);
        QCOMPARE(bench.observer->providerTime().count(), 0);
    }

    void whatAlertsNeedOfAttempts() {
        Bench bench;
        bench.attempt(1, "http_429", 429, 1s);
        bench.attempt(2, "http_4xx", 401);
        bench.attempt(1, "http_4xx", 403);
        bench.attempt(1, "aborted", 0);
        QCOMPARE(bench.value(R"(upstream_retries_total{reason="http_429"})"), 1.0);
        QCOMPARE(bench.value(R"(upstream_auth_failures_total{provider="nanobanana",status="401"})"), 1.0);
        QCOMPARE(bench.value(R"(upstream_auth_failures_total{provider="nanobanana",status="403"})"), 1.0);
        QCOMPARE(bench.value(R"(upstream_wasted_calls_total{provider="nanobanana"})"), 1.0);
        QVERIFY(bench.metrics->openMetricsText().contains("trace_id=\"" + bench.trace.idText()));
    }

    void aResultThatNobodyWaitsForIsWasted() {
        Bench bench;
        bench.step("provider", 2s);
        bench.observer->onEdited(QStringLiteral("/api/edit"), 200, true);
        QCOMPARE(bench.value(R"(upstream_wasted_calls_total{provider="nanobanana"})"), 1.0);
        QCOMPARE(bench.value(R"(nanobanana_request_duration_seconds_sum{endpoint="/api/edit"})"), 2.0);
        Bench local("local"); // costs nothing
        local.observer->onEdited(QStringLiteral("/api/edit"), 200, true);
        QCOMPARE(local.value(R"(upstream_wasted_calls_total{provider="nanobanana"})"), 0.0);
    }

    // A breaker changes without anybody asking for the metrics.
    void theBreakerIsFollowed() {
        Bench bench;
        (void)bench.context();
        bench.provider.breaker = providers::BreakerState::Open;
        bench.observer->onEdited(QStringLiteral("/api/edit"), 502, false);
        bench.provider.breaker = providers::BreakerState::HalfOpen;
        (void)bench.context();
        bench.provider.breaker = providers::BreakerState::Open;
        bench.observer->onEdited(QStringLiteral("/api/edit"), 502, false);
        QCOMPARE(bench.value(R"(circuit_breaker_transitions_total{provider="nanobanana",to="open"})"), 2.0);
        QCOMPARE(bench.value(R"(circuit_breaker_transitions_total{provider="nanobanana",to="half_open"})"),
                 1.0);
        QCOMPARE(bench.value(R"(upstream_retry_budget_tokens{provider="nanobanana"})"), 85.0);
    }

    void aProviderMayOutliveIt() {
        Bench bench;
        const providers::Context context = bench.context();
        bench.observer.reset();
        context.onAttempt({});
        context.onStep({});
        QVERIFY(bench.spans.isEmpty());
    }
};

NB_TEST(TestEditObserver)
#include "tst_edit_observer.moc"
