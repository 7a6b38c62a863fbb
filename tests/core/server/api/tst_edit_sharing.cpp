#include "core/server/store/idempotency_store.h"
#include "core/server/store/result_store.h"
#include "tests/core/server/api/server_fixture.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::test;

namespace {

QByteArray seeded(const QByteArray& seed) {
    return goodForm().text("seed", seed).request();
}

config::Settings roomFor(int running) {
    config::Settings settings = testSettings();
    settings.server.maxInFlight = running;
    settings.server.queueSize = 20;
    return settings;
}

} // namespace

// Identical requests at the same time, through a whole server: which of them share an edit. Others can join
// while the edit is planned: before the provider is to answer it has to be called.
class TestEditSharing : public QObject {
    Q_OBJECT

    using Clients = std::vector<std::unique_ptr<RawClient>>;

    static Clients send(const RunningServer& server, const QByteArrayList& requests) {
        Clients clients;
        for (const QByteArray& request : requests) {
            clients.push_back(std::make_unique<RawClient>(server.port));
            clients.back()->send(request);
        }
        return clients;
    }

    static QByteArrayList times(int count, const QByteArray& request) {
        return QByteArrayList(QList<QByteArray>(count, request));
    }

private Q_SLOTS:
    void identicalRequestsShareOneCall() {
        RunningServer server(roomFor(4));
        server.provider.hold = true;
        const Clients clients = send(server, times(8, seeded("7")));
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_joined_total"), 7.0, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        QCOMPARE(server.metric("edits_in_flight"), 1.0); // who has joined needs no slot
        server.provider.release();
        const RawAnswer first = clients[0]->answer();
        QCOMPARE(first.status, 200);
        for (std::size_t i = 1; i < clients.size(); ++i) {
            const RawAnswer answer = clients[i]->answer();
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.body, first.body);
            QCOMPARE(answer.header("X-Upstream-Attempts"), first.header("X-Upstream-Attempts"));
            QVERIFY(answer.header("X-Request-ID") != first.header("X-Request-ID"));
        }
        QCOMPARE(server.provider.calls, 1);
        // It is no cache: a request that comes later has its own.
        server.provider.hold = false;
        QCOMPARE(server.ask(seeded("7")).status, 200);
        QCOMPARE(server.provider.calls, 2);
    }

    void whoWaitedInTheQueueSharesToo() {
        RunningServer server(roomFor(1));
        server.provider.hold = true;
        const Clients clients = send(server, times(5, seeded("7")));
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("queue_depth"), 4.0, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        server.provider.release();
        for (const auto& client : clients)
            QCOMPARE(client->answer().status, 200);
        QCOMPARE(server.provider.calls, 1);
        QCOMPARE(server.metric("edits_joined_total"), 4.0);
    }

    void differentOnesDoNot_data() {
        QTest::addColumn<QByteArrayList>("requests");
        const auto row = [](const char* name, const QByteArrayList& requests) {
            QTest::newRow(name) << requests;
        };
        row("seeds", {seeded("1"), seeded("2")});
        row("no seed", times(2, goodForm().request()));
        row("one has no seed", {seeded("1"), goodForm().request()});
        row("strength", {goodForm().text("seed", "1").text("strength", "0.1").request(),
                         goodForm().text("seed", "1").text("strength", "0.2").request()});
        const QByteArray one = png(photo());
        const QByteArray other = png(photo());
        const auto of = [](const QByteArray& image) {
            return FormData()
                .file("image", image)
                .file("mask", maskPng())
                .text("prompt", "p")
                .text("seed", "1")
                .request();
        };
        row("pictures", {of(one), of(other)});
    }

    void differentOnesDoNot() {
        QFETCH(QByteArrayList, requests);
        RunningServer server(roomFor(4));
        server.provider.hold = true;
        const Clients clients = send(server, requests);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, int(requests.size()), kHangLimitMs);
        server.provider.release();
        for (const auto& client : clients)
            QCOMPARE(client->answer().status, 200);
        QCOMPARE(server.metric("edits_joined_total"), 0.0);
    }

    void theFormAndTheFilesDoNotMatter() {
        RunningServer server(roomFor(4));
        server.provider.hold = true;
        const QByteArray image = png(photo());
        QByteArray withComment = image; // before IEND
        withComment.insert(image.size() - 12, QByteArray::fromHex("0000000374455874610062dc49a23b"));
        const Clients clients = send(server, {FormData()
                                                  .file("image", image)
                                                  .file("mask", maskPng())
                                                  .text("prompt", "p")
                                                  .text("seed", "1")
                                                  .request(),
                                              FormData()
                                                  .text("seed", "01")
                                                  .text("prompt", " p ")
                                                  .text("unknown", "x")
                                                  .file("mask", maskPng())
                                                  .file("image", withComment)
                                                  .request()});
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_joined_total"), 1.0, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        server.provider.release();
        QCOMPARE(clients[0]->answer().body, clients[1]->answer().body);
        QCOMPARE(server.provider.calls, 1);
    }

    void anEngineThatRepeatsItselfNeedsNoSeed() {
        RunningServer server(roomFor(4));
        server.provider.repeatsWithoutSeed = true;
        server.provider.hold = true;
        const Clients clients = send(server, times(3, goodForm().request()));
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_joined_total"), 2.0, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        server.provider.release();
        for (const auto& client : clients)
            QCOMPARE(client->answer().status, 200);
        QCOMPARE(server.provider.calls, 1);
    }

    void itGoesOnWithoutTheOneThatBeganIt() {
        RunningServer server(roomFor(4));
        server.provider.hold = true;
        Clients clients = send(server, {seeded("7")});
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        const Clients others = send(server, times(2, seeded("7")));
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_joined_total"), 2.0, kHangLimitMs);
        clients[0]->socket.abort();
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("http_client_disconnects_total{phase=\"edit\"}"), 1.0,
                                  kHangLimitMs);
        QCOMPARE(server.provider.cancelled, 0);
        server.provider.release();
        for (const auto& client : others)
            QCOMPARE(client->answer().status, 200);
        QCOMPARE(server.provider.calls, 1);
    }

    void itStopsWhenAllHaveLeft() {
        RunningServer server(roomFor(4));
        server.provider.hold = true;
        const Clients clients = send(server, times(3, seeded("7")));
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_joined_total"), 2.0, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        for (const auto& client : clients) {
            QCOMPARE(server.provider.cancelled, 0);
            client->socket.abort();
        }
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.cancelled, 1, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_in_flight"), 0.0, kHangLimitMs);
        // Nobody joins what was stopped.
        server.provider.hold = false;
        QCOMPARE(server.ask(seeded("7")).status, 200);
        QCOMPARE(server.provider.calls, 2);
    }

    void anErrorIsForAll() {
        RunningServer server(roomFor(4));
        server.provider.hold = true;
        server.provider.error =
            Error{ErrorCode::ProviderUnavailable, QStringLiteral("NanoBanana API is gone")};
        const Clients clients = send(server, times(3, seeded("7")));
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_joined_total"), 2.0, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        server.provider.release();
        for (const auto& client : clients)
            QCOMPARE(client->answer().status, 502);
        QCOMPARE(server.provider.calls, 1);
    }

    // The deadline is that of the request that began the edit; those that joined have time left.
    void theOthersTakeOverWhenTheFirstRunsOutOfTime() {
        RunningServer server(roomFor(4));
        server.provider.hold = true;
        server.provider.error = Error{ErrorCode::DeadlineExceeded, QStringLiteral("The edit took too long")};
        const Clients first = send(server, {seeded("7")});
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        const Clients others = send(server, times(2, seeded("7")));
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_joined_total"), 2.0, kHangLimitMs);
        server.provider.release();
        QCOMPARE(first[0]->answer().status, 504);
        server.provider.error.reset();
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_joined_total"), 3.0, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 2, kHangLimitMs); // one for both
        server.provider.release();
        for (const auto& client : others)
            QCOMPARE(client->answer().status, 200);
    }

    void theCacheHasTheSameKey() {
        config::Settings settings = roomFor(4);
        settings.server.cacheEnabled = true;
        RunningServer server(settings);
        server.provider.hold = true;
        const Clients clients = send(server, times(2, seeded("7")));
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_joined_total"), 1.0, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        server.provider.release();
        for (const auto& client : clients)
            QCOMPARE(client->answer().header("X-Cache"), QByteArray("miss"));
        QCOMPARE(server.ask(seeded("7")).header("X-Cache"), QByteArray("hit"));
        QCOMPARE(server.provider.calls, 1);
    }

    void stoppingAnswersAllOfThem() {
        config::Settings settings = roomFor(4);
        settings.server.shutdownGrace = std::chrono::seconds(0);
        RunningServer server(settings);
        server.provider.hold = true;
        const Clients clients = send(server, times(3, seeded("7")));
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_joined_total"), 2.0, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        bool drained = false;
        server.server->drain([&drained] { drained = true; });
        for (const auto& client : clients)
            QCOMPARE(client->answer().status, 503);
        QTRY_VERIFY_WITH_TIMEOUT(drained, kHangLimitMs);
        QCOMPARE(server.provider.cancelled, 1);
    }
};

NB_TEST(TestEditSharing)
#include "tst_edit_sharing.moc"
