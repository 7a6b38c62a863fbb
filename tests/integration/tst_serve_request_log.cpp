#include "core/image/encode.h"
#include "tests/integration/server_process.h"
#include "tests/integration/workspace.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/postgres_server.h"
#include "tests/support/test_main.h"
#include <QFile>
#include <QHttpMultiPart>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QTest>
#include <QUrl>
#include <QVariant>

using namespace nb;
using namespace nb::test;

namespace {

const QString kPrompt = QStringLiteral("a very private wish ☃"); // 21 code points
const QSize kSize(320, 300);
const QRect kSelection(100, 120, 40, 30);
const QString kAway = QStringLiteral("The request log cannot be written; edits go on without it");
const QString kAgain = QStringLiteral("The request log is written again");

void appendPart(QHttpMultiPart& form, const QByteArray& name, const QByteArray& bytes,
                const char* more = "") {
    QHttpPart part;
    part.setHeader(QNetworkRequest::ContentDispositionHeader,
                   QString::fromLatin1("form-data; name=\"" + name + "\"" + more));
    part.setBody(bytes);
    form.append(part);
}

// The database as the operator sees it, by QtSql alone.
class Rows {
public:
    explicit Rows(const QString& url) {
        const bool isSqlite = url.startsWith(QLatin1String("sqlite:"));
        m_database = QSqlDatabase::addDatabase(isSqlite ? QStringLiteral("QSQLITE") : QStringLiteral("QPSQL"),
                                               QStringLiteral("rows"));
        const QUrl address(url);
        m_database.setDatabaseName(isSqlite ? url.mid(7) : address.path().mid(1));
        if (!isSqlite) {
            m_database.setHostName(address.host());
            m_database.setPort(address.port());
            m_database.setUserName(address.userName(QUrl::FullyDecoded));
            m_database.setPassword(address.password(QUrl::FullyDecoded));
        }
        if (!m_database.open())
            qWarning() << m_database.lastError();
    }
    ~Rows() {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(QStringLiteral("rows"));
    }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    // By column name; in the order of the ids.
    [[nodiscard]] QList<QVariantMap> all() const {
        QList<QVariantMap> rows;
        QSqlQuery query(m_database);
        if (!query.exec(QStringLiteral("SELECT * FROM requests ORDER BY id")))
            qWarning() << query.lastError();
        while (query.next()) {
            QVariantMap row;
            for (int i = 0; i < query.record().count(); ++i)
                row.insert(query.record().fieldName(i), query.isNull(i) ? QVariant() : query.value(i));
            rows << row;
        }
        return rows;
    }

private:
    QSqlDatabase m_database;
};

} // namespace

class TestServeRequestLog : public QObject {
    Q_OBJECT

    QNetworkAccessManager m_network;
    PostgresServer m_postgres;
    QTemporaryDir m_folder;

    // The URL of an empty log; empty if there is no PostgreSQL.
    QString freshUrl(bool postgres) {
        if (!postgres)
            return QStringLiteral("sqlite:") +
                   m_folder.filePath(QLatin1String(QTest::currentTestFunction()) + QStringLiteral(".db"));
        if (!PostgresServer::isInstalled())
            return {};
        if (m_postgres.port() == 0 && !m_postgres.start())
            qFatal("PostgreSQL does not start: %s", m_postgres.output().constData());
        const QString name = QString::fromLatin1(QTest::currentTestFunction()).toLower();
        Database(m_postgres.url()).run(QStringLiteral("CREATE DATABASE ") + name);
        return m_postgres.url(name);
    }

    struct Database {
        explicit Database(const QString& url) : rows(url) {}
        void run(const QString& sql) {
            QSqlQuery query(QSqlDatabase::database(QStringLiteral("rows")));
            if (!query.exec(sql))
                qWarning() << query.lastError();
        }
        Rows rows;
    };

