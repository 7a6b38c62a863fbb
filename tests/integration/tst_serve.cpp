#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/integration/server_process.h"
#include "tests/integration/workspace.h"
#include "tests/support/certificates.h"
#include "tests/support/fake_nanobanana.h"
#include "tests/support/test_main.h"
#include <QFile>
#include <QHttpMultiPart>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::test;

namespace {

constexpr int kSide = 300;
const QString kSecretPrompt = QStringLiteral("a very private wish");

const QRect kSelection(100, 120, 40, 30);

cv::Mat photo() {
    return spottedPixels({kSide, kSide}, CV_8UC3, kSelection);
}

void appendFile(QHttpMultiPart& form, const QByteArray& name, const QByteArray& bytes) {
    QHttpPart part;
    part.setHeader(QNetworkRequest::ContentDispositionHeader,
                   QString::fromLatin1("form-data; name=\"" + name + "\"; filename=\"x\""));
    part.setBody(bytes);
    form.append(part);
}

void appendText(QHttpMultiPart& form, const QByteArray& name, const QString& text) {
    QHttpPart part;
    part.setHeader(QNetworkRequest::ContentDispositionHeader,
                   QString::fromLatin1("form-data; name=\"" + name + "\""));
    part.setBody(text.toUtf8());
    form.append(part);
}

void writeFile(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

struct Answer {
    int status = 0;
    QByteArray body;
    QNetworkReply* reply = nullptr; // for headers

    QByteArray header(const char* name) const { return reply->rawHeader(name); }
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
};

} // namespace

class TestServe : public QObject {
    Q_OBJECT

    QNetworkAccessManager m_network;

    QNetworkReply* startEdit(const ServerProcess& server, const QByteArray& token = {},
                             const QByteArray& idempotencyKey = {}, const QString& seed = {}) {
        auto* form = new QHttpMultiPart(QHttpMultiPart::FormDataType);
        appendFile(*form, "image", *image::encodePng({photo(), {}}));
        appendFile(*form, "mask", maskPng({kSide, kSide}, kSelection));
        appendText(*form, "prompt", kSecretPrompt);
        if (!seed.isEmpty())
            appendText(*form, "seed", seed);
        QNetworkRequest request(server.url(QStringLiteral("/api/edit")));
        if (!token.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + token);
        if (!idempotencyKey.isEmpty())
            request.setRawHeader("Idempotency-Key", idempotencyKey);
        QNetworkReply* reply = m_network.post(request, form);
        form->setParent(reply);
        return reply;
    }

    Answer finish(QNetworkReply* reply) {
        reply->setParent(this);
        if (!QTest::qWaitFor([reply] { return reply->isFinished(); }, kHangLimitMs))
            return {};
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(), reply};
    }

    Answer get(const ServerProcess& server, const QString& path) {
        return finish(m_network.get(QNetworkRequest(server.url(path))));
    }

private Q_SLOTS:
    void servesWithoutAKey() {
        ServerProcess server;
        QVERIFY2(server.started(), server.errors());
        const Answer health = get(server, QStringLiteral("/api/health"));
        QCOMPARE(health.status, 200);
        QCOMPARE(health.json()[QStringLiteral("status")].toString(), QStringLiteral("ok"));
        QCOMPARE(health.json()[QStringLiteral("mode")].toString(), QStringLiteral("demo"));

        const Answer edit = finish(startEdit(server));
        QVERIFY2(edit.status == 200, edit.body);
        QCOMPARE(edit.header("Content-Type"), QByteArray("image/png"));
        QCOMPARE(edit.header("X-Engine"), QByteArray("local"));
        const auto out = image::decode(edit.body, {});
        QVERIFY(out.has_value());
        const QRect changed = difference(out->picture.pixels, photo());
        QVERIFY(!changed.isEmpty());
        QVERIFY(kSelection.contains(changed));

        server.terminate();
        QCOMPARE(server.waitForExit(), 0);
        QVERIFY(server.logged(QStringLiteral("Inpainting completed successfully")));
        QVERIFY(!server.rawLog().contains(kSecretPrompt.toUtf8()));
        for (const QJsonObject& line : server.log())
            for (const char* field : {"timestamp", "level", "message"})
                QVERIFY2(line.contains(QLatin1String(field)), server.rawLog());
    }

