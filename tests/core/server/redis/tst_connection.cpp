#include "core/server/redis/connection.h"
#include "tests/core/server/redis/fake_redis.h"
#include "tests/core/server/redis/redis_test.h"
#include "tests/support/test_main.h"

#include <QRandomGenerator>
#include <QTest>

using namespace nb;
using namespace nb::redis;
using namespace nb::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kPatience = 20s; // longer than any machine needs
using State = Connection::State;

Address local(quint16 port) {
    Address address;
    address.host = QStringLiteral("127.0.0.1");
    address.port = port;
    return address;
}

// Comes back quickly; a silent peer is given up only where a test asks for it.
Connection::Limits quick(Connection::Milliseconds silence = kPatience) {
    Connection::Limits limits;
    limits.silence = silence;
    limits.firstRetry = 1ms;
    limits.lastRetry = 20ms;
    return limits;
}

bool becomes(const Connection& connection, State state) {
    return waitFor([&] { return connection.state() == state; });
}

// Sends a command and waits for its answer.
std::optional<Answer> ask(Connection& connection, const QByteArrayList& words,
                          Connection::Milliseconds wait = kPatience) {
    std::optional<Answer> got;
    connection.send(words, wait, [&got](const Answer& answer) { got = answer; });
    (void)arrives(got);
    return got;
}

} // namespace

class TestConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(RedisServer::isInstalled(), "tools/setup.sh test installs redis-server"); }

    void commandsAreAnsweredInOrder() {
        RedisServer redis;
        QVERIFY(redis.start());
        Connection connection(local(redis.port()));
        connection.start();
        QVERIFY(becomes(connection, State::Ready));
        QByteArrayList answers;
        for (int i = 0; i < 500; ++i)
            connection.send({"ECHO", QByteArray::number(i)}, kPatience,
                            [&answers](const Answer& answer) { answers << answer.reply.bytes; });
        QVERIFY(answers.isEmpty()); // nothing waits in send()
        QTRY_COMPARE_WITH_TIMEOUT(answers.size(), 500, 20'000);
        for (int i = 0; i < 500; ++i)
            QCOMPARE(answers[i], QByteArray::number(i));
    }

    void bytesOfEveryKindAndSizeAreKept() {
        RedisServer redis;
        QVERIFY(redis.start());
        Connection connection(local(redis.port()));
        connection.start();
        QVERIFY(becomes(connection, State::Ready));
        QByteArray value(12'000'000, Qt::Uninitialized); // many times what the sockets hold
        QRandomGenerator(7).fillRange(reinterpret_cast<quint32*>(value.data()), value.size() / 4);
        QCOMPARE(ask(connection, {"SET", "big", value})->reply.bytes, QByteArray("OK"));
        QCOMPARE(ask(connection, {"STRLEN", "big"})->reply.integer, 12'000'000);
        QCOMPARE(ask(connection, {"GETRANGE", "big", "7000000", "7999999"})->reply.bytes,
                 value.mid(7'000'000, 1'000'000));
        QCOMPARE(ask(connection, {"SET", "empty", ""})->reply.bytes, QByteArray("OK"));
        QCOMPARE(ask(connection, {"GET", "empty"})->reply.kind, Reply::Kind::Bytes);
        // A reply over the limit ends the connection, which comes back.
        QCOMPARE(ask(connection, {"GET", "big"})->outcome, Outcome::Down);
        QVERIFY(becomes(connection, State::Ready));
    }

    void errorsOfRedisAreAnswers() {
        RedisServer redis;
        QVERIFY(redis.start());
        Connection connection(local(redis.port()));
        connection.start();
        QVERIFY(becomes(connection, State::Ready));
        const auto answer = ask(connection, {"NOSUCH"});
        QCOMPARE(answer->outcome, Outcome::Refused);
        QVERIFY(answer->reply.isError("ERR"));
        QCOMPARE(connection.state(), State::Ready);
    }

    void nobodyThereAndThenSomebody() {
        RedisServer redis;
        QVERIFY(redis.start());
        redis.stop();
        Connection connection(local(redis.port()), quick());
        bool called = false;
        connection.send({"PING"}, 1h,
                        [&called](const Answer& answer) { called = answer.outcome == Outcome::Down; });
        QVERIFY(called); // at once
        connection.start();
        QTRY_VERIFY_WITH_TIMEOUT(!connection.fault().isEmpty(), 20'000);
        QVERIFY(redis.start());
        QVERIFY(becomes(connection, State::Ready));
        QVERIFY(connection.fault().isEmpty());
        redis.stop();
        QVERIFY(becomes(connection, State::Lost));
        QVERIFY(redis.start());
        QVERIFY(becomes(connection, State::Ready));
        QCOMPARE(ask(connection, {"PING"})->reply.bytes, QByteArray("PONG"));
    }

    // After a failover the old primary refuses writes: the name is looked up again.
    void redisThatIsNoPrimaryAnyMore() {
        RedisServer redis;
        QVERIFY(redis.start());
        Connection connection(local(redis.port()), quick());
        connection.start();
        QVERIFY(becomes(connection, State::Ready));
        const auto replicaOf = [&redis](const QStringList& whom) {
            return redis.cli(QStringList{QStringLiteral("REPLICAOF")} + whom);
        };
        QCOMPARE(replicaOf({QStringLiteral("127.0.0.1"), QStringLiteral("1")}), QByteArray("OK"));
        QVERIFY(ask(connection, {"SET", "x", "1"})->reply.isError("READONLY"));
        QCOMPARE(connection.state(), State::Lost);
        QVERIFY(connection.fault().startsWith(QStringLiteral("READONLY")));
        QCOMPARE(replicaOf({QStringLiteral("NO"), QStringLiteral("ONE")}), QByteArray("OK"));
        QVERIFY(becomes(connection, State::Ready));
        QCOMPARE(ask(connection, {"SET", "x", "1"})->outcome, Outcome::Replied);
    }

    // A paused process: commands end in time, later ones at once, and when it goes on, so does the
    // connection.
    void pausedRedis() {
        RedisServer redis;
        QVERIFY(redis.start());
        Connection connection(local(redis.port()), quick());
        connection.start();
        QVERIFY(becomes(connection, State::Ready));
        redis.pause();
        QCOMPARE(ask(connection, {"INCR", "n"}, 1ms)->outcome, Outcome::Timeout);
        QCOMPARE(connection.state(), State::Slow);
        bool called = false;
        connection.send({"INCR", "n"}, 1h,
                        [&called](const Answer& answer) { called = answer.outcome == Outcome::Down; });
        QVERIFY(called);
        redis.resume();
        QVERIFY(becomes(connection, State::Ready));
        // The late reply went to nobody: the next answer is of the next command.
        QCOMPARE(ask(connection, {"ECHO", "x"})->reply.bytes, QByteArray("x"));
        QCOMPARE(ask(connection, {"GET", "n"})->reply.bytes, QByteArray("1"));
    }

    void silentPeerIsGivenUpAndTriedAgain() {
        FakeRedis peer(FakeRedis::pong);
        Connection connection(local(peer.port()), quick(200ms));
        connection.start();
        QVERIFY(becomes(connection, State::Ready));
        peer.setAnswer([](const QByteArray&) { return QByteArray(); });
        QCOMPARE(ask(connection, {"GET", "x"}, 1ms)->outcome, Outcome::Timeout);
        QVERIFY(becomes(connection, State::Lost));
        // Connections are accepted, but no PING is answered.
        QTRY_VERIFY_WITH_TIMEOUT(peer.connections() >= 3, 20'000);
        QCOMPARE(connection.state(), State::Lost);
        peer.setAnswer(FakeRedis::pong);
        QVERIFY(becomes(connection, State::Ready));
    }

    void peersThatSendWhatTheyShouldNot_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
        QTest::newRow("half a reply") << QByteArray("$100\r\nabc");
        QTest::newRow("huge length, and some of it") << "$5000000000\r\n" + QByteArray(3'000'000, 'x');
        QTest::newRow("huge array") << QByteArray("*2147483647\r\n");
        QTest::newRow("line without end") << QByteArray(3'000'000, '+');
        QTest::newRow("random") << QByteArray::fromHex("00ff9d2a0d0a80");
        QTest::newRow("two replies to one command") << QByteArray("+A\r\n+B\r\n+C\r\n");
    }
    void peersThatSendWhatTheyShouldNot() {
        QFETCH(QByteArray, bytes);
        FakeRedis peer(FakeRedis::pong);
        Connection connection(local(peer.port()), quick(500ms));
        connection.start();
        QVERIFY(becomes(connection, State::Ready));
        peer.setAnswer([&](const QByteArray& received) {
            return received.contains("PING") ? QByteArray("+PONG\r\n") : bytes;
        });
        int answers = 0;
        connection.send({"GET", "x"}, kPatience, [&answers](const Answer&) { ++answers; });
        QTRY_COMPARE_WITH_TIMEOUT(peer.connections(), 2, 20'000); // given up, and tried again
        QVERIFY(becomes(connection, State::Ready));
        QCOMPARE(answers, 1);
    }

    void whatIsOnItsWayIsBounded() {
        FakeRedis peer(FakeRedis::pong);
        Connection::Limits limits = quick();
        limits.maxCommands = 3;
        limits.maxQueuedBytes = 10'000'000;
        Connection connection(local(peer.port()), limits);
        connection.start();
        QVERIFY(becomes(connection, State::Ready));
        QList<Outcome> outcomes;
        const auto note = [&outcomes](const Answer& answer) { outcomes << answer.outcome; };
        connection.send({"SET", "x", QByteArray(20'000'000, 'x')}, kPatience, note);
        QCOMPARE(outcomes, QList<Outcome>{Outcome::Busy});
        for (int i = 0; i < 5; ++i)
            connection.send({"GET", "x"}, kPatience, note);
        QCOMPARE(outcomes, (QList<Outcome>{Outcome::Busy, Outcome::Busy, Outcome::Busy}));
    }

    void callbacksMaySendAndTheConnectionMayGo() {
        FakeRedis peer(FakeRedis::pong);
        auto connection = std::make_unique<Connection>(local(peer.port()), quick());
        connection->start();
        QVERIFY(becomes(*connection, State::Ready));
        QList<Outcome> outcomes;
        connection->send({"GET", "x"}, kPatience, [&](const Answer& answer) {
            outcomes << answer.outcome;
            connection->send({"GET", "y"}, kPatience,
                             [&](const Answer& second) { outcomes << second.outcome; });
        });
        peer.send("garbage\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(outcomes.size(), 2, 20'000);
        QCOMPARE(outcomes, (QList<Outcome>{Outcome::Down, Outcome::Down}));
        QVERIFY(becomes(*connection, State::Ready));
        connection->send({"GET", "x"}, kPatience, [&](const Answer&) { QFAIL("nobody is left to be told"); });
        connection.reset();
        QTest::qWait(0);
    }

    void passwordAndDatabase() {
        RedisServer redis;
        QVERIFY(redis.start({QStringLiteral("--requirepass"), QStringLiteral("open sesame/%")}));
        Address address = local(redis.port());
        {
            Connection connection(address, quick());
            connection.start();
            QTRY_VERIFY_WITH_TIMEOUT(connection.fault().startsWith(QStringLiteral("NOAUTH")), 20'000);
        }
        address.password = "wrong password";
        {
            Connection connection(address, quick());
            connection.start();
            QTRY_VERIFY_WITH_TIMEOUT(connection.fault().startsWith(QStringLiteral("WRONGPASS")), 20'000);
            QVERIFY(!connection.fault().contains(QStringLiteral("wrong password")));
        }
        address.password = "open sesame/%";
        address.database = 3;
        Connection connection(address, quick());
        connection.start();
        QVERIFY(becomes(connection, State::Ready));
        QCOMPARE(ask(connection, {"SET", "here", "1"})->outcome, Outcome::Replied);
        const auto all = ask(connection, {"INFO", "keyspace"});
        QVERIFY(all->reply.bytes.contains("db3:keys=1"));
        address.database = 3000;
        Connection nowhere(address, quick());
        nowhere.start();
        QTRY_VERIFY_WITH_TIMEOUT(nowhere.fault().startsWith(QStringLiteral("ERR")), 20'000);
    }

    // A user of the access control list who may do nothing but what is needed, and not even ping.
    void userWithFewRights() {
        RedisServer redis;
        QVERIFY(redis.start());
        QCOMPARE(redis.cli({QStringLiteral("ACL"), QStringLiteral("SETUSER"), QStringLiteral("editor"),
                            QStringLiteral("on"), QStringLiteral(">geheim123"),
                            QStringLiteral("~nanobanana:*"), QStringLiteral("+get")}),
                 QByteArray("OK"));
        Address address = local(redis.port());
        address.user = "editor";
        address.password = "geheim123";
        Connection connection(address, quick());
        connection.start();
        QVERIFY(becomes(connection, State::Ready));
        QCOMPARE(ask(connection, {"GET", "nanobanana:x"})->reply.kind, Reply::Kind::Nil);
        QVERIFY(ask(connection, {"GET", "other"})->reply.isError("NOPERM"));
    }

    void encrypted() {
        RedisServer redis;
        const auto file = [&redis](const char* name) {
            return redis.folder() + QLatin1Char('/') + QString::fromLatin1(name);
        };
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"),
                      QString(QStringLiteral("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=cache "
                                             "-addext subjectAltName=IP:127.0.0.1 -keyout %1 -out %2"))
                          .arg(file("key.pem"), file("cert.pem"))
                          .split(QLatin1Char(' ')));
        QVERIFY(openssl.waitForFinished(60'000) && openssl.exitCode() == 0);
        // The plain port stays for the start, which waits for it; the other one is its neighbour.
        const quint16 tlsPort = [] {
            QTcpServer server;
            server.listen(QHostAddress::LocalHost);
            return server.serverPort();
        }();
        QVERIFY(redis.start({QStringLiteral("--tls-port"), QString::number(tlsPort),
                             QStringLiteral("--tls-cert-file"), file("cert.pem"),
                             QStringLiteral("--tls-key-file"), file("key.pem"),
                             QStringLiteral("--tls-auth-clients"), QStringLiteral("no"),
                             QStringLiteral("--tls-ca-cert-file"), file("cert.pem")}));
        Address address = local(tlsPort);
        address.encryption = Encryption::Tls;
        {
            Connection connection(address, quick()); // which trusts the system's authorities only
            connection.start();
            QTRY_VERIFY_WITH_TIMEOUT(!connection.fault().isEmpty(), 20'000);
            QCOMPARE(connection.state(), State::Lost);
        }
        address.certificateAuthorities = file("cert.pem");
        {
            Connection connection(address, quick());
            connection.start();
            QVERIFY(becomes(connection, State::Ready));
            const QByteArray value(5'000'000, 'v');
            QCOMPARE(ask(connection, {"SET", "big", value})->reply.bytes, QByteArray("OK"));
            QCOMPARE(ask(connection, {"GETRANGE", "big", "0", "999999"})->reply.bytes, value.left(1'000'000));
        }
        address.host = QStringLiteral("localhost"); // which the certificate does not name
        Connection connection(address, quick());
        connection.start();
        QTRY_VERIFY_WITH_TIMEOUT(!connection.fault().isEmpty(), 20'000);
        QCOMPARE(connection.state(), State::Lost);
    }
};

NB_TEST(TestConnection)
#include "tst_connection.moc"
