#include "core/server/http/acceptor.h"
#include "tests/support/raw_client.h"
#include "tests/support/test_main.h"
#include <QTest>
#include <algorithm>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace nb::server;
using nb::test::kHangLimitMs;
using nb::test::RawClient;

namespace {

// Takes every descriptor that the process may still have.
class NoDescriptors {
public:
    NoDescriptors() {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        const int highest = ::open("/dev/null", O_RDONLY);
        rlimit low = m_before;
        low.rlim_cur = static_cast<rlim_t>(highest) + 1;
        ::setrlimit(RLIMIT_NOFILE, &low);
        m_held.append(highest);
        for (int held = 0; (held = ::open("/dev/null", O_RDONLY)) >= 0;)
            m_held.append(held);
    }
    ~NoDescriptors() {
        std::for_each(m_held.begin(), m_held.end(), ::close);
        ::setrlimit(RLIMIT_NOFILE, &m_before);
    }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

private:
    rlimit m_before{};
    QList<int> m_held;
};

struct Bench {
    Bench() { listening = acceptor.listen(QHostAddress(QHostAddress::LocalHost), 0); }

    // Answers and closes, so that a client can tell who got it.
    static void answer(int descriptor, const char* text) {
        [[maybe_unused]] const auto sent = ::send(descriptor, text, strlen(text), MSG_NOSIGNAL);
        ::close(descriptor);
    }

    int accepted = 0;
    int tooMany = 0;
    bool listening = false;
    Acceptor acceptor{{[this](int descriptor) {
                           ++accepted;
                           answer(descriptor, "in");
                       },
                       [this](int descriptor) {
                           ++tooMany;
                           answer(descriptor, "out");
                       }}};
};

// What comes until the server closes.
QByteArray allOf(RawClient& client) {
    client.waitForClose();
    return client.buffered();
}

} // namespace

class TestAcceptor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void handsOutConnections() {
        Bench bench;
        QVERIFY(bench.listening);
        QVERIFY(bench.acceptor.port() != 0);
        for (int i = 1; i <= 3; ++i) {
            RawClient client(bench.acceptor.port());
            QCOMPARE(allOf(client), QByteArray("in"));
            QCOMPARE(bench.accepted, i);
        }
        QCOMPARE(bench.tooMany, 0);
    }

    void aTakenPortIsAnError() {
        Bench bench;
        Acceptor second({[](int descriptor) { ::close(descriptor); }, [](int) {}});
        QVERIFY(!second.listen(QHostAddress(QHostAddress::LocalHost), bench.acceptor.port()));
        QVERIFY(!second.errorString().isEmpty());
    }

    void closedItAcceptsNobody() {
        Bench bench;
        const quint16 port = bench.acceptor.port();
        bench.acceptor.close();
        RawClient client(port);
        QVERIFY(!client.isOpen());
    }

    // First when an empty queue was seen, which is the error that QTcpServer would keep.
    void withoutDescriptorsEachIsToldSo() {
        constexpr int kClients = 20;
        Bench bench;
        RawClient before(bench.acceptor.port());
        QCOMPARE(allOf(before), QByteArray("in"));
        std::vector<std::unique_ptr<QTcpSocket>> clients;
        for (int i = 0; i < kClients; ++i) {
            clients.push_back(std::make_unique<QTcpSocket>());
            clients.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), bench.acceptor.port());
        }
        {
            const NoDescriptors none;
            QTRY_COMPARE_WITH_TIMEOUT(bench.tooMany + bench.accepted, kClients + 1, kHangLimitMs);
            QVERIFY(bench.tooMany > 0);
            for (const auto& client : clients)
                QTRY_VERIFY_WITH_TIMEOUT(client->state() == QTcpSocket::UnconnectedState, kHangLimitMs);
        }
        int told = 0;
        for (const auto& client : clients)
            told += client->readAll() == "out" ? 1 : 0;
        QCOMPARE(told, bench.tooMany);
        const int accepted = bench.accepted;
        RawClient after(bench.acceptor.port());
        QCOMPARE(allOf(after), QByteArray("in"));
        QCOMPARE(bench.accepted, accepted + 1);
    }
};

NB_TEST(TestAcceptor)
#include "tst_acceptor.moc"