    void badConfigurationIsOneErrorThatNamesAll() {
        ServerProcess server({{QStringLiteral("RATE_LIMIT_RPM"), QStringLiteral("many")},
                              {QStringLiteral("LOG_LEVEL"), QStringLiteral("LOUD")}});
        QVERIFY(!server.started());
        QCOMPARE(server.waitForExit(), 2);
        const QByteArray errors = server.errors();
        for (const char* part : {"RATE_LIMIT_RPM", "many", "LOG_LEVEL", "LOUD"})
            QVERIFY2(errors.contains(part), errors);
    }

    // conda sets HOST and node's tools DEBUG: `serve` says what is wrong with them, for the others they do
    // not exist.
    void onlyTheServerReadsItsVariables() {
        const Workspace workspace;
        const Variables foreign{{QStringLiteral("HOST"), QStringLiteral("x86_64-conda-linux-gnu")},
                                {QStringLiteral("DEBUG"), QStringLiteral("express:*")},
                                {QStringLiteral("ENVIRONMENT"), QStringLiteral("blue green")},
                                {QStringLiteral("API_TOKENS_FILE"), QStringLiteral("/nonexistent")}};
        const Ended served = workspace.run({QStringLiteral("serve")}, foreign);
        QCOMPARE(served.exitCode, 2);
        for (const char* name :
             {"HOST=x86_64-conda-linux-gnu", "DEBUG=express:*", "ENVIRONMENT=", "API_TOKENS_FILE"})
            QVERIFY2(served.err.contains(QString::fromLatin1(name)), qPrintable(served.err));

        const QString journal = workspace.path(QStringLiteral("journal"));
        workspace.write(QStringLiteral(".env"), "just words\nOTHER='open\nPORT=http\n");
        const Ended edited =
            workspace.run(workspace.editWords(QStringLiteral("photo.png"), QStringLiteral("out.png")) +
                              QStringList{QStringLiteral("--journal"), journal},
                          foreign);
        QVERIFY2(edited.exitCode == 0, qPrintable(edited.err));
        QCOMPARE(workspace.run({QStringLiteral("replay"), journal}, foreign).exitCode, 0);
        const Variables bad{{QStringLiteral("REQUEST_TIMEOUT"), QStringLiteral("soon")}};
        const Ended refused = workspace.run({QStringLiteral("replay"), journal}, bad);
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains(QStringLiteral("REQUEST_TIMEOUT=soon")), qPrintable(refused.err));
    }

    void healthReadsThePortAndNothingElse() {
        const ServerProcess server;
        QVERIFY(server.started());
        const Workspace workspace;
        const QString port = QString::number(server.port());
        const Variables foreign{{QStringLiteral("HOST"), QStringLiteral("x86_64-conda-linux-gnu")},
                                {QStringLiteral("WORKERS"), QStringLiteral("many")}};
        Variables variables = foreign;
        variables.insert(QStringLiteral("PORT"), port);
        QCOMPARE(workspace.run({QStringLiteral("health")}, variables).exitCode, 0);
        workspace.write(QStringLiteral(".env"),
                        "PORT=" + port.toLatin1() + "\n"); // as `serve` reads it there
        QCOMPARE(workspace.run({QStringLiteral("health")}, foreign).exitCode, 0);
        variables.insert(QStringLiteral("PORT"), QStringLiteral("tcp://10.0.0.1:80"));
        const Ended refused = workspace.run({QStringLiteral("health")}, variables);
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains(QStringLiteral("PORT=tcp://10.0.0.1:80")), qPrintable(refused.err));
    }

    void aTakenPortIsSaidPlainly() {
        ServerProcess first;
        QVERIFY(first.started());
        ServerProcess second({{QStringLiteral("PORT"), QString::number(first.port())}});
        QVERIFY(!second.started());
        QVERIFY(second.waitForExit() > 0);
        QVERIFY2(second.errors().contains(QByteArray::number(first.port())), second.errors());
    }

    // Whoever collects a server's log must find there why it did not start.
    void anErrorAtTheStartIsALineOfTheLog() {
        for (const Variables& variables :
             {Variables{{QStringLiteral("MAX_IMAGE_DIMENSION"), QStringLiteral("x")}},
              Variables{{QStringLiteral("HOST"), QStringLiteral("192.0.2.1")}}}) {
            ServerProcess server(variables);
            QVERIFY(!server.started());
            const int exitCode = server.waitForExit();
            QVERIFY(exitCode > 0);
            QCOMPARE(server.log().size(), 1);
            const QJsonObject line = server.log().first();
            QCOMPARE(line[QStringLiteral("level")].toString(), QStringLiteral("error"));
            QCOMPARE(line[QStringLiteral("message")].toString(), QStringLiteral("Cannot start"));
            QCOMPARE(line[QStringLiteral("exit_code")].toInt(), exitCode);
            const QString cause = line[QStringLiteral("cause")].toString();
            QVERIFY2(cause.contains(variables.first()), qPrintable(cause));
            QVERIFY(server.errors().contains(variables.first().toUtf8())); // and for people
        }
    }

    void aHangUpReloadsTokensAndLogLevel() {
        QTemporaryDir folder;
        const QString tokens = folder.filePath(QStringLiteral("tokens"));
        const QString config = folder.filePath(QStringLiteral("nanobanana.env"));
        writeFile(tokens, "first-token-0123\n");
        writeFile(config, "LOG_LEVEL=ERROR\nAPI_TOKENS_FILE=" + tokens.toUtf8() + "\n");
        ServerProcess server({}, {QStringLiteral("--config"), config});
        QVERIFY2(server.started(), server.errors()); // "Listening" is said even at ERROR
        QCOMPARE(finish(startEdit(server, "first-token-0123")).status, 200);
        QVERIFY(!server.logged(QStringLiteral("Inpainting completed successfully")));

        writeFile(tokens, "second-token-4567\n");
        writeFile(config, "LOG_LEVEL=INFO\nAPI_TOKENS_FILE=" + tokens.toUtf8() + "\n");
        server.hangUp();
        QTRY_VERIFY_WITH_TIMEOUT(server.logged(QStringLiteral("Reloaded")), kHangLimitMs);
        QCOMPARE(finish(startEdit(server, "first-token-0123")).status, 401);
        QCOMPARE(finish(startEdit(server, "second-token-4567")).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(server.logged(QStringLiteral("Inpainting completed successfully")),
                                 kHangLimitMs);

        writeFile(config, "LOG_LEVEL=loud\nAPI_TOKENS_FILE=" + tokens.toUtf8() + "\n");
        server.hangUp();
        QTRY_VERIFY_WITH_TIMEOUT(server.logged(QStringLiteral("Reload failed; everything stays as it was")),
                                 kHangLimitMs);
        QCOMPARE(finish(startEdit(server, "second-token-4567")).status, 200);
        QVERIFY(!server.rawLog().contains("second-token-4567"));
    }

    // With the clients that operators have: curl, openssl, our own health check.
    void tlsServesAndReloadsItsCertificate() {
        QTemporaryDir folder;
        const test::CertificateFiles one = test::makeCertificate(folder.path(), QStringLiteral("one"));
        const test::CertificateFiles two = test::makeCertificate(folder.path(), QStringLiteral("two"));
        const QString certificate = folder.filePath(QStringLiteral("served.crt"));
        const QString key = folder.filePath(QStringLiteral("served.key"));
        const auto install = [&](const test::CertificateFiles& files) {
            QFile::remove(certificate);
            QFile::remove(key);
            return QFile::copy(files.certificate, certificate) && QFile::copy(files.key, key);
        };
        QVERIFY(install(one));
        const Variables variables{{QStringLiteral("TLS_CERT_FILE"), certificate},
                                  {QStringLiteral("TLS_KEY_FILE"), key}};
        ServerProcess server(variables);
        QVERIFY2(server.started(), server.errors());
        const auto curl = [&](const QString& trusted) {
            QProcess process;
            process.start(QStringLiteral("curl"),
                          {QStringLiteral("-sS"), QStringLiteral("--cacert"), trusted,
                           QStringLiteral("https://localhost:%1/api/health").arg(server.port())});
            process.waitForFinished();
            return process.readAllStandardOutput();
        };
        QVERIFY(curl(one.certificate).contains("\"status\":\"ok\""));
        QVERIFY(curl(two.certificate).isEmpty());
        QProcess client;
        client.start(QStringLiteral("openssl"), {QStringLiteral("s_client"), QStringLiteral("-connect"),
                                                 QStringLiteral("localhost:%1").arg(server.port()),
                                                 QStringLiteral("-CAfile"), one.certificate});
        client.closeWriteChannel();
        client.waitForFinished();
        QVERIFY(client.readAllStandardOutput().contains("Verify return code: 0 (ok)"));

        Workspace workspace;
        Variables health = variables;
        health.remove(QStringLiteral("TLS_KEY_FILE"));
        health.insert(QStringLiteral("PORT"), QString::number(server.port()));
        QCOMPARE(workspace.run({QStringLiteral("health")}, health).exitCode, 0);
        health.insert(QStringLiteral("TLS_CERT_FILE"), two.certificate);
        QCOMPARE(workspace.run({QStringLiteral("health")}, health).exitCode, 1);

        QVERIFY(install(two));
        server.hangUp();
        QTRY_VERIFY_WITH_TIMEOUT(server.logged(QStringLiteral("Reloaded")), kHangLimitMs);
        QVERIFY(curl(two.certificate).contains("\"status\":\"ok\""));
        QVERIFY(curl(one.certificate).isEmpty());
    }

    void terminatingFinishesWhatRuns() {
        test::FakeNanoBanana upstream("sk-not-to-be-seen-0123");
        upstream.setDelay(std::chrono::milliseconds(700));
        ServerProcess server({{QStringLiteral("NANOBANANA_URL"), upstream.url().toString()},
                              {QStringLiteral("NANOBANANA_KEY"), QStringLiteral("sk-not-to-be-seen-0123")}});
        QVERIFY2(server.started(), server.errors());
        QNetworkReply* running = startEdit(server);
        QTRY_COMPARE_WITH_TIMEOUT(upstream.requests(), 1, kHangLimitMs);
        server.terminate();
        const Answer edit = finish(running);
        QVERIFY2(edit.status == 200, edit.body);
        QCOMPARE(edit.header("X-Engine"), QByteArray("nanobanana"));
        QCOMPARE(server.waitForExit(), 0);
        QVERIFY(!server.rawLog().contains("sk-not-to-be-seen-0123"));
    }

    void identicalEditsArePaidForOnce_data() {
        QTest::addColumn<QStringList>("seeds");
        QTest::addColumn<int>("charged");
        const QString seed = QStringLiteral("7");
        QTest::newRow("one seed") << QStringList{seed, seed, seed, seed} << 1;
        QTest::newRow("two seeds") << QStringList{seed, QStringLiteral("8"), seed} << 2;
        QTest::newRow("no seed") << QStringList{QString(), QString(), QString()} << 3;
    }

    void identicalEditsArePaidForOnce() {
        QFETCH(QStringList, seeds);
        QFETCH(int, charged);
        test::FakeNanoBanana upstream("sk-not-to-be-seen-0123");
        upstream.setDelay(std::chrono::minutes(2));
        ServerProcess server({{QStringLiteral("NANOBANANA_URL"), upstream.url().toString()},
                              {QStringLiteral("NANOBANANA_KEY"), QStringLiteral("sk-not-to-be-seen-0123")},
                              {QStringLiteral("MAX_IN_FLIGHT"), QStringLiteral("1")},
                              {QStringLiteral("QUEUE_TIMEOUT"), QStringLiteral("60")}});
        QVERIFY2(server.started(), server.errors());
        // Behind an edit that has the only slot, all of them are there before the first one begins.
        QNetworkReply* slot = startEdit(server);
        QTRY_COMPARE_WITH_TIMEOUT(upstream.requests(), 1, kHangLimitMs);
        upstream.setDelay(std::chrono::milliseconds(0));
        const int before = upstream.charged();
        QList<QNetworkReply*> running;
        for (const QString& seed : seeds)
            running.append(startEdit(server, {}, {}, seed));
        const auto waiting = [&] {
            return get(server, QStringLiteral("/api/health"))
                .json()[QStringLiteral("queue")][QStringLiteral("waiting")]
                .toInt(-1);
        };
        QTRY_COMPARE_WITH_TIMEOUT(waiting(), int(seeds.size()), kHangLimitMs);
        slot->abort();
        slot->deleteLater();
        for (QNetworkReply* reply : running) {
            const Answer edit = finish(reply);
            QVERIFY2(edit.status == 200, edit.body);
        }
        QCOMPARE(upstream.charged() - before, charged);
    }

    void anEditWithAKeyIsThereForTheClientThatComesBack() {
        test::FakeNanoBanana upstream("sk-not-to-be-seen-0123");
        upstream.setDelay(std::chrono::milliseconds(500));
        ServerProcess server({{QStringLiteral("NANOBANANA_URL"), upstream.url().toString()},
                              {QStringLiteral("NANOBANANA_KEY"), QStringLiteral("sk-not-to-be-seen-0123")}});
        QVERIFY2(server.started(), server.errors());
        QNetworkReply* first = startEdit(server, {}, "my-key");
        QTRY_COMPARE_WITH_TIMEOUT(upstream.requests(), 1, kHangLimitMs);
        first->abort();
        first->deleteLater();
        for (int i = 0; i < 2; ++i) { // while it runs, and when it is over
            const Answer edit = finish(startEdit(server, {}, "my-key"));
            QVERIFY2(edit.status == 200, edit.body);
            QCOMPARE(edit.header("Idempotency-Replayed"), QByteArray("true"));
        }
        QCOMPARE(upstream.charged(), 1);
        QCOMPARE(upstream.server().abandoned(), 0);
    }

    void aClientThatLeavesAbortsTheProvidersCall() {
        test::FakeNanoBanana upstream("sk-not-to-be-seen-0123");
        upstream.setDelay(std::chrono::minutes(2));
        ServerProcess server({{QStringLiteral("NANOBANANA_URL"), upstream.url().toString()},
                              {QStringLiteral("NANOBANANA_KEY"), QStringLiteral("sk-not-to-be-seen-0123")}});
        QVERIFY2(server.started(), server.errors());
        QNetworkReply* reply = startEdit(server);
        QTRY_COMPARE_WITH_TIMEOUT(upstream.requests(), 1, kHangLimitMs);
        reply->abort();
        QTRY_COMPARE_WITH_TIMEOUT(upstream.server().abandoned(), 1, kHangLimitMs);
        QCOMPARE(get(server, QStringLiteral("/api/health")).status, 200);
        reply->deleteLater();
        server.terminate();
        QCOMPARE(server.waitForExit(), 0);
    }

    void prometheusAcceptsTheMetrics() {
        const QString promtool = QStandardPaths::findExecutable(QStringLiteral("promtool"));
        if (promtool.isEmpty())
            QSKIP("promtool is not installed (Debian package prometheus)");
        ServerProcess server;
        QVERIFY(server.started());
        QCOMPARE(finish(startEdit(server)).status, 200);
        const Answer metrics = get(server, QStringLiteral("/metrics"));
        QCOMPARE(metrics.status, 200);
        QProcess check;
        check.start(promtool, {QStringLiteral("check"), QStringLiteral("metrics")});
        check.write(metrics.body);
        check.closeWriteChannel();
        QVERIFY(check.waitForFinished(kHangLimitMs));
        QVERIFY2(check.exitCode() == 0, check.readAllStandardError() + check.readAllStandardOutput());
        QVERIFY(metrics.body.contains(
            "http_requests_total{endpoint=\"/api/edit\",method=\"POST\",status_code=\"200\"} 1"));
    }

    void healthCommandAsksTheServer() {
        ServerProcess server;
        QVERIFY(server.started());
        const auto health = [](const QString& url) {
            QProcess process;
            process.start(QStringLiteral(NB_APP), {QStringLiteral("health"), QStringLiteral("--url"), url});
            process.waitForFinished(kHangLimitMs);
            return process.exitCode();
        };
        const QString url = server.url({}).toString();
        QCOMPARE(health(url), 0);
        server.terminate();
        QCOMPARE(server.waitForExit(), 0);
        QCOMPARE(health(url), 1);
    }
};

NB_TEST(TestServe)
#include "tst_serve.moc"
