#pragma once
// `nanobanana serve` as a process of the test's own, on a port that the system picked, in an empty folder: no
// .env of the developer's. Its log is read as it comes.

#include "tests/integration/workspace.h"
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <algorithm>
#include <csignal>
#include <functional>

namespace nb::test {

struct ServerLaunch {
    // Runs in the process before the program does: limits, permissions. It may only make system calls.
    std::function<void()> inChild = {};
    // Where its stdout goes instead of into log(); the port then has to be given.
    QString standardOutput = {};
};

class ServerProcess {
public:
    explicit ServerProcess(const Variables& environment = {}, const QStringList& arguments = {},
                           const ServerLaunch& launch = {}) {
        Variables variables = environment;
        if (!variables.contains(QStringLiteral("HOST")))
            variables.insert(QStringLiteral("HOST"), QStringLiteral("127.0.0.1"));
        if (!variables.contains(QStringLiteral("PORT")))
            variables.insert(QStringLiteral("PORT"), QStringLiteral("0"));
        setEnvironment(m_process, variables);
        m_process.setWorkingDirectory(m_folder.path());
        if (launch.inChild)
            m_process.setChildProcessModifier(launch.inChild);
        if (!launch.standardOutput.isEmpty()) {
            m_process.setStandardOutputFile(launch.standardOutput);
            m_port = variables.value(QStringLiteral("PORT")).toUShort();
        }
        QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] { readLog(); });
        m_process.start(QStringLiteral(NB_APP), QStringList{QStringLiteral("serve")} + arguments);
        m_started =
            QTest::qWaitFor([this] { return m_port != 0 || !isRunning(); }, kHangLimitMs) && m_port != 0;
    }

    ~ServerProcess() {
        if (isRunning())
            m_process.kill();
        m_process.waitForFinished();
    }

    bool started() const { return m_started; }
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    qint64 processId() const { return m_process.processId(); }
    quint16 port() const { return m_port; }
    QUrl url(const QString& path) const {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(QString::number(m_port), path));
    }
    void terminate() { m_process.terminate(); }
    void hangUp() { ::kill(static_cast<pid_t>(m_process.processId()), SIGHUP); }

    // The exit code once it has ended; -1 for a crash or a hang.
    int waitForExit() {
        const bool ended = QTest::qWaitFor([this] { return !isRunning(); }, kHangLimitMs);
        return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }

    const QList<QJsonObject>& log() const { return m_log; }
    const QByteArray& rawLog() const { return m_rawLog; }
    QByteArray errors() { return m_process.readAllStandardError(); }
    bool logged(const QString& message) const {
        return std::any_of(m_log.begin(), m_log.end(), [&](const QJsonObject& line) {
            return line[QStringLiteral("message")].toString() == message;
        });
    }

private:
    void readLog() {
        while (m_process.canReadLine()) {
            const QByteArray line = m_process.readLine();
            m_rawLog += line;
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            m_log.append(object);
            if (object[QStringLiteral("message")] == QStringLiteral("Listening"))
                m_port = static_cast<quint16>(object[QStringLiteral("port")].toInt());
        }
    }

    QTemporaryDir m_folder;
    QProcess m_process;
    QList<QJsonObject> m_log;
    QByteArray m_rawLog;
    quint16 m_port = 0;
    bool m_started = false;
};

} // namespace nb::test
