#include "core/server/store/idempotency_store.h"
#include "tests/core/server/api/server_fixture.h"
#include "tests/support/test_main.h"
#include <QJsonArray>
#include <QTest>
#include <QTimer>

using namespace nb;
using namespace nb::test;
using server::Claim;

namespace {

QByteArray keyed(const QByteArray& key, const FormData& form = goodForm(), const QByteArray& more = {}) {
    return form.request("Idempotency-Key: " + key + "\r\n" + more);
}

QByteArray hits(const QByteArray& result) {
    return "idempotency_hits_total{result=\"" + result + "\"}";
}

// Another process's, which is slow: it answers from the event loop, and what it answers is up to the test.
class RemoteClaims : public server::IdempotencyStore {
public:
    void claim(const QByteArray&, const QByteArray&, std::chrono::seconds, Claimed claimed) override {
        ++claims;
        m_waiting.append(std::move(claimed));
        if (!hold)
            answer();
    }
    void finish(const QByteArray&, const QByteArray&, const server::StoredResult&) override { ++finished; }
    void release(const QByteArray&) override { ++released; }

    // In the next event.
    void answer() {
        for (const Claimed& claimed : std::exchange(m_waiting, {}))
            QTimer::singleShot(0, &m_here, [this, claimed] { claimed(next); });
    }

    Claim next;
    bool hold = false;
    int claims = 0;
    int finished = 0;
    int released = 0;

private:
    QList<Claimed> m_waiting;
    QObject m_here;
};

struct RemoteServer {
    explicit RemoteServer(const config::Settings& settings = testSettings())
        : RemoteServer(settings, std::make_unique<RemoteClaims>()) {}

    RemoteClaims& claims;
    RunningServer server;

private:
    RemoteServer(const config::Settings& settings, std::unique_ptr<RemoteClaims> store)
        : claims(*store), server(settings, storesOf(std::move(store))) {}

    static server::Stores storesOf(std::unique_ptr<RemoteClaims> store) {
        server::Stores stores;
        stores.claims = std::move(store);
        return stores;
    }
};

} // namespace

