#include "core/server/http/tls_files.h"
#include "tests/core/server/http/guarded_server.h"
#include "tests/support/certificates.h"
#include "tests/support/test_main.h"
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace nb;
using namespace nb::server;
using namespace nb::test;

namespace {

constexpr qsizetype kLargeBody = 9'000'000;

// A client that trusts exactly one certificate.
struct TlsClient {
    TlsClient(quint16 port, const QString& certificate) {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromPath(certificate));
        socket.setSslConfiguration(configuration);
        socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
        [[maybe_unused]] const bool settled = QTest::qWaitFor(
            [this] { return socket.isEncrypted() || socket.error() != QTcpSocket::UnknownSocketError; },
            kHangLimitMs);
    }

    void send(const QByteArray& bytes) { socket.write(bytes); }

    // Status and body of a response with a Content-Length; status 0 if the connection ends first.
    RawAnswer answer() {
        RawAnswer answer;
        QByteArray bytes;
        const auto waitFor = [&](auto condition) {
            return QTest::qWaitFor(
                       [&] {
                           bytes += socket.readAll();
                           return condition() || socket.state() == QTcpSocket::UnconnectedState;
                       },
                       kHangLimitMs) &&
                   condition();
        };
        if (!waitFor([&] { return bytes.contains("\r\n\r\n"); }))
            return answer;
        const qsizetype end = bytes.indexOf("\r\n\r\n") + 4;
        answer.head = bytes.left(end);
        const qsizetype length = answer.header("Content-Length").toLongLong();
        if (!waitFor([&] { return bytes.size() >= end + length; }))
            return answer;
        answer.status = answer.head.mid(9, 3).toInt();
        answer.body = bytes.mid(end, length);
        return answer;
    }

    QSslSocket socket;
};

} // namespace

class TestGuardTls : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    CertificateFiles m_files;
    CertificateFiles m_others;

    void useTls(Guarded& server, const CertificateFiles& files) {
        const Result<QSslConfiguration> tls = readTlsFiles(files.certificate, files.key);
        QVERIFY(tls);
        server.guard->setTls(*tls);
    }

private Q_SLOTS:
    void initTestCase() {
        m_files = makeCertificate(m_folder.path(), QStringLiteral("one"));
        m_others = makeCertificate(m_folder.path(), QStringLiteral("two"), QStringLiteral("rsa:2048"));
        QVERIFY(!m_files.key.isEmpty() && !m_others.key.isEmpty());
    }

    void aConnectionIsEncryptedAndKept() {
        Guarded server;
        useTls(server, m_files);
        TlsClient client(server.port(), m_files.certificate);
        QVERIFY2(client.socket.isEncrypted(), qPrintable(client.socket.errorString()));
        for (int i = 0; i < 3; ++i) {
            client.send(get());
            QCOMPARE(client.answer().body, QByteArray("GET "));
        }
        QCOMPARE(server.guard->openConnections(), 1);
    }

    // Far more than is decrypted ahead, both ways.
    void aLargeBodyArrivesAndGoesBack() {
        GuardLimits limits;
        limits.maxBodyBytes = kLargeBody;
        Guarded server(limits);
        useTls(server, m_files);
        TlsClient client(server.port(), m_files.certificate);
        QByteArray body(kLargeBody, 'a');
        for (qsizetype i = 0; i < body.size(); i += 997)
            body[i] = static_cast<char>('b' + i % 23);
        client.send(
            post("Connection: close\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n", body));
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body == "POST " + body);
    }

    void aRefusalIsReadBeforeALargeBodyIsSent() {
        GuardLimits limits;
        limits.maxBodyBytes = kLargeBody;
        Guarded server(limits);
        server.early = Response{401, "text/plain", "no", {}};
        useTls(server, m_files);
        TlsClient client(server.port(), m_files.certificate);
        client.send(
            post("Content-Length: " + QByteArray::number(kLargeBody) + "\r\n", QByteArray(kLargeBody, 'x')));
        QCOMPARE(client.answer().status, 401);
        QCOMPARE(server.handled, 0);
    }

    void aHandshakeThatDoesNotEndIsDropped() {
        GuardLimits limits;
        limits.handshake = std::chrono::milliseconds(50);
        Guarded server(limits);
        useTls(server, m_files);
        RawClient client(server.port());
        client.send(QByteArray::fromHex("160301")); // the first bytes of a ClientHello
        QVERIFY(client.waitForClose());
        QTRY_COMPARE_WITH_TIMEOUT(server.reasons, QByteArrayList{"tls_handshake"}, kHangLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server.guard->openConnections(), 0, kHangLimitMs);
    }

    void whatIsNoHandshakeIsDropped_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("plain HTTP") << get();
        QTest::newRow("noise") << QByteArray(5'000, '\xff');
        QTest::newRow("broken record") << QByteArray::fromHex("16030100050100000100");
    }
    void whatIsNoHandshakeIsDropped() {
        QFETCH(QByteArray, bytes);
        Guarded server;
        useTls(server, m_files);
        RawClient client(server.port());
        client.send(bytes);
        QVERIFY(client.waitForClose());
        QTRY_COMPARE_WITH_TIMEOUT(server.reasons, QByteArrayList{"tls_handshake"}, kHangLimitMs);
        QCOMPARE(server.heads, 0);
        TlsClient next(server.port(), m_files.certificate);
        next.send(get());
        QCOMPARE(next.answer().status, 200);
    }

    void anotherCertificateDropsNoConnection() {
        Guarded server;
        useTls(server, m_files);
        TlsClient before(server.port(), m_files.certificate);
        before.send(get());
        QCOMPARE(before.answer().status, 200);
        useTls(server, m_others);
        TlsClient after(server.port(), m_others.certificate);
        QVERIFY2(after.socket.isEncrypted(), qPrintable(after.socket.errorString()));
        after.send(get());
        QCOMPARE(after.answer().status, 200);
        before.send(get());
        QCOMPARE(before.answer().status, 200);
        QVERIFY(!TlsClient(server.port(), m_files.certificate).socket.isEncrypted());
    }

    void aConnectionAboveTheCapIsToldSo() {
        GuardLimits limits;
        limits.maxConnections = 1;
        Guarded server(limits);
        useTls(server, m_files);
        TlsClient first(server.port(), m_files.certificate);
        TlsClient second(server.port(), m_files.certificate);
        QCOMPARE(second.answer().status, 503);
    }
};

NB_TEST(TestGuardTls)
#include "tst_guard_tls.moc"
