#pragma once
// The databases that the tests of the request log run on, each test on both: a new SQLite file, and a new
// database in a PostgreSQL that all tests of a class share.

#include "core/request_log/database.h"
#include "tests/support/postgres_server.h"
#include <QTemporaryDir>
#include <QTest>
#include <memory>

namespace nb::test {

class Databases {
public:
    // The column "kind" with a row for each.
    static void addRows() {
        QTest::addColumn<bool>("postgres");
        QTest::newRow("SQLite") << false;
        QTest::newRow("PostgreSQL") << true;
    }

    // The URL of an empty database of the row's kind; empty, with the test skipped or failed, if there is
    // none.
    QString fresh(bool postgres) {
        ++m_count;
        if (!postgres)
            return QStringLiteral("sqlite:") + m_folder.filePath(QStringLiteral("log%1.db").arg(m_count));
        if (!PostgresServer::isInstalled())
            return {};
        if (!m_postgres) {
            m_postgres = std::make_unique<PostgresServer>();
            if (!m_postgres->start())
                qFatal("PostgreSQL does not start: %s", m_postgres->output().constData());
        }
        request_log::Database admin(addressOf(m_postgres->url()));
        const QString name = QStringLiteral("log%1").arg(m_count);
        if (!admin.open() || !admin.run(QStringLiteral("CREATE DATABASE ") + name))
            qFatal("no database");
        return m_postgres->url(name);
    }

    static config::DatabaseAddress addressOf(const QString& url) {
        return config::DatabaseAddress::parse(url).value_or(config::DatabaseAddress());
    }

    PostgresServer& postgres() { return *m_postgres; }
    [[nodiscard]] QString folder() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<PostgresServer> m_postgres;
    int m_count = 0;
};

} // namespace nb::test

// In a test function with Databases::addRows(): `variable` is a fresh URL.
#define NB_FRESH_DATABASE(databases, variable)                                                               \
    QFETCH(bool, postgres);                                                                                  \
    const QString variable = (databases).fresh(postgres);                                                    \
    if ((variable).isEmpty())                                                                                \
    QSKIP("PostgreSQL or Qt's driver for it is not installed (postgresql, libqt6sql6-psql)")
