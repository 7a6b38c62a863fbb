// The page's port of the real program, asked by curl.

#include "tests/integration/server_process.h"
#include "tests/support/test_main.h"
#include <QProcess>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

using namespace nb;
using namespace nb::test;

namespace {

QString freePort() {
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? QString::number(probe.serverPort()) : QString();
}

struct Fetched {
    int status = 0; // 0: curl failed
    QByteArray head;
    QByteArray body;

    [[nodiscard]] QByteArray header(const QByteArray& name) const {
        for (const QByteArray& line : head.split('\n'))
            if (line.toLower().startsWith(name.toLower() + ':'))
                return line.mid(name.size() + 1).trimmed();
        return {};
    }
};

Fetched curl(const QString& url, const QStringList& arguments = {}) {
    QProcess process;
    process.start(QStringLiteral("curl"), QStringList{QStringLiteral("-sSi"), url} + arguments);
    if (!process.waitForFinished(kHangLimitMs) || process.exitCode() != 0)
        return {};
    const QByteArray output = process.readAllStandardOutput();
    const qsizetype end = output.indexOf("\r\n\r\n") + 4;
    return {output.mid(9, 3).toInt(), output.left(end), output.mid(end)};
}

QStringList form(const Workspace& workspace, const QString& origin) {
    return {QStringLiteral("-F"), QStringLiteral("image=@") + workspace.path(QStringLiteral("photo.png")),
            QStringLiteral("-F"), QStringLiteral("mask=@") + workspace.path(QStringLiteral("mask.png")),
            QStringLiteral("-F"), QStringLiteral("prompt=a"),
            QStringLiteral("-H"), QStringLiteral("Expect:"),
            QStringLiteral("-H"), QStringLiteral("Origin: ") + origin,
            QStringLiteral("-o"), QStringLiteral("-")};
}

} // namespace

class TestServePage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void servesThePageAndTheApi() {
        const QString port = freePort();
        ServerProcess server({{QStringLiteral("MIN_IMAGE_DIMENSION"), QStringLiteral("16")}},
                             {QStringLiteral("--web-port"), port});
        QVERIFY2(server.started(), server.errors());
        const QString page = QStringLiteral("http://127.0.0.1:") + port;
        QCOMPARE(curl(page + QStringLiteral("/health")).body, QByteArray("healthy"));
        QVERIFY(curl(page + QStringLiteral("/api/limits")).body.contains("\"min_dimension\":16"));
        QCOMPARE(curl(page + QStringLiteral("/metrics")).status, 404);
        QTRY_VERIFY_WITH_TIMEOUT(server.logged(QStringLiteral("Serving the page")), kHangLimitMs);
        for (const QJsonObject& line : server.log())
            if (line[QStringLiteral("message")].toString() == QLatin1String("Serving the page")) {
                QCOMPARE(line[QStringLiteral("port")].toInt(), port.toInt());
                QCOMPARE(line[QStringLiteral("host")].toString(), QStringLiteral("127.0.0.1"));
            }

        const Workspace workspace;
        const QString edit = page + QStringLiteral("/api/edit");
        const Fetched edited = curl(edit, form(workspace, page));
        QVERIFY2(edited.status == 200, edited.body);
        QCOMPARE(edited.header("Content-Type"), QByteArray("image/png"));
        QCOMPARE(curl(edit, form(workspace, QStringLiteral("http://evil.example:") + port)).status, 403);
        const QString rebound = QStringLiteral("http://evil.example:") + port;
        QCOMPARE(curl(rebound + QStringLiteral("/api/edit"),
                      form(workspace, rebound) +
                          QStringList{QStringLiteral("--resolve"),
                                      QStringLiteral("evil.example:%1:127.0.0.1").arg(port)})
                     .status,
                 403);
        server.terminate();
        QCOMPARE(server.waitForExit(), 0);
    }

    void itsFilesAreWhole() {
        const QString port = freePort();
        ServerProcess server({{QStringLiteral("WEB_PORT"), port}});
        QVERIFY2(server.started(), server.errors());
        const QString page = QStringLiteral("http://127.0.0.1:") + port;
        const Fetched index = curl(page + QStringLiteral("/"));
        QCOMPARE(index.header("Content-Type"), QByteArray("text/html; charset=utf-8"));
#ifndef NB_HAS_PAGE
        QCOMPARE(index.status, 404);
        QVERIFY(index.body.contains("NB_BUILD_WEB"));
        return;
#endif
        QCOMPARE(index.status, 200);
        QCOMPARE(curl(page + QStringLiteral("/"),
                      {QStringLiteral("-H"),
                       QStringLiteral("If-None-Match: ") + QString::fromLatin1(index.header("ETag"))})
                     .status,
                 304);
        // What the page names is there, and the same in every coding.
        static const QRegularExpression named(QStringLiteral("(?:src|href)=\"(/[^\"]+)\""));
        int files = 0;
        for (const auto& match : named.globalMatch(QString::fromUtf8(index.body))) {
            const QString url = page + match.captured(1);
            const Fetched plain = curl(url);
            QVERIFY2(plain.status == 200 && !plain.body.isEmpty(), qPrintable(url));
            QVERIFY(plain.header("Content-Encoding").isEmpty());
            const Fetched compressed = curl(url, {QStringLiteral("--compressed")});
            QVERIFY2(compressed.body == plain.body, qPrintable(url));
            ++files;
        }
        QVERIFY(files >= 2); // a script and an icon at least
    }

    void aTakenPortIsSaidPlainly() {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        ServerProcess server({{QStringLiteral("WEB_PORT"), QString::number(taken.serverPort())}});
        QVERIFY(!server.started());
        QVERIFY(server.waitForExit() > 0);
        QVERIFY(server.errors().contains("WEB_PORT " + QByteArray::number(taken.serverPort())));
    }

    void portsMustDiffer() {
        const QString port = freePort();
        ServerProcess server({{QStringLiteral("PORT"), port}, {QStringLiteral("WEB_PORT"), port}});
        QVERIFY(!server.started());
        QVERIFY(server.waitForExit() > 0);
        QVERIFY(server.errors().contains("WEB_PORT=" + port.toLatin1() + " must not be PORT"));
    }
};

NB_TEST(TestServePage)
#include "tst_serve_page.moc"
