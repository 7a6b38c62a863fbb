#pragma once
// A real redis-server of the test's own: on a free port, without anything on the disk that outlives it. It
// can be stopped, started again on the same port, and paused.

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QUrl>

namespace nb::test {

class RedisServer {
public:
    // Whether redis-server and redis-cli (Debian packages redis-server, redis-tools) are installed.
    [[nodiscard]] static bool isInstalled();

    RedisServer() = default;
    ~RedisServer();
    RedisServer(const RedisServer&) = delete;
    RedisServer& operator=(const RedisServer&) = delete;

    // Starts it and waits until it accepts connections. The second time it gets the same port. options: as on
    // its command line, for example {"--maxmemory", "2mb"}.
    [[nodiscard]] bool start(const QStringList& options = {});
    void stop();
    void pause();  // SIGSTOP: the kernel still accepts connections
    void resume(); // SIGCONT

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QUrl url() const;
    // A folder that lives as long as this.
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    // What redis-cli prints; it blocks.
    QByteArray cli(const QStringList& command) const;

private:
    [[nodiscard]] bool startOnce(const QStringList& options);

    QTemporaryDir m_folder;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace nb::test
