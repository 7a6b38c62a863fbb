#include "ui/desktop/generation/batch_process.h"

#include "core/config/options.h"
#include "core/config/values.h"
#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QStandardPaths>
#include <algorithm>

namespace nb::desktop {
namespace {

constexpr int kTerminateTimeoutMs = 2000;

bool isCsv(const QString& input) {
    return QFileInfo(input).isFile();
}

} // namespace

BatchProcess::BatchProcess(QObject* parent) : QObject(parent) {
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &BatchProcess::readOutput);
    connect(&m_process, &QProcess::finished, this, &BatchProcess::handleFinished);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT finished(tr("Cannot start %1: %2").arg(m_process.program(), m_process.errorString()));
    });
}

BatchProcess::~BatchProcess() {
    m_process.disconnect(this);
    if (!isRunning())
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(kTerminateTimeoutMs))
        m_process.kill();
    m_process.waitForFinished(kTerminateTimeoutMs);
}

QString BatchProcess::program() {
    const QString name = QStringLiteral("nanobanana");
    const QString beside = QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
    return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

QProcessEnvironment BatchProcess::environment(const config::ProviderSettings& provider) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const config::Option& option : config::options())
        if (environment.contains(option.name) && option.programs.testFlag(config::Program::Edit) &&
            !config::parseValue(option, environment.value(option.name)))
            environment.insert(option.name, option.defaultText);
    environment.remove(QStringLiteral("NANOBANANA_KEY_FILE")); // the key itself is there
    environment.insert(QStringLiteral("NANOBANANA_URL"), provider.url.toString());
    environment.insert(QStringLiteral("NANOBANANA_KEY"), provider.key);
    environment.insert(QStringLiteral("NANOBANANA_PROVIDER"), provider.provider);
    environment.insert(QStringLiteral("NANOBANANA_LOCAL_METHOD"), provider.localMethod);
    environment.insert(QStringLiteral("NANOBANANA_MODEL"), provider.model);
    environment.insert(QStringLiteral("REQUEST_TIMEOUT"), QString::number(provider.timeout.count()));
    return environment;
}

QStringList BatchProcess::arguments(const BatchRequest& request) {
    QStringList arguments{QStringLiteral("batch"),
                          isCsv(request.input) ? QStringLiteral("--csv") : QStringLiteral("--input"),
                          request.input,
                          QStringLiteral("--output"),
                          request.output,
                          QStringLiteral("--jobs"),
                          QString::number(request.jobs),
                          QStringLiteral("--json")};
    if (!request.prompt.isEmpty())
        arguments << QStringLiteral("--prompt") << request.prompt;
    if (!request.masks.isEmpty() && !isCsv(request.input))
        arguments << QStringLiteral("--masks") << request.masks;
    if (request.overwrite)
        arguments << QStringLiteral("--force");
    return arguments;
}

int BatchProcess::expected(const BatchRequest& request) {
    if (isCsv(request.input))
        return 0;
    const QStringList names =
        QDir(request.input).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    QSet<QString> stems;
    for (const QString& name : names)
        stems.insert(QFileInfo(name).completeBaseName());
    const auto isMask = [&](const QString& name) {
        const QLatin1String ending("-mask.png");
        return request.masks.isEmpty() && name.endsWith(ending) &&
               stems.contains(name.chopped(ending.size()));
    };
    return static_cast<int>(names.size() - std::ranges::count_if(names, isMask));
}

void BatchProcess::start(const BatchRequest& request, const config::ProviderSettings& provider) {
    m_summary.clear();
    m_cancelled = false;
    m_process.setProcessEnvironment(environment(provider));
    m_process.start(program(), arguments(request), QIODevice::ReadOnly);
}

void BatchProcess::cancel() {
    m_cancelled = true;
    m_process.terminate();
}

void BatchProcess::readOutput() {
    while (m_process.canReadLine()) {
        const QJsonObject line = QJsonDocument::fromJson(m_process.readLine()).object();
        if (line.value(QLatin1String("summary")).toBool())
            m_summary = tr("%1 edited, %2 failed, %3 skipped")
                            .arg(QString::number(line.value(QLatin1String("edited")).toInt()),
                                 QString::number(line.value(QLatin1String("failed")).toInt()),
                                 QString::number(line.value(QLatin1String("skipped")).toInt()));
        else if (line.contains(QLatin1String("image")))
            Q_EMIT itemDone({line.value(QLatin1String("image")).toString(),
                             line.value(QLatin1String("output")).toString(),
                             line.value(QLatin1String("error_message")).toString(),
                             line.value(QLatin1String("reason")).toString()});
        else if (line.contains(QLatin1String("error_message")))
            m_summary = line.value(QLatin1String("error_message")).toString();
    }
}

void BatchProcess::handleFinished(int, QProcess::ExitStatus status) {
    readOutput();
    if (m_cancelled)
        Q_EMIT finished(m_summary.isEmpty() ? tr("Stopped") : tr("Stopped: %1").arg(m_summary));
    else if (!m_summary.isEmpty())
        Q_EMIT finished(m_summary);
    else if (status == QProcess::CrashExit)
        Q_EMIT finished(tr("The program ended unexpectedly"));
    else
        Q_EMIT finished(QString::fromUtf8(m_process.readAllStandardError()).trimmed().right(500));
}

} // namespace nb::desktop
