#include "core/server/api/listeners.h"
#include "core/telemetry/log.h"
#include "tests/core/server/api/server_fixture.h"
#include "tests/support/certificates.h"
#include "tests/support/test_main.h"
#include <QFile>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace nb;
using namespace nb::server;
using namespace nb::test;

namespace {

int statusOn(quint16 port, const QByteArray& path) {
    RawClient client(port);
    client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    return client.answer().status;
}

} // namespace

class TestListeners : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void operatorsCanHaveAPortOfTheirOwn() {
        config::Settings settings = testSettings();
        settings.debug = true;
        settings.server.metricsPort = freePort();
        const RunningServer server(settings);
        for (const char* path : {"/metrics", "/openapi.json", "/docs"}) {
            QCOMPARE(statusOn(server.port, path), 404);
            QCOMPARE(statusOn(settings.server.metricsPort, path), 200);
        }
        for (const char* path : {"/api/health", "/livez", "/readyz", "/"}) {
            QCOMPARE(statusOn(server.port, path), 200);
            QCOMPARE(statusOn(settings.server.metricsPort, path), 404);
        }
    }

    void operatorPagesCanBeForSomeOnly() {
        config::Settings settings = testSettings();
        settings.server.metricsAllowlist = {QStringLiteral("192.0.2.0/24")};
        {
            const RunningServer server(settings);
            QCOMPARE(statusOn(server.port, "/metrics"), 403);
            QCOMPARE(statusOn(server.port, "/openapi.json"), 403);
            QCOMPARE(statusOn(server.port, "/api/health"), 200);
        }
        settings.server.metricsAllowlist.append(QStringLiteral("127.0.0.1"));
        const RunningServer server(settings);
        QCOMPARE(statusOn(server.port, "/metrics"), 200);
    }

    void aPortThatIsTakenIsNamed() {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        config::Settings settings = testSettings();
        settings.server.metricsPort = taken.serverPort();
        const auto errorOf = [](const config::ServerSettings& server) {
            telemetry::Metrics metrics({}, QStringLiteral("local"));
            const config::SubnetList nobody;
            Listeners listeners({}, nobody, metrics);
            const Result<quint16> port = listeners.listen(server, {});
            return port ? QString() : port.error().message;
        };
        const QString metricsError = errorOf(settings.server);
        QVERIFY2(metricsError.contains(QStringLiteral("METRICS_PORT %1").arg(taken.serverPort())),
                 qPrintable(metricsError));
        settings.server.webPort = std::exchange(settings.server.metricsPort, quint16(0));
        const QString webError = errorOf(settings.server);
        QVERIFY2(webError.contains(QStringLiteral("WEB_PORT %1").arg(taken.serverPort())),
                 qPrintable(webError));
    }

    // Its connections count, and it drains with the API's port.
    void thePageHasAPortOfItsOwn() {
        config::Settings settings = testSettings();
        settings.server.webPort = freePort();
        const RunningServer server(settings);
        RawClient idle(settings.server.webPort);
        QVERIFY(idle.isOpen());
        QTRY_COMPARE_WITH_TIMEOUT(server.metric("http_connections_open"), 1.0, kHangLimitMs);
        bool drained = false;
        server.server->drain([&] { drained = true; });
        QTRY_VERIFY_WITH_TIMEOUT(drained, kHangLimitMs);
        QVERIFY(idle.waitForClose());
        QVERIFY(!RawClient(settings.server.webPort).isOpen());
    }

    void thePagesPortHasTheSameTls() {
        const CertificateFiles one = makeCertificate(m_folder.path(), QStringLiteral("one"));
        config::Settings settings = testSettings();
        settings.server.webPort = freePort();
        settings.server.tlsCertificateFile = one.certificate;
        settings.server.tlsKeyFile = one.key;
        const RunningServer server(settings);
        const auto certificateOn = [](quint16 port) {
            QSslSocket socket;
            socket.setPeerVerifyMode(QSslSocket::VerifyNone);
            socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
            return QTest::qWaitFor([&] { return socket.isEncrypted(); }, kHangLimitMs)
                       ? socket.peerCertificate()
                       : QSslCertificate();
        };
        const QSslCertificate first = certificateOn(server.port);
        QVERIFY(!first.isNull());
        QCOMPARE(certificateOn(settings.server.webPort), first);
        const CertificateFiles two = makeCertificate(m_folder.path(), QStringLiteral("two"));
        settings.server.tlsCertificateFile = two.certificate;
        settings.server.tlsKeyFile = two.key;
        QVERIFY(server.server->reload(settings));
        const QSslCertificate second = certificateOn(settings.server.webPort);
        QVERIFY(!second.isNull() && second != first);
        QCOMPARE(certificateOn(server.port), second);
    }

    void tlsFilesAreReadAtTheStartAndAgain() {
        const CertificateFiles good = makeCertificate(m_folder.path(), QStringLiteral("good"));
        config::ServerSettings settings = testSettings().server;
        settings.tlsCertificateFile = good.certificate;
        settings.tlsKeyFile = m_folder.filePath(QStringLiteral("missing"));
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        const config::SubnetList nobody;
        Listeners listeners({}, nobody, metrics);
        QVERIFY(listeners.listen(settings, {}).error().message.startsWith(QStringLiteral("TLS_KEY_FILE=")));
        settings.tlsKeyFile = good.key;
        QVERIFY(listeners.listen(settings, {}));
        QVERIFY(listeners.reloadTls(settings));
        QVERIFY(QFile::resize(good.certificate, 10));
        QVERIFY(listeners.reloadTls(settings).error().message.startsWith(QStringLiteral("TLS_CERT_FILE=")));
        settings.tlsCertificateFile.clear();
        QVERIFY(!listeners.reloadTls(settings)); // plain HTTP needs a restart
    }

    void anExpiredCertificateIsServedWithAWarning() {
        const CertificateFiles old = makeCertificate(m_folder.path(), QStringLiteral("old"));
        const QString request = m_folder.filePath(QStringLiteral("old.csr"));
        QVERIFY(runOpenSsl({QStringLiteral("req"), QStringLiteral("-new"), QStringLiteral("-key"), old.key,
                            QStringLiteral("-subj"), QStringLiteral("/CN=old"), QStringLiteral("-out"),
                            request}));
        QVERIFY(runOpenSsl({QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"), request,
                            QStringLiteral("-signkey"), old.key, QStringLiteral("-days"), QStringLiteral("0"),
                            QStringLiteral("-out"), old.certificate}));
        config::ServerSettings settings = testSettings().server;
        settings.tlsCertificateFile = old.certificate;
        settings.tlsKeyFile = old.key;
        telemetry::Metrics metrics({}, QStringLiteral("local"));
        const config::SubnetList nobody;
        Listeners listeners({}, nobody, metrics);
        log::Capture capture;
        QVERIFY(listeners.listen(settings, {}));
        QCOMPARE(
            capture.lines(QStringLiteral("The TLS certificate has expired; clients will refuse it")).size(),
            1);
    }
};

NB_TEST(TestListeners)
#include "tst_listeners.moc"
