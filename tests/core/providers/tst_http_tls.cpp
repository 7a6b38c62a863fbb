#include "core/providers/http_call.h"
#include "tests/support/test_main.h"
#include <QDeadlineTimer>
#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <optional>

using namespace nb::providers;
using Kind = HttpOutcome::Kind;

// http_call.cpp over TLS: who is trusted, and by which name. The certificate, for the name
// "pictures.example" only, is made for the run by the openssl program.
class TestHttpTls : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QSslCertificate m_certificate;
    QSslKey m_key;
    QSslServer m_server;
    QByteArray m_received;

    void trust(bool trusted) {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(trusted ? QList{m_certificate} : QList<QSslCertificate>());
        QSslConfiguration::setDefaultConfiguration(configuration);
    }

    HttpOutcome run(const QString& host) {
        m_received.clear();
        HttpRequest request;
        request.url =
            QUrl(QStringLiteral("https://%1:%2/x").arg(host, QString::number(m_server.serverPort())));
        request.headers = {{"Authorization", "Bearer top-secret"}, {"Content-Type", "text/plain"}};
        request.body = "the body";
        request.connectTo = QStringLiteral("127.0.0.1");
        std::optional<HttpOutcome> result;
        HttpCall call(request, {}, nullptr, [&](const HttpOutcome& outcome) { result = outcome; });
        const QDeadlineTimer limit(20'000);
        while (!result && !limit.hasExpired())
            QTest::qWait(5);
        return result.value_or(HttpOutcome{Kind::TimedOut});
    }

private Q_SLOTS:
    void initTestCase() {
        const QString openssl = QStandardPaths::findExecutable(QStringLiteral("openssl"));
        if (openssl.isEmpty())
            QSKIP("the openssl program is not installed");
        const QString key = m_folder.filePath(QStringLiteral("key.pem"));
        const QString certificate = m_folder.filePath(QStringLiteral("cert.pem"));
        QProcess process;
        process.start(openssl,
                      {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                       QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-days"),
                       QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=test"),
                       QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:pictures.example"),
                       QStringLiteral("-keyout"), key, QStringLiteral("-out"), certificate});
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 0);
        m_certificate = QSslCertificate::fromPath(certificate).value(0);
        QFile keyFile(key);
        QVERIFY(keyFile.open(QIODevice::ReadOnly));
        m_key = QSslKey(&keyFile, QSsl::Rsa);
        QVERIFY(!m_certificate.isNull() && !m_key.isNull());
        QSslConfiguration configuration;
        configuration.setLocalCertificate(m_certificate);
        configuration.setPrivateKey(m_key);
        m_server.setSslConfiguration(configuration);
        QVERIFY(m_server.listen(QHostAddress::LocalHost));
        connect(&m_server, &QSslServer::pendingConnectionAvailable, this, [this] {
            QTcpSocket* socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                m_received += socket->readAll();
                if (m_received.endsWith("the body"))
                    socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            });
        });
    }

    void aTrustedCertificateOfTheNameIsAccepted() {
        trust(true);
        const HttpOutcome outcome = run(QStringLiteral("pictures.example"));
        QVERIFY2(outcome.succeeded(), qPrintable(outcome.detail));
        QCOMPARE(outcome.body, QByteArray("ok"));
        QVERIFY(m_received.toLower().contains("host: pictures.example:"));
    }

    void theAddressItIsConnectedToIsNotTheName() {
        trust(true);
        const HttpOutcome outcome = run(QStringLiteral("127.0.0.1"));
        QCOMPARE(outcome.kind, Kind::NotSent);
        QCOMPARE(m_received, QByteArray());
    }

    void anotherNameIsRefused() {
        trust(true);
        const HttpOutcome outcome = run(QStringLiteral("other.example"));
        QCOMPARE(outcome.kind, Kind::NotSent);
        QCOMPARE(outcome.reason, QStringLiteral("no secure connection (TLS) could be made"));
        QCOMPARE(m_received, QByteArray());
    }

    void anUnknownCertificateIsRefusedBeforeTheKeyIsSent() {
        trust(false);
        const HttpOutcome outcome = run(QStringLiteral("pictures.example"));
        QCOMPARE(outcome.kind, Kind::NotSent);
        QCOMPARE(m_received, QByteArray());
    }
};

NB_TEST(TestHttpTls)
#include "tst_http_tls.moc"
