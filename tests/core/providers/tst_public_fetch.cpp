#include "core/providers/public_fetch.h"
#include "tests/support/fake_server.h"
#include "tests/support/fake_time.h"
#include "tests/support/test_main.h"
#include <QHostAddress>
#include <QTest>
#include <QTimer>
#include <optional>

using namespace nb;
using namespace nb::providers;
using namespace nb::test;
using namespace std::chrono_literals;

namespace {

// Answers with these addresses, whatever the name: this machine may have no resolver, or one of its own mind.
PublicFetch::Resolve resolveTo(const QList<QHostAddress>& addresses) {
    return
        [addresses](const QString& host, QObject* guard, const std::function<void(const QHostInfo&)>& then) {
            QHostInfo info;
            info.setHostName(host);
            info.setAddresses(addresses);
            info.setError(addresses.isEmpty() ? QHostInfo::HostNotFound : QHostInfo::NoError);
            QTimer::singleShot(0, guard, [then, info] { then(info); });
        };
}

const QList<QHostAddress> kThisMachine = {QHostAddress(QHostAddress::LocalHost)};

} // namespace

class TestPublicFetch : public QObject {
    Q_OBJECT

    FakeTime m_time;
    Upstream m_upstream{QStringLiteral("S"), "KEY", m_time.timing()};

    Result<QByteArray> fetch(const QUrl& url, FetchRule rule,
                             const QList<QHostAddress>& addresses = kThisMachine) {
        std::optional<Result<QByteArray>> result;
        PublicFetch running(
            url, rule, m_upstream, nullptr, [&](Result<QByteArray> bytes) { result = std::move(bytes); },
            resolveTo(addresses));
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
        url.setHost(QStringLiteral("pictures.test")); // connects to the address, but names the host
        const auto bytes = fetch(url, FetchRule::AnyAddress);
        QVERIFY(bytes.has_value());
        QCOMPARE(*bytes, QByteArray("BYTES"));
        QCOMPARE(server.received().value(0).target, QByteArray("/a?b=c"));
        QCOMPARE(server.received().value(0).header("Host"),
                 "pictures.test:" + QByteArray::number(server.serverPort()));
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
        url.setHost(QStringLiteral("pictures.test"));
        // One public address among them does not help: which one is used is not ours to choose.
        for (const QList<QHostAddress>& addresses :
             {kThisMachine, QList<QHostAddress>{QHostAddress(QStringLiteral("8.8.8.8"))} + kThisMachine}) {
            const auto refused = fetch(url, FetchRule::PublicOnly, addresses);
            QCOMPARE(refused.error().code, ErrorCode::ProviderUnusable);
            QCOMPARE(server.connections(), 0);
        }
    }

    void aNameThatDoesNotExist() {
        const auto refused =
            fetch(QUrl(QStringLiteral("https://nosuchhost.invalid/x")), FetchRule::PublicOnly, {});
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

NB_TEST(TestPublicFetch)
#include "tst_public_fetch.moc"
