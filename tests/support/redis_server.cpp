#include "tests/support/redis_server.h"

#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTcpServer>
#include <csignal>
#include <sys/prctl.h>

namespace nb::test {
namespace {

constexpr int kPatienceMs = 20'000;

quint16 freePort() {
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

} // namespace

bool RedisServer::isInstalled() {
    return !QStandardPaths::findExecutable(QStringLiteral("redis-server")).isEmpty() &&
           !QStandardPaths::findExecutable(QStringLiteral("redis-cli")).isEmpty();
}

RedisServer::~RedisServer() {
    stop();
}

bool RedisServer::start(const QStringList& options) {
    const bool isAgain = m_port != 0;
    constexpr int kTries = 5; // another program may take the port in between
    for (int i = 0; i < kTries; ++i) {
        if (!isAgain)
            m_port = freePort();
        if (startOnce(options))
            return true;
    }
    return false;
}

bool RedisServer::startOnce(const QStringList& options) {
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    // It does not outlive a test that is killed.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.start(QStringLiteral("redis-server"),
                    QStringList{QStringLiteral("--port"), QString::number(m_port), QStringLiteral("--bind"),
                                QStringLiteral("127.0.0.1"), QStringLiteral("--save"), QString(),
                                QStringLiteral("--appendonly"), QStringLiteral("no"), QStringLiteral("--dir"),
                                m_folder.path()} +
                        options);
    QByteArray output;
    QElapsedTimer timer;
    timer.start();
    while (m_process.state() != QProcess::NotRunning && timer.elapsed() < kPatienceMs) {
        if (m_process.waitForReadyRead(100))
            output += m_process.readAll();
        if (output.contains("Ready to accept connections"))
            return true;
    }
    stop();
    return false;
}

void RedisServer::stop() {
    if (m_process.state() == QProcess::NotRunning)
        return;
    resume(); // a paused one would not end
    m_process.terminate();
    if (!m_process.waitForFinished(kPatienceMs))
        m_process.kill();
    m_process.waitForFinished(kPatienceMs);
}

void RedisServer::pause() {
    ::kill(static_cast<pid_t>(m_process.processId()), SIGSTOP);
}

void RedisServer::resume() {
    ::kill(static_cast<pid_t>(m_process.processId()), SIGCONT);
}

QUrl RedisServer::url() const {
    return QUrl(QStringLiteral("redis://127.0.0.1:%1").arg(QString::number(m_port)));
}

QByteArray RedisServer::cli(const QStringList& command) const {
    QProcess cli;
    cli.start(QStringLiteral("redis-cli"),
              QStringList{QStringLiteral("-p"), QString::number(m_port)} + command);
    cli.waitForFinished(kPatienceMs);
    return cli.readAllStandardOutput().trimmed();
}

} // namespace nb::test