// Requests with an Idempotency-Key, through a whole server.
class TestEditIdempotency : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRepeatedRequestGetsTheSameResult() {
        RunningServer server;
        const RawAnswer first = server.ask(keyed("\"k\""));
        QCOMPARE(first.status, 200);
        QCOMPARE(first.header("Idempotency-Replayed"), QByteArray());
        const RawAnswer again = server.ask(keyed("k", goodForm(), "X-Request-ID: second\r\n"));
        QCOMPARE(again.status, 200);
        QCOMPARE(again.header("Idempotency-Replayed"), QByteArray("true"));
        QCOMPARE(again.header("X-Upstream-Attempts"), first.header("X-Upstream-Attempts"));
        QCOMPARE(again.header("X-Engine"), first.header("X-Engine"));
        QCOMPARE(again.header("X-Request-ID"), QByteArray("second"));
        QCOMPARE(again.body, first.body);
        QCOMPARE(server.provider.calls, 1);
        QCOMPARE(server.metric(hits("replayed")), 1.0);
        // Without a key, or with another one, it is a new request.
        QCOMPARE(server.ask(goodForm().request()).status, 200);
        QCOMPARE(server.ask(keyed("l")).status, 200);
        QCOMPARE(server.provider.calls, 3);
    }

    void theFormOfTheRepetitionDoesNotMatter() {
        RunningServer server;
        const QByteArray image = png(photo());
        const auto first = FormData().file("image", image).file("mask", maskPng()).text("prompt", "p");
        const auto again = FormData().text("prompt", "p").file("mask", maskPng()).file("image", image);
        QCOMPARE(server.ask(keyed("k", first)).status, 200);
        QCOMPARE(server.ask(keyed("k", again)).header("Idempotency-Replayed"), QByteArray("true"));
        QCOMPARE(server.provider.calls, 1);
    }

    void anotherRequestWithTheSameKeyIsRefused() {
        RunningServer server;
        QCOMPARE(server.ask(keyed("k")).status, 200);
        const RawAnswer other = server.ask(keyed("k", goodForm().text("strength", "0.5")));
        QCOMPARE(other.status, 422);
        QCOMPARE(other.json()[QStringLiteral("detail")][0][QStringLiteral("type")].toString(),
                 QStringLiteral("idempotency_key_reused"));
        QVERIFY(!other.json()[QStringLiteral("error_message")].toString().isEmpty());
        QCOMPARE(server.provider.calls, 1);
        QCOMPARE(server.metric(hits("differs")), 1.0);
        QCOMPARE(server.ask(keyed("k")).status, 200); // the first one's result is still there
        QCOMPARE(server.provider.calls, 1);
    }

    void aRepetitionWhileItRunsJoins() {
        RunningServer server;
        server.provider.hold = true;
        RawClient first(server.port);
        first.send(keyed("k"));
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        RawClient second(server.port);
        second.send(keyed("k"));
        QTRY_COMPARE_WITH_TIMEOUT(server.metric(hits("joined")), 1.0, kHangLimitMs);
        RawClient other(server.port);
        other.send(keyed("k", goodForm().text("strength", "0.5")));
        QCOMPARE(other.answer().status, 422);
        server.provider.release();
        const RawAnswer answer = first.answer();
        QCOMPARE(answer.status, 200);
        const RawAnswer joined = second.answer();
        QCOMPARE(joined.status, 200);
        QCOMPARE(joined.body, answer.body);
        QCOMPARE(joined.header("Idempotency-Replayed"), QByteArray("true"));
        QCOMPARE(server.provider.calls, 1);
    }

    void afterAFailureTheKeyIsFree() {
        RunningServer server;
        server.provider.error =
            Error{ErrorCode::ProviderUnavailable, QStringLiteral("NanoBanana API is gone")};
        QCOMPARE(server.ask(keyed("k")).status, 502);
        QCOMPARE(server.ask(keyed("k")).status, 502);
        server.provider.error.reset();
        QCOMPARE(server.ask(keyed("k", goodForm().text("seed", "1"))).status, 200); // even for another one
        QCOMPARE(server.provider.calls, 3);
    }

    void aFaultyFormDoesNotUseTheKey() {
        RunningServer server;
        QCOMPARE(server.ask(keyed("k", FormData().text("prompt", "p"))).status, 422);
        QCOMPARE(server.ask(keyed("k")).status, 200);
    }

    // It is paid for: the client will ask for it again.
    void anEditGoesOnWhenItsClientLeaves() {
        RunningServer server;
        server.provider.hold = true;
        {
            RawClient client(server.port);
            client.send(keyed("k"));
            QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
            client.socket.abort();
        }
        const QByteArray left = "http_client_disconnects_total{phase=\"edit\"}";
        QTRY_COMPARE_WITH_TIMEOUT(server.metric(left), 1.0, kHangLimitMs);
        QCOMPARE(server.provider.cancelled, 0);
        QCOMPARE(server.metric("edits_in_flight"), 1.0);
        server.provider.release();
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_in_flight"), 0.0, kHangLimitMs);
        const RawAnswer again = server.ask(keyed("k"));
        QCOMPARE(again.status, 200);
        QCOMPARE(again.header("Idempotency-Replayed"), QByteArray("true"));
        QCOMPARE(server.provider.calls, 1);
    }

    void theClientThatComesBackInTimeJoins() {
        RunningServer server;
        server.provider.hold = true;
        {
            RawClient client(server.port);
            client.send(keyed("k"));
            QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
            client.socket.abort();
        }
        RawClient again(server.port);
        again.send(keyed("k"));
        QTRY_COMPARE_WITH_TIMEOUT(server.metric(hits("joined")), 1.0, kHangLimitMs);
        server.provider.release();
        QCOMPARE(again.answer().status, 200);
        QCOMPARE(server.provider.calls, 1);
    }

    // Identical requests share the edit, and each key gets its result.
    void keysOfIdenticalRequestsShareTheEdit() {
        RunningServer server;
        server.provider.hold = true;
        const FormData form = goodForm().text("seed", "3");
        RawClient first(server.port);
        first.send(keyed("a", form));
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        {
            RawClient second(server.port);
            second.send(keyed("b", form));
            QTRY_COMPARE_WITH_TIMEOUT(server.metric("edits_joined_total"), 1.0, kHangLimitMs);
            second.socket.abort();
        }
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("http_client_disconnects_total{phase=\"edit\"}"), 1.0,
                                  kHangLimitMs);
        server.provider.release();
        QCOMPARE(first.answer().status, 200);
        for (const char* key : {"a", "b"})
            QCOMPARE(server.ask(keyed(key, form)).header("Idempotency-Replayed"), QByteArray("true"));
        QCOMPARE(server.provider.calls, 1);
    }

    void clientsDoNotShareKeys() {
        config::Settings settings = testSettings();
        settings.server.apiTokens = {QStringLiteral("one"), QStringLiteral("two")};
        RunningServer server(settings);
        const auto ask = [&](const QByteArray& token, const FormData& form) {
            return server.ask(keyed("k", form, "Authorization: Bearer " + token + "\r\n"));
        };
        QCOMPARE(ask("one", goodForm()).status, 200);
        const RawAnswer same = ask("two", goodForm());
        QCOMPARE(same.status, 200);
        QCOMPARE(same.header("Idempotency-Replayed"), QByteArray());
        QCOMPARE(server.provider.calls, 2);
        QCOMPARE(ask("two", goodForm()).header("Idempotency-Replayed"), QByteArray("true"));
        QCOMPARE(ask("one", goodForm().text("strength", "0.1")).status, 422);
        QCOMPARE(ask("one", goodForm()).header("Idempotency-Replayed"), QByteArray("true"));
        QCOMPARE(server.provider.calls, 2);
    }

    void malformedKeysAreRefused_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("empty") << QByteArray("Idempotency-Key: \r\n");
        QTest::newRow("open string") << QByteArray("Idempotency-Key: \"a\r\n");
        QTest::newRow("long") << "Idempotency-Key: " + QByteArray(300, 'x') + "\r\n";
        QTest::newRow("two") << QByteArray("Idempotency-Key: a\r\nIdempotency-Key: a\r\n");
    }

    void malformedKeysAreRefused() {
        QFETCH(QByteArray, header);
        RunningServer server;
        const RawAnswer answer = server.ask(goodForm().request(header));
        QCOMPARE(answer.status, 400);
        QVERIFY(answer.json()[QStringLiteral("error_message")].toString().contains(
            QLatin1String("Idempotency-Key")));
        QCOMPARE(server.provider.calls, 0);
    }

    void theWorkOfAnotherProcessIsWaitedFor() {
        RemoteServer remote;
        remote.claims.next.state = Claim::State::Running;
        RawClient client(remote.server.port);
        client.send(keyed("k"));
        QTRY_VERIFY_WITH_TIMEOUT(remote.claims.claims >= 2, kHangLimitMs);
        QCOMPARE(remote.server.metric("edits_in_flight"), 0.0); // waiting needs no slot
        remote.claims.next = {Claim::State::Finished, {"theirs", QStringLiteral("gemini"), 3}};
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("theirs"));
        QCOMPARE(answer.header("X-Engine"), QByteArray("gemini"));
        QCOMPARE(answer.header("Idempotency-Replayed"), QByteArray("true"));
        QCOMPARE(remote.server.provider.calls, 0);
        QCOMPARE(remote.server.metric(hits("joined")), 1.0);
        QCOMPARE(remote.server.metric(hits("replayed")), 0.0);
    }

    void whenAnotherProcessFailsThisOneDoesTheWork() {
        RemoteServer remote;
        remote.claims.next.state = Claim::State::Running;
        RawClient client(remote.server.port);
        client.send(keyed("k"));
        QTRY_VERIFY_WITH_TIMEOUT(remote.claims.claims >= 2, kHangLimitMs);
        remote.claims.next.state = Claim::State::Mine;
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("Idempotency-Replayed"), QByteArray());
        QCOMPARE(remote.server.provider.calls, 1);
        QCOMPARE(remote.claims.finished, 1);
        QCOMPARE(remote.claims.released, 0);
    }

    void aClaimThatComesTooLateIsReleased() {
        RemoteServer remote;
        remote.claims.hold = true;
        {
            RawClient client(remote.server.port);
            client.send(keyed("k"));
            QTRY_COMPARE_WITH_TIMEOUT(remote.claims.claims, 1, kHangLimitMs);
            client.socket.abort();
        }
        QTRY_COMPARE_WITH_TIMEOUT(remote.server.metric("edits_in_flight"), 0.0, kHangLimitMs);
        remote.claims.answer();
        QTRY_COMPARE_WITH_TIMEOUT(remote.claims.released, 1, kHangLimitMs);
        QCOMPARE(remote.server.provider.calls, 0);
    }

    void aClientThatWaitsForAnotherProcessMayLeave() {
        RemoteServer remote;
        remote.claims.next.state = Claim::State::Running;
        {
            RawClient client(remote.server.port);
            client.send(keyed("k"));
            QTRY_VERIFY_WITH_TIMEOUT(remote.claims.claims >= 1, kHangLimitMs);
            client.socket.abort();
        }
        const QByteArray left = "http_client_disconnects_total{phase=\"edit\"}";
        QTRY_COMPARE_WITH_TIMEOUT(remote.server.metric(left), 1.0, kHangLimitMs);
        remote.claims.next.state = Claim::State::Mine;
        QCOMPARE(remote.server.ask(keyed("k")).status, 200);
        QCOMPARE(remote.server.provider.calls, 1);
    }
};

NB_TEST(TestEditIdempotency)
#include "tst_edit_idempotency.moc"