    static QByteArray picture() {
        return *image::encodePng({spottedPixels({kSize.width(), kSize.height()}, CV_8UC3, kSelection), {}});
    }
    static QByteArray mask() { return maskPng({kSize.width(), kSize.height()}, kSelection); }

    QNetworkReply* startEdit(const ServerProcess& server, const QByteArray& id,
                             const QByteArray& maskBytes = mask(),
                             const QByteArray& token = "the-right-token") {
        auto* form = new QHttpMultiPart(QHttpMultiPart::FormDataType);
        appendPart(*form, "image", picture(), "; filename=\"x\"");
        appendPart(*form, "mask", maskBytes, "; filename=\"y\"");
        appendPart(*form, "prompt", kPrompt.toUtf8());
        QNetworkRequest request(server.url(QStringLiteral("/api/edit")));
        request.setRawHeader("X-Request-ID", id);
        request.setRawHeader("Authorization", "Bearer " + token);
        QNetworkReply* reply = m_network.post(request, form);
        form->setParent(reply);
        reply->setParent(this);
        return reply;
    }

    static int statusOf(QNetworkReply* reply) {
        if (!QTest::qWaitFor([reply] { return reply->isFinished(); }, kHangLimitMs))
            return -1;
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

    static Variables environment(const QString& url) {
        return {{QStringLiteral("REQUEST_LOG_URL"), url},
                {QStringLiteral("RATE_LIMIT_ENABLED"), QStringLiteral("false")}};
    }

    static bool waitForLine(const ServerProcess& server, const QString& message) {
        return QTest::qWaitFor([&] { return server.logged(message); }, kHangLimitMs);
    }

private Q_SLOTS:
    void eachEditLeavesARow_data() {
        QTest::addColumn<bool>("postgres");
        QTest::newRow("SQLite") << false;
        QTest::newRow("PostgreSQL") << true;
    }
    void eachEditLeavesARow() {
        QFETCH(bool, postgres);
        const QString url = freshUrl(postgres);
        if (url.isEmpty())
            QSKIP("PostgreSQL is not installed");
        Variables variables = environment(url);
        variables.insert(QStringLiteral("API_TOKENS"), QStringLiteral("the-right-token"));
        variables.insert(QStringLiteral("REQUEST_LOG_CLIENT_KEY"), QStringLiteral("0123456789abcdef0123"));
        const QDateTime before = QDateTime::currentDateTimeUtc().addSecs(-1);
        {
            ServerProcess server(variables);
            QVERIFY2(server.started(), server.errors());
            QNetworkReply* edit = startEdit(server, "good");
            QCOMPARE(statusOf(edit), 200);
            QCOMPARE(edit->rawHeader("X-Engine"), QByteArray("local"));
            QCOMPARE(statusOf(startEdit(server, "bad-mask", "no picture")), 422);
            QCOMPARE(statusOf(startEdit(server, "bad-token", mask(), "another-token")), 401);
            const auto health = m_network.get(QNetworkRequest(server.url(QStringLiteral("/api/health"))));
            QCOMPARE(statusOf(health), 200);
            delete health;
            server.terminate(); // at once: what waits is written at the end
            QCOMPARE(server.waitForExit(), 0);
            QVERIFY2(!server.rawLog().contains("wo%2Frd") && !server.rawLog().contains("wo/rd"),
                     server.rawLog());
        }
        const Rows database(url);
        const QList<QVariantMap> rows = database.all();
        QCOMPARE(rows.size(), 3);
        const QVariantMap good = rows[0];
        QCOMPARE(good[QStringLiteral("request_id")].toString(), QStringLiteral("good"));
        QCOMPARE(good[QStringLiteral("status")].toInt(), 200);
        QCOMPARE(good[QStringLiteral("width")].toInt(), kSize.width());
        QCOMPARE(good[QStringLiteral("height")].toInt(), kSize.height());
        QCOMPARE(good[QStringLiteral("image_bytes")].toLongLong(), picture().size());
        QCOMPARE(good[QStringLiteral("mask_bytes")].toLongLong(), mask().size());
        QCOMPARE(good[QStringLiteral("prompt_length")].toInt(), 21);
        QCOMPARE(good[QStringLiteral("engine")].toString(), QStringLiteral("local"));
        QCOMPARE(good[QStringLiteral("attempts")].toInt(), 1);
        const double total = good[QStringLiteral("total_seconds")].toDouble();
        const double validation = good[QStringLiteral("validation_seconds")].toDouble();
        const double api = good[QStringLiteral("api_seconds")].toDouble();
        QVERIFY(validation > 0 && api > 0 && validation + api <= total);
        const QDateTime created = good[QStringLiteral("created_at")].toDateTime().toUTC();
        QVERIFY2(created >= before && created <= QDateTime::currentDateTimeUtc(),
                 qPrintable(created.toString()));
        // printf '%s' 127.0.0.1 | openssl dgst -sha256 -hmac 0123456789abcdef0123
        QCOMPARE(good[QStringLiteral("client_hash")].toString(),
                 QStringLiteral("7e0c792820a5ae4f3d91197eac0ddcc4"));
        for (const QVariantMap& row : rows) {
            QCOMPARE(row[QStringLiteral("client_hash")], good[QStringLiteral("client_hash")]);
            for (const QVariant& value : row)
                QVERIFY(!value.toString().contains(QStringLiteral("private")));
        }
        const QVariantMap badMask = rows[1];
        QCOMPARE(badMask[QStringLiteral("status")].toInt(), 422);
        QVERIFY(badMask[QStringLiteral("validation_seconds")].toDouble() > 0);
        QCOMPARE(rows[2][QStringLiteral("status")].toInt(), 401);
        for (const char* column :
             {"width", "image_bytes", "prompt_length", "engine", "attempts", "api_seconds", "cost_usd"}) {
            QVERIFY2(badMask[QLatin1String(column)].isNull(), column);
            QVERIFY2(rows[2][QLatin1String(column)].isNull(), column);
        }
    }

    // A provider that fails leaves what was tried; a client that leaves, 499.
    void failuresLeaveARowToo() {
        const QString url = freshUrl(false);
        FakeNanoBanana provider;
        Variables variables = environment(url);
        variables.insert(QStringLiteral("NANOBANANA_URL"), provider.url().toString());
        variables.insert(QStringLiteral("NANOBANANA_KEY"), QStringLiteral("not-the-key-of-the-fake"));
        variables.insert(QStringLiteral("NANOBANANA_PROVIDER"), QStringLiteral("nanobanana"));
        {
            ServerProcess refused(variables);
            QVERIFY2(refused.started(), refused.errors());
            QCOMPARE(statusOf(startEdit(refused, "no-key")), 502);
            refused.terminate();
            QCOMPARE(refused.waitForExit(), 0);
        }
        variables[QStringLiteral("NANOBANANA_KEY")] = QString::fromLatin1(provider.key());
        ServerProcess server(variables);
        QVERIFY2(server.started(), server.errors());
        provider.server().setHandler([](const Received&) { return Reply{.fault = Fault::Silent}; });
        const int connections = provider.server().connections();
        QNetworkReply* leaving = startEdit(server, "leaves");
        QVERIFY(QTest::qWaitFor([&] { return provider.server().connections() > connections; }, kHangLimitMs));
        leaving->abort();
        QVERIFY(QTest::qWaitFor([&] { return server.rawLog().contains("client left"); }, kHangLimitMs));
        server.terminate();
        QCOMPARE(server.waitForExit(), 0);
        const Rows database(url);
        const QList<QVariantMap> rows = database.all();
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0][QStringLiteral("status")].toInt(), 502);
        QCOMPARE(rows[0][QStringLiteral("attempts")].toInt(), 1);
        QVERIFY(rows[0][QStringLiteral("api_seconds")].toDouble() > 0);
        QCOMPARE(rows[1][QStringLiteral("status")].toInt(), 499);
        for (const QVariantMap& row : rows) {
            QCOMPARE(row[QStringLiteral("engine")].toString(), QStringLiteral("nanobanana"));
            QCOMPARE(row[QStringLiteral("width")].toInt(), kSize.width());
            QVERIFY(row[QStringLiteral("cost_usd")].isNull());
        }
    }

    void theDatabaseIsKilledAndStartedAgain() {
        const QString url = freshUrl(true);
        if (url.isEmpty())
            QSKIP("PostgreSQL is not installed");
        ServerProcess server(environment(url));
        QVERIFY2(server.started(), server.errors());
        QVERIFY(waitForLine(server, QStringLiteral("The request log is written")));
        constexpr int kEdits = 12;
        QList<QNetworkReply*> edits;
        for (int i = 0; i < kEdits / 2; ++i)
            edits << startEdit(server, "before-" + QByteArray::number(i));
        m_postgres.kill();
        for (int i = 0; i < kEdits / 2; ++i)
            edits << startEdit(server, "after-" + QByteArray::number(i));
        for (QNetworkReply* edit : edits)
            QCOMPARE(statusOf(edit), 200);
        QVERIFY(waitForLine(server, kAway));
        QVERIFY2(m_postgres.start(), m_postgres.output());
        QVERIFY(waitForLine(server, kAgain));
        server.terminate();
        QCOMPARE(server.waitForExit(), 0);
        const auto lines = [&](const QString& message) {
            return std::count_if(server.log().begin(), server.log().end(), [&](const QJsonObject& line) {
                return line[QStringLiteral("message")].toString() == message;
            });
        };
        QCOMPARE(lines(kAway), 1);
        QCOMPARE(lines(kAgain), 1);
        const Rows database(url);
        QSet<QString> ids;
        for (const QVariantMap& row : database.all())
            ids.insert(row[QStringLiteral("request_id")].toString());
        QCOMPARE(ids.size(), kEdits);
    }

    void aDatabaseThatIsNotThereIsAWarning() {
        const QString url =
            QStringLiteral("sqlite:") + m_folder.filePath(QStringLiteral("no/such/folder.db"));
        ServerProcess server(environment(url));
        QVERIFY2(server.started(), server.errors());
        QVERIFY(waitForLine(server, kAway));
        QCOMPARE(statusOf(startEdit(server, "one")), 200);
        QNetworkReply* metrics = m_network.get(QNetworkRequest(server.url(QStringLiteral("/metrics"))));
        metrics->setParent(this);
        QCOMPARE(statusOf(metrics), 200);
        const QByteArray text = metrics->readAll();
        for (const char* sample : {"request_log_up 0\n", "request_log_rows_written_total 0\n"})
            QVERIFY2(text.contains(sample), text);
        server.terminate();
        QCOMPARE(server.waitForExit(), 0);
    }

    void whatCannotBeUsedEndsTheStart() {
        for (const Variables& bad :
             {environment(QStringLiteral("postgresql://editor:hidden-word/x@host/db")),
              environment(QStringLiteral("mysql://editor:hidden-word@host/db")),
              Variables{{QStringLiteral("REQUEST_LOG_URL"), QStringLiteral("sqlite:log.db")},
                        {QStringLiteral("REQUEST_LOG_CLIENT_KEY"), QStringLiteral("hidden-word")}}}) {
            ServerProcess server(bad);
            QVERIFY(!server.started());
            QCOMPARE(server.waitForExit(), 2);
            const QByteArray errors = server.errors() + server.rawLog();
            QVERIFY2(errors.contains("REQUEST_LOG_"), errors);
            QVERIFY2(!errors.contains("den-word"), errors);
        }
    }
};

NB_TEST(TestServeRequestLog)
#include "tst_serve_request_log.moc"
