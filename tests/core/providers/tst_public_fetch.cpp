#include "core/providers/public_fetch.h"
#include "tests/support/fake_server.h"
#include "tests/support/fake_time.h"
#include <QTest>
#include <optional>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using namespace std::chrono_literals;

class TestPublicFetch : public QObject {
    Q_OBJECT

    FakeTime m_time;
    Upstream m_upstream{QStringLiteral("S"), "KEY", m_time.timing()};

    Result<QByteArray> fetch(const QUrl& url, FetchRule rule) {
        std::optional<Result<QByteArray>> result;
        PublicFetch running(url, rule, m_upstream, nullptr,
                            [&](Result<QByteArray> bytes) { result = std::move(bytes); });
        const QDeadlineTimer limit(20'000);
        while (!result && !limit.hasExpired())
            QTest::qWait(2);
        return result ? *result : Error{ErrorCode::Internal, QStringLiteral("the fetch did not end")};
    }

private Q_SLOTS:
    void fetchesAndSaysWhoseHostItMeans() {
        FakeServer server;
        server.enqueue({200, "image/png", "BYTES"});
        QUrl url = server.url(QStringLiteral("/a?b=c"));
        url.setHost(QStringLiteral("localhost")); // connects to the address, but names the host
        const auto bytes = fetch(url, FetchRule::AnyAddress);
        QVERIFY(bytes.has_value());
        QCOMPARE(*bytes, QByteArray("BYTES"));
        QCOMPARE(server.received().value(0).target, QByteArray("/a?b=c"));
        QCOMPARE(server.received().value(0).header("Host"),
                 "localhost:" + QByteArray::number(server.serverPort()));
        QCOMPARE(server.received().value(0).method, QByteArray("GET"));
    }

    void threeTriesThenNoMore() {
        FakeServer server;
        server.setHandler([](const Received&) { return Reply{503, "text/plain", "no"}; });
        QCOMPARE(fetch(server.url(), FetchRule::AnyAddress).error().code, ErrorCode::ProviderUnavailable);
        QCOMPARE(server.received().size(), 3);
    }

    void aNameThatLeadsHomeIsRefused() {
        FakeServer server;
        QUrl url = server.url();
        url.setHost(QStringLiteral("localhost"));
        const auto refused = fetch(url, FetchRule::PublicOnly);
        QCOMPARE(refused.error().code, ErrorCode::ProviderUnusable);
        QCOMPARE(server.connections(), 0);
    }

    void aNameThatDoesNotExist() {
        const auto refused =
            fetch(QUrl(QStringLiteral("https://nosuchhost.invalid/x")), FetchRule::PublicOnly);
        QCOMPARE(refused.error().code, ErrorCode::ProviderUnavailable);
    }

    void destroyingItBreaksOff() {
        FakeServer server;
        Reply silent;
        silent.fault = Fault::Silent;
        server.enqueue(silent);
        bool called = false;
        auto running = std::make_unique<PublicFetch>(server.url(), FetchRule::AnyAddress, m_upstream, nullptr,
                                                     [&](const Result<QByteArray>&) { called = true; });
        QTRY_COMPARE(server.received().size(), 1);
        running.reset();
        QTRY_COMPARE(server.abandoned(), 1);
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(TestPublicFetch)
#include "tst_public_fetch.moc"
