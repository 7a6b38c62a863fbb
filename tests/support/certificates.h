#pragma once
// Self-signed certificates for tests of TLS, made by Debian's openssl.

#include <QProcess>
#include <QString>
#include <QStringList>

namespace nb::test {

struct CertificateFiles {
    QString certificate;
    QString key;
};

// Runs openssl; false if it fails.
[[nodiscard]] inline bool runOpenSsl(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit &&
           process.exitCode() == 0;
}

// NAME.crt and NAME.key in `folder`, for localhost and 127.0.0.1, valid from now for two days. newKey: what
// openssl's -newkey takes, for example "rsa:2048", or "ec" for P-256. Empty names if openssl fails.
[[nodiscard]] inline CertificateFiles makeCertificate(const QString& folder, const QString& name,
                                                      const QString& newKey = QStringLiteral("ec")) {
    const CertificateFiles files{folder + u'/' + name + QStringLiteral(".crt"),
                                 folder + u'/' + name + QStringLiteral(".key")};
    QStringList arguments{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-nodes"),
                          QStringLiteral("-newkey"), newKey};
    if (newKey == QStringLiteral("ec"))
        arguments << QStringLiteral("-pkeyopt") << QStringLiteral("ec_paramgen_curve:prime256v1");
    arguments << QStringLiteral("-days") << QStringLiteral("2") << QStringLiteral("-subj")
              << QStringLiteral("/CN=%1").arg(name) << QStringLiteral("-addext")
              << QStringLiteral("subjectAltName=DNS:localhost,IP:127.0.0.1") << QStringLiteral("-keyout")
              << files.key << QStringLiteral("-out") << files.certificate;
    return runOpenSsl(arguments) ? files : CertificateFiles{};
}

} // namespace nb::test
