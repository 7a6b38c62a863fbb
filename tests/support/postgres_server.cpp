#include "tests/support/postgres_server.h"

#include "tests/support/hang_limit.h"
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSqlDatabase>
#include <QTcpServer>
#include <csignal>
#include <grp.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace nb::test {
namespace {

constexpr uid_t kNobody = 65534;

quint16 freePort() {
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

// Debian keeps them outside of PATH, by version.
QString programPath(const QString& name) {
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    for (const QString& version :
         versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed))
        if (const QString path = versions.filePath(version + QStringLiteral("/bin/") + name);
            QFile::exists(path))
            return path;
    return {};
}

// In the child, before the program. The order counts: a new user resets the last one.
void becomeUnprivileged() {
    if (::geteuid() == 0 &&
        (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0))
        ::_exit(127);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT); // it does not outlive a test that is killed
}

} // namespace

bool PostgresServer::isInstalled() {
    return !programPath(QStringLiteral("initdb")).isEmpty() &&
           !programPath(QStringLiteral("postgres")).isEmpty() &&
           QSqlDatabase::isDriverAvailable(QStringLiteral("QPSQL"));
}

// With characters that are special in URLs and in libpq's connection strings.
QString PostgresServer::password() {
    return QStringLiteral("pa'ss \\wo/rd@1");
}

PostgresServer::~PostgresServer() {
    kill();
}

QString PostgresServer::url(const QString& database) const {
    return QStringLiteral("postgresql://tester:pa%27ss%20%5Cwo%2Frd%401@127.0.0.1:%1/").arg(m_port) +
           database;
}

void PostgresServer::launch(const QString& program, const QStringList& arguments) {
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setWorkingDirectory(m_folder.path());
    m_process.setChildProcessModifier(becomeUnprivileged);
    m_process.start(programPath(program), arguments);
}

bool PostgresServer::initialise() {
    const QString passwordPath = m_folder.filePath(QStringLiteral("password"));
    QFile file(passwordPath);
    if (!file.open(QIODevice::WriteOnly) || file.write(password().toUtf8()) < 0)
        return false;
    file.close();
    if (::geteuid() == 0)
        for (const QString& path : {m_folder.path(), passwordPath})
            if (::chown(QFile::encodeName(path).constData(), kNobody, kNobody) != 0)
                return false;
    launch(QStringLiteral("initdb"),
           {QStringLiteral("--pgdata=") + m_folder.filePath(QStringLiteral("data")),
            QStringLiteral("--username=tester"), QStringLiteral("--pwfile=") + passwordPath,
            QStringLiteral("--auth=scram-sha-256"), QStringLiteral("--encoding=UTF8"),
            QStringLiteral("--locale=C"), QStringLiteral("--no-sync")});
    const bool ended = m_process.waitForFinished(kHangLimitMs);
    m_output += m_process.readAll();
    return ended && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
}

bool PostgresServer::start() {
    if (!m_hasData)
        m_hasData = initialise();
    const bool isAgain = m_port != 0;
    constexpr int kTries = 5; // another program may take the port in between
    for (int i = 0; m_hasData && i < kTries; ++i) {
        if (!isAgain)
            m_port = freePort();
        if (startOnce())
            return true;
    }
    return false;
}

bool PostgresServer::startOnce() {
    launch(QStringLiteral("postgres"),
           {QStringLiteral("-D"), m_folder.filePath(QStringLiteral("data")), QStringLiteral("-p"),
            QString::number(m_port), QStringLiteral("-c"), QStringLiteral("listen_addresses=127.0.0.1"),
            QStringLiteral("-c"), QStringLiteral("unix_socket_directories=") + m_folder.path(),
            QStringLiteral("-c"), QStringLiteral("fsync=off"), QStringLiteral("-c"),
            QStringLiteral("shared_buffers=16MB"), QStringLiteral("-c"),
            QStringLiteral("max_connections=40")});
    QByteArray said;
    QElapsedTimer timer;
    timer.start();
    while (m_process.state() != QProcess::NotRunning && timer.elapsed() < kHangLimitMs) {
        if (m_process.waitForReadyRead(100))
            said += m_process.readAll();
        if (said.contains("ready to accept connections")) {
            m_output += said;
            return true;
        }
    }
    m_output += said + m_process.readAll();
    kill();
    return false;
}

void PostgresServer::stop() {
    end(SIGINT);
}

void PostgresServer::kill() {
    end(SIGQUIT);
}

void PostgresServer::end(int signal) {
    if (m_process.state() == QProcess::NotRunning)
        return;
    ::kill(static_cast<pid_t>(m_process.processId()), signal);
    if (!m_process.waitForFinished(kHangLimitMs))
        m_process.kill();
    m_process.waitForFinished(kHangLimitMs);
    m_output += m_process.readAll();
}

} // namespace nb::test
