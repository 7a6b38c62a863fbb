#include "app/cli/command.h"
#include "app/cli/run_command.h"
#include "core/config/loader.h"
#include <QEventLoop>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
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
            "The server. Default: http://127.0.0.1:PORT, PORT from the environment or .env, or 8000."));
    return arguments;
}

Result<QString> serverAddress(const Arguments& arguments) {
    if (arguments.isSet(QStringLiteral("url")))
        return arguments.value(QStringLiteral("url"));
    const Result<config::Loaded> loaded =
        config::load(config::Sources::ofThisProcess(config::Program::Health));
    if (!loaded)
        return loaded.error();
    return QStringLiteral("http://127.0.0.1:%1").arg(loaded->settings.server.port);
}

struct Answer {
    int status = 0; // 0: none came
    QByteArray body;
    QString error;
};

Answer get(const QUrl& url) {
    QNetworkAccessManager network;
    QNetworkRequest request(url);
    request.setTransferTimeout(std::chrono::duration_cast<std::chrono::milliseconds>(kTimeout).count());
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(),
            reply->errorString()};
}

Result<ExitCode> perform(const Arguments& arguments, OutputStyle) {
    const Result<QString> address = serverAddress(arguments);
    if (!address)
        return address.error();
    QUrl url(*address, QUrl::StrictMode);
    if (url.path().isEmpty() || url.path() == QLatin1String("/"))
        url.setPath(QStringLiteral("/api/health"));
    if (!url.isValid() || url.host().isEmpty() || !url.scheme().startsWith(QLatin1String("http")))
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("--url takes an http or https URL, not '%1'").arg(url.toString())};
    const Answer answer = get(url);
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
