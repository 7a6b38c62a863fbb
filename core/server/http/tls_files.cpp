#include "core/server/http/tls_files.h"
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

namespace nb::server {

namespace {

Error refusal(const char* setting, const QString& file, const QString& cause) {
    return {ErrorCode::InvalidArgument,
            QStringLiteral("%1=%2: %3").arg(QString::fromLatin1(setting), file, cause)};
}

Result<QByteArray> readFile(const char* setting, const QString& path) {
    constexpr qint64 kMaxBytes = 1024 * 1024;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refusal(setting, path, QStringLiteral("cannot be read: %1").arg(file.errorString()));
    const QByteArray bytes = file.read(kMaxBytes + 1);
    if (bytes.size() > kMaxBytes)
        return refusal(setting, path, QStringLiteral("is larger than 1 MB and no PEM file"));
    return bytes;
}

QSslKey readKey(const QByteArray& pem) {
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa})
        if (QSslKey key(pem, algorithm); !key.isNull())
            return key;
    return {};
}

// A private key's encoding contains its public numbers (RFC 8017 appendix A.1.2, RFC 5915 section 3), and
// they are the end of the public key's (RFC 5280 section 4.1.2.7).
bool belongTogether(const QSslKey& privateKey, const QSslKey& publicKey) {
    constexpr qsizetype kComparedBytes = 64;
    return privateKey.algorithm() == publicKey.algorithm() &&
           privateKey.toDer().contains(publicKey.toDer().last(kComparedBytes));
}

Result<QList<QSslCertificate>> readChain(const QString& path) {
    constexpr const char* kSetting = "TLS_CERT_FILE";
    const Result<QByteArray> pem = readFile(kSetting, path);
    if (!pem)
        return pem.error();
    const QList<QSslCertificate> chain = QSslCertificate::fromData(*pem, QSsl::Pem);
    if (chain.isEmpty() || chain.first().isNull())
        return refusal(kSetting, path, QStringLiteral("has no certificate in PEM form"));
    return chain;
}

} // namespace

Result<QSslConfiguration> readTlsFiles(const QString& certificateFile, const QString& keyFile) {
    constexpr const char* kKeySetting = "TLS_KEY_FILE";
    if (!QSslSocket::supportsSsl())
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("TLS_CERT_FILE is set, but Qt finds no OpenSSL; install libssl3")};
    const Result<QList<QSslCertificate>> chain = readChain(certificateFile);
    if (!chain)
        return chain.error();
    const Result<QByteArray> pem = readFile(kKeySetting, keyFile);
    if (!pem)
        return pem.error();
    if (pem->contains("ENCRYPTED"))
        return refusal(kKeySetting, keyFile,
                       QStringLiteral("the key has a passphrase; store it without (openssl pkey)"));
    const QSslKey key = readKey(*pem);
    if (key.isNull())
        return refusal(kKeySetting, keyFile,
                       QStringLiteral("has no private key in PEM form; RSA and elliptic curves are served"));
    if (!belongTogether(key, chain->first().publicKey()))
        return refusal(kKeySetting, keyFile,
                       QStringLiteral("is not the key of the certificate in %1").arg(certificateFile));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(*chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // clients need no certificate
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    return configuration;
}

} // namespace nb::server
