#include "core/server/http/tls_files.h"
#include "tests/support/certificates.h"
#include "tests/support/test_main.h"
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>

using namespace nb;
using namespace nb::server;
using nb::test::CertificateFiles;
using nb::test::makeCertificate;

class TestTlsFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString& name, const QByteArray& bytes) {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                    : QString();
    }

private Q_SLOTS:
    void readsChainAndKey_data() {
        QTest::addColumn<QString>("newKey");
        QTest::addColumn<QSsl::KeyAlgorithm>("algorithm");
        QTest::newRow("RSA") << QStringLiteral("rsa:2048") << QSsl::Rsa;
        QTest::newRow("P-256") << QStringLiteral("ec") << QSsl::Ec;
    }
    void readsChainAndKey() {
        QFETCH(QString, newKey);
        QFETCH(QSsl::KeyAlgorithm, algorithm);
        const CertificateFiles files = makeCertificate(m_folder.path(), QStringLiteral("good"), newKey);
        QVERIFY(!files.key.isEmpty());
        const Result<QSslConfiguration> read = readTlsFiles(files.certificate, files.key);
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
        QCOMPARE(read->localCertificateChain().size(), 1);
        QCOMPARE(read->localCertificate().subjectInfo(QSslCertificate::CommonName),
                 QStringList{QStringLiteral("good")});
        QCOMPARE(read->privateKey().algorithm(), algorithm);
        QCOMPARE(read->protocol(), QSsl::TlsV1_2OrLater);
    }

    void whatCannotBeServedIsNamed_data() {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("expected");
        const CertificateFiles good = makeCertificate(m_folder.path(), QStringLiteral("one"));
        const CertificateFiles other = makeCertificate(m_folder.path(), QStringLiteral("other"));
        const CertificateFiles rsa =
            makeCertificate(m_folder.path(), QStringLiteral("rsa"), QStringLiteral("rsa:2048"));
        const CertificateFiles otherRsa =
            makeCertificate(m_folder.path(), QStringLiteral("rsa2"), QStringLiteral("rsa:2048"));
        const QString missing = m_folder.filePath(QStringLiteral("missing.pem"));
        const QString empty = write(QStringLiteral("empty.pem"), "");
        const QString noise = write(QStringLiteral("noise.pem"), QByteArray(2 * 1024 * 1024, 'x'));
        const QString locked = m_folder.filePath(QStringLiteral("locked.key"));
        QVERIFY(test::runOpenSsl({QStringLiteral("pkey"), QStringLiteral("-in"), good.key,
                                  QStringLiteral("-aes256"), QStringLiteral("-passout"),
                                  QStringLiteral("pass:word"), QStringLiteral("-out"), locked}));
        const auto row = [](const char* name, const QString& certificate, const QString& key,
                            const QString& expected) {
            QTest::newRow(name) << certificate << key << expected;
        };
        row("no certificate file", missing, good.key, QStringLiteral("TLS_CERT_FILE=") + missing);
        row("no key file", good.certificate, missing, QStringLiteral("TLS_KEY_FILE=") + missing);
        row("empty certificate", empty, good.key, QStringLiteral("no certificate"));
        row("empty key", good.certificate, empty, QStringLiteral("no private key"));
        row("key as certificate", good.key, good.key, QStringLiteral("no certificate"));
        row("certificate as key", good.certificate, good.certificate, QStringLiteral("no private key"));
        row("huge", noise, good.key, QStringLiteral("1 MB"));
        row("folder", m_folder.path(), good.key, QStringLiteral("TLS_CERT_FILE=") + m_folder.path());
        row("passphrase", good.certificate, locked, QStringLiteral("passphrase"));
        row("key of another", good.certificate, other.key, QStringLiteral("not the key"));
        row("RSA key of another", rsa.certificate, otherRsa.key, QStringLiteral("not the key"));
        row("key of another kind", good.certificate, rsa.key, QStringLiteral("not the key"));
    }
    void whatCannotBeServedIsNamed() {
        QFETCH(QString, certificate);
        QFETCH(QString, key);
        QFETCH(QString, expected);
        const Result<QSslConfiguration> read = readTlsFiles(certificate, key);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(read.error().message.contains(expected), qPrintable(read.error().message));
    }
};

NB_TEST(TestTlsFiles)
#include "tst_tls_files.moc"
