#pragma once
// A real PostgreSQL of the test's own: on a free port of the loopback interface, its files in a temporary
// folder, as a user without rights where the test is root, which postgres refuses. It can be stopped, killed,
// and started again on the same port with the same data.

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace nb::test {

class PostgresServer {
public:
    // Whether initdb and postgres (Debian's postgresql) and Qt's driver (libqt6sql6-psql) are installed.
    [[nodiscard]] static bool isInstalled();

    PostgresServer() = default;
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    // Starts it, the first time with a new data folder, and waits until it accepts connections.
    [[nodiscard]] bool start();
    void stop(); // ends the connections first
    void kill(); // like a power cut: it recovers at the next start

    // With user and password, for the database "postgres" or the given one.
    [[nodiscard]] QString url(const QString& database = QStringLiteral("postgres")) const;
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] static QString password();
    // What it and initdb have said.
    [[nodiscard]] const QByteArray& output() const { return m_output; }

private:
    [[nodiscard]] bool initialise();
    [[nodiscard]] bool startOnce();
    void launch(const QString& program, const QStringList& arguments);
    void end(int signal);

    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_output;
    quint16 m_port = 0;
    bool m_hasData = false;
};

} // namespace nb::test
