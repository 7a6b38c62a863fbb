#include "app/cli/command.h"
#include "app/cli/run_command.h"
#include "core/config/loader.h"
#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <chrono>

namespace nb::app {
namespace {

constexpr std::chrono::seconds kTimeout{5};

Arguments describedArguments() {
    Arguments arguments(
        QStringLiteral("health [--url URL]"),
        QStringLiteral("Asks a server for /api/health and prints the answer. Exits with 0 if it serves, "
                       "with 1 if it does not answer within 5 s or answers anything else."),
        QStringLiteral("Examples:\n"
                       "  nanobanana health\n"
                       "  HEALTHCHECK CMD [\"nanobanana\", \"health\"]      (in a Dockerfile)\n"));
    arguments.addOption(
        QStringLiteral("url"), QStringLiteral("URL"),
        QStringLiteral(
            "The server. Default: http://127.0.0.1:PORT, PORT from the environment or .env, or 8000; "
            "with TLS_CERT_FILE set, https, for the server that shows this certificate."));
    return arguments;
}

struct Target {
    QString address;
    QString certificateFile; // that the server there must show; empty = one that the system trusts
};

Result<Target> targetOf(const Arguments& arguments) {
    if (arguments.isSet(QStringLiteral("url")))
        return Target{arguments.value(QStringLiteral("url")), {}};
    const Result<config::Loaded> loaded =
        config::load(config::Sources::ofThisProcess(config::Program::Health));
    if (!loaded)
        return loaded.error();
    const config::ServerSettings& server = loaded->settings.server;
    const bool usesTls = !server.tlsCertificateFile.isEmpty();
    return Target{
        QStringLiteral("%1://127.0.0.1:%2")
            .arg(usesTls ? QStringLiteral("https") : QStringLiteral("http"), QString::number(server.port)),
        server.tlsCertificateFile};
}

struct Answer {
    int status = 0; // 0: none came
    QByteArray body;
    QString error;
};

// The certificate is for the server's public name and perhaps its own issuer's: here it is enough that it is
// the very one. After a reload of TLS_CERT_FILE both have the new one.
void acceptOnly(const QString& certificateFile, QNetworkReply& reply) {
    const QList<QSslCertificate> known = QSslCertificate::fromPath(certificateFile);
    QObject::connect(&reply, &QNetworkReply::sslErrors, &reply,
                     [&reply, known](const QList<QSslError>& errors) {
                         if (!known.isEmpty() && reply.sslConfiguration().peerCertificate() == known.first())
                             reply.ignoreSslErrors(errors);
                     });
}

Answer get(const QUrl& url, const QString& certificateFile) {
    QNetworkAccessManager network;
    QNetworkRequest request(url);
    request.setTransferTimeout(std::chrono::duration_cast<std::chrono::milliseconds>(kTimeout).count());
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    if (!certificateFile.isEmpty())
        acceptOnly(certificateFile, *reply);
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(),
            reply->errorString()};
}

Result<ExitCode> perform(const Arguments& arguments, OutputStyle) {
    const Result<Target> target = targetOf(arguments);
    if (!target)
        return target.error();
    QUrl url(target->address, QUrl::StrictMode);
    if (url.path().isEmpty() || url.path() == QLatin1String("/"))
        url.setPath(QStringLiteral("/api/health"));
    if (!url.isValid() || url.host().isEmpty() || !url.scheme().startsWith(QLatin1String("http")))
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("--url takes an http or https URL, not '%1'").arg(url.toString())};
    const Answer answer = get(url, target->certificateFile);
    const QString status =
        QJsonDocument::fromJson(answer.body).object().value(QStringLiteral("status")).toString();
    if (answer.status != 200 || status.isEmpty()) {
        printNotice(QStringLiteral("nanobanana: %1 is not healthy: %2")
                        .arg(url.toString(), answer.status == 0
                                                 ? answer.error
                                                 : QStringLiteral("status %1").arg(answer.status)));
        return ExitCode::Internal;
    }
    printLine(QString::fromUtf8(answer.body).trimmed());
    return ExitCode::Done;
}

} // namespace

ExitCode runHealth(const QStringList& arguments) {
    return runCommand(describedArguments(), arguments, perform);
}

} // namespace nb::app
