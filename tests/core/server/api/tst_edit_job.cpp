#include "core/image/decode.h"
#include "core/telemetry/log.h"
#include "tests/core/server/api/server_fixture.h"
#include "tests/support/test_main.h"
#include <QJsonArray>
#include <QTest>
#include <opencv2/core.hpp>

using namespace nb;
using namespace nb::test;

// POST /api/edit through a whole server: what comes back for good and bad requests.
class TestEditJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void editsAndLeavesTheRestAlone() {
        RunningServer server;
        log::Capture capture;
        const cv::Mat before = photo();
        const RawAnswer answer = server.ask(FormData()
                                                .file("image", png(before))
                                                .file("mask", maskPng())
                                                .text("prompt", " a red rose ")
                                                .text("seed", "42")
                                                .text("strength", "0.5")
                                                .text("guidance_scale", "3")
                                                .request("X-Request-ID: my-id\r\n"));
        QVERIFY2(answer.status == 200, answer.body);
        QCOMPARE(answer.header("Content-Type"), QByteArray("image/png"));
        QCOMPARE(answer.header("Content-Disposition"), QByteArray("inline; filename=inpainted_image.png"));
        QCOMPARE(answer.header("X-Engine"), QByteArray("local"));
        QCOMPARE(answer.header("X-Upstream-Attempts"), QByteArray("2"));
        QCOMPARE(answer.header("X-Request-ID"), QByteArray("my-id"));
        QCOMPARE(answer.header("X-Cache"), QByteArray());
        for (const char* name : {"X-Processing-Time", "X-Validation-Time", "X-API-Time", "X-Process-Time"})
            QVERIFY2(answer.header(name).toDouble() >= 0 && !answer.header(name).isEmpty(), name);
        const auto after = image::decode(answer.body, {});
        QVERIFY(after.has_value());
        QCOMPARE(after->picture.pixels.type(), CV_8UC3);
        const cv::Mat expectedLeft = cv::Scalar::all(255) - before.colRange(0, kSide / 4);
        const cv::Mat kept = before.colRange(kSide / 2, kSide);
        QCOMPARE(cv::norm(after->picture.pixels.colRange(kSide / 2, kSide), kept, cv::NORM_INF), 0.0);
        QCOMPARE(cv::norm(after->picture.pixels.colRange(0, kSide / 4), expectedLeft, cv::NORM_INF), 0.0);
        QCOMPARE(server.provider.lastJob.prompt, QStringLiteral("a red rose"));
        QCOMPARE(server.provider.lastJob.seed, std::optional<int>(42));
        QCOMPARE(server.provider.lastJob.strength, 0.5);
        QCOMPARE(server.provider.lastJob.guidanceScale, 3.0);

        const auto lines = capture.lines(QStringLiteral("Inpainting completed successfully"));
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines[0][QStringLiteral("image_size")].toString(), QStringLiteral("32x32"));
        QCOMPARE(lines[0][QStringLiteral("prompt_length")].toInt(), 10);
        QCOMPARE(lines[0][QStringLiteral("engine")].toString(), QStringLiteral("local"));
        QCOMPARE(lines[0][QStringLiteral("attempts")].toInt(), 2);
        QCOMPARE(lines[0][QStringLiteral("request_id")].toString(), QStringLiteral("my-id"));
        QVERIFY(lines[0][QStringLiteral("total_time")].isDouble());
        for (const char* stage :
             {"Edit started", "Edit prepared", "Edit done by the provider", "Result encoded"}) {
            const auto debugLines = capture.lines(QString::fromLatin1(stage));
            QVERIFY2(debugLines.size() == 1, stage);
            QCOMPARE(debugLines[0][QStringLiteral("level")].toString(), QStringLiteral("debug"));
            QCOMPARE(debugLines[0][QStringLiteral("request_id")].toString(), QStringLiteral("my-id"));
            QVERIFY(debugLines[0][QStringLiteral("duration_ms")].toDouble(-1) >= 0);
        }
        QCOMPARE(server.provider.lastRequestId, QStringLiteral("my-id"));
        for (const QByteArray& line : capture.rawLines())
            QVERIFY(!line.contains("rose"));
    }

    void sixteenBitsBecomeEight() {
        RunningServer server;
        const cv::Mat before = photo(CV_16UC3);
        const RawAnswer answer = server.ask(
            FormData().file("image", png(before)).file("mask", maskPng()).text("prompt", "x").request());
        QVERIFY2(answer.status == 200, answer.body);
        const auto after = image::decode(answer.body, {});
        QCOMPARE(after->picture.pixels.type(), CV_8UC3);
        for (int x = kSide / 2; x < kSide; ++x) {
            const int wide = before.at<cv::Vec3w>(5, x)[1];
            QCOMPARE(int(after->picture.pixels.at<cv::Vec3b>(5, x)[1]), (wide + 128) / 257);
        }
    }

    void alphaStays() {
        RunningServer server;
        const RawAnswer answer = server.ask(FormData()
                                                .file("image", png(photo(CV_8UC4)))
                                                .file("mask", maskPng())
                                                .text("prompt", "x")
                                                .request());
        QVERIFY2(answer.status == 200, answer.body);
        QCOMPARE(image::decode(answer.body, {})->picture.pixels.type(), CV_8UC4);
    }

    void faultyForms_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type"); // of the first detail
        const auto row = [](const char* name, const QByteArray& request, int status, const char* type = "") {
            QTest::newRow(name) << request << status << QString::fromLatin1(type);
        };
        const QByteArray image = png(photo());
        const QByteArray mask = maskPng();
        const auto form = [&](const QByteArray& picture, const QByteArray& selection) {
            return FormData().file("image", picture).file("mask", selection).text("prompt", "x");
        };
        row("no prompt", FormData().file("image", image).file("mask", mask).request(), 422, "missing");
        row("seed", form(image, mask).text("seed", "-1").request(), 422, "invalid_argument");
        row("picture is text", form("hello", mask).request(), 422, "unsupported_format");
        row("cut picture", form(image.left(image.size() / 2), mask).request(), 422, "unreadable_image");
        row("mask size", form(image, maskPng(64)).request(), 422, "mask_size_mismatch");
        row("mask empty",
            form(image, *image::encodeGreyPng(cv::Mat(kSide, kSide, CV_8UC1, cv::Scalar(0)))).request(), 422,
            "mask_empty");
        row("mask RGB", form(image, image).request(), 422, "mask_without_alpha");
        row("too small", form(png(cv::Mat(8, 8, CV_8UC3, cv::Scalar::all(9))), maskPng(8)).request(), 422,
            "image_too_small");
        row("too large", form(png(cv::Mat(600, 600, CV_8UC3, cv::Scalar::all(9))), maskPng(600)).request(),
            422, "image_too_large");
        row("too many bytes", form(image + QByteArray(1024 * 1024, 'x'), mask).request(), 422,
            "image_too_large");
        row(
            "17 parts",
            [&] {
                FormData many = form(image, mask);
                for (int i = 0; i < 14; ++i)
                    many.text("t" + QByteArray::number(i), "x");
                return many.request();
            }(),
            422, "too_many_parts");
        row("json",
            "POST /api/edit HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
            "2\r\n\r\n{}",
            415);
        row("no type", "POST /api/edit HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}", 415);
        row("gzip", form(image, mask).request("Content-Encoding: gzip\r\n"), 415);
        row("no boundary",
            "POST /api/edit HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data\r\nContent-Length: "
            "2\r\n\r\n{}",
            400);
        row("broken body",
            "POST /api/edit HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=B\r\n"
            "Content-Length: 5\r\n\r\nhello",
            400);
    }

    void faultyForms() {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        QFETCH(QString, type);
        RunningServer server;
        const RawAnswer answer = server.ask(request);
        QVERIFY2(answer.status == status, answer.head + answer.body);
        const QJsonObject body = answer.json();
        QCOMPARE(body[QStringLiteral("success")], QJsonValue(false));
        QCOMPARE(body[QStringLiteral("error_code")].toString(), QStringLiteral("HTTP_%1").arg(status));
        QCOMPARE(body[QStringLiteral("request_id")].toString().toLatin1(), answer.header("X-Request-ID"));
        QVERIFY(!body[QStringLiteral("error_message")].toString().isEmpty());
        if (status == 422)
            QCOMPARE(body[QStringLiteral("detail")][0][QStringLiteral("type")].toString(), type);
        else
            QVERIFY(!body.contains(QStringLiteral("detail")));
        if (type == QLatin1String("image_too_large"))
            QVERIFY(body[QStringLiteral("error_message")].toString().contains(QLatin1String("exceed")));
        QCOMPARE(server.provider.calls, 0);
        QCOMPARE(server.get("/livez").status, 200);
    }

    void providerErrors_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("status");
        QTest::newRow("rejected") << int(ErrorCode::ProviderRejected) << 422;
        QTest::newRow("unavailable") << int(ErrorCode::ProviderUnavailable) << 502;
        QTest::newRow("key") << int(ErrorCode::ProviderRefusedKey) << 502;
        QTest::newRow("unusable") << int(ErrorCode::ProviderUnusable) << 502;
        QTest::newRow("busy") << int(ErrorCode::ProviderBusy) << 503;
        QTest::newRow("deadline") << int(ErrorCode::DeadlineExceeded) << 504;
        QTest::newRow("bug") << int(ErrorCode::Internal) << 500;
    }

    void providerErrors() {
        QFETCH(int, code);
        QFETCH(int, status);
        RunningServer server;
        server.provider.error = Error{static_cast<ErrorCode>(code), QStringLiteral("NanoBanana API said no")};
        server.provider.error->retryAfter = std::chrono::seconds(17);
        server.provider.error->detail = QStringLiteral("for the log");
        const log::Capture capture;
        const RawAnswer answer = server.ask(goodForm().request());
        QCOMPARE(answer.status, status);
        const QString message = answer.json()[QStringLiteral("error_message")].toString();
        if (status == 500)
            QVERIFY(!answer.body.contains("said no"));
        else
            QCOMPARE(message, QStringLiteral("NanoBanana API said no"));
        if (status == 503)
            QCOMPARE(answer.header("Retry-After"), QByteArray("17"));
        const auto lines = capture.lines(QStringLiteral("Inpainting failed"));
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines[0][QStringLiteral("level")].toString(),
                 status >= 500 ? QStringLiteral("error") : QStringLiteral("debug"));
        QCOMPARE(lines[0][QStringLiteral("detail")].toString(), QStringLiteral("for the log"));
        QVERIFY(!answer.body.contains("for the log"));
    }

    void theDeadlineIsForTheWholeEdit() {
        config::Settings settings = testSettings();
        settings.provider.timeout = std::chrono::seconds(1);
        RunningServer server(settings);
        server.provider.hold = true;
        QCOMPARE(server.ask(goodForm().request()).status, 504);
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.cancelled, 1, kHangLimitMs);
        server.provider.hold = false;
        QCOMPARE(server.ask(goodForm().request()).status, 200);
    }

    void aClientThatLeavesAbortsItsEdit_data() {
        QTest::addColumn<int>("how");
        QTest::newRow("close") << 0;
        QTest::newRow("reset") << 1;
        QTest::newRow("pipelines") << 2;
    }

    void aClientThatLeavesAbortsItsEdit() {
        QFETCH(int, how);
        RunningServer server;
        server.provider.hold = true;
        RawClient client(server.port);
        client.send(goodForm().request());
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        if (how == 0)
            client.socket.disconnectFromHost();
        else if (how == 1)
            client.socket.abort();
        else
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.cancelled, 1, kHangLimitMs);
        if (how == 2)
            QCOMPARE(client.answer().status, 400);
        const QByteArray wanted =
            "http_requests_total{endpoint=\"/api/edit\",method=\"POST\",status_code=\"499\"} 1";
        QTRY_VERIFY_WITH_TIMEOUT(server.get("/metrics").body.contains(wanted), kHangLimitMs);
        QVERIFY(server.get("/metrics").body.contains("http_client_disconnects_total{phase=\"edit\"} 1"));
        server.provider.hold = false;
        QCOMPARE(server.ask(goodForm().request()).status, 200);
    }

    void leavingAtAnyMomentHarmsNobody() {
        RunningServer server(([] {
            config::Settings settings = testSettings();
            settings.server.rateLimitEnabled = false;
            return settings;
        })());
        const QByteArray request = goodForm().request();
        for (int i = 0; i < 60; ++i) {
            RawClient client(server.port);
            client.send(i % 3 == 0 ? request.left(request.size() * i / 60) : request);
            client.socket.flush();
            QTest::qWait(i % 7);
            if (i % 2 == 0)
                client.socket.abort();
        }
        QCOMPARE(server.ask(request).status, 200);
    }

    void aFullQueueAnswersAtOnce() {
        config::Settings settings = testSettings();
        settings.server.maxInFlight = 1;
        settings.server.queueSize = 1;
        RunningServer server(settings);
        server.provider.hold = true;
        RawClient first(server.port);
        first.send(goodForm().request());
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        RawClient second(server.port);
        second.send(goodForm().request());
        QTRY_COMPARE_WITH_TIMEOUT(server.get("/readyz").status, 503, kHangLimitMs);
        const RawAnswer third = server.ask(goodForm().request());
        QCOMPARE(third.status, 503);
        QVERIFY(third.header("Retry-After").toInt() > 0);
        QCOMPARE(server.provider.calls, 1);
        server.provider.release();
        server.provider.hold = false;
        QCOMPARE(first.answer().status, 200);
        QCOMPARE(second.answer().status, 200);
        QCOMPARE(server.get("/readyz").status, 200);
    }

    void aWaitingClientThatLeavesIsDropped() {
        config::Settings settings = testSettings();
        settings.server.maxInFlight = 1;
        settings.server.queueSize = 1;
        RunningServer server(settings);
        server.provider.hold = true;
        RawClient first(server.port);
        first.send(goodForm().request());
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        {
            RawClient second(server.port);
            second.send(goodForm().request());
            QTRY_COMPARE_WITH_TIMEOUT(server.get("/readyz").status, 503, kHangLimitMs);
            second.socket.abort();
        }
        QTRY_COMPARE_WITH_TIMEOUT(server.get("/readyz").status, 200, kHangLimitMs);
        server.provider.release();
        QCOMPARE(first.answer().status, 200);
        QCOMPARE(server.provider.calls, 1);
    }

    void repeatedRequestsComeFromTheCache() {
        config::Settings settings = testSettings();
        settings.server.cacheEnabled = true;
        RunningServer server(settings);
        const QByteArray seeded = goodForm().text("seed", "7").request();
        const RawAnswer first = server.ask(seeded);
        QCOMPARE(first.header("X-Cache"), QByteArray("miss"));
        const RawAnswer again = server.ask(seeded);
        QCOMPARE(again.header("X-Cache"), QByteArray("hit"));
        QCOMPARE(again.body, first.body);
        QCOMPARE(server.provider.calls, 1);
        QCOMPARE(server.ask(goodForm().text("seed", "8").request()).header("X-Cache"), QByteArray("miss"));
        QCOMPARE(server.ask(goodForm().request()).header("X-Cache"), QByteArray("miss"));
        QCOMPARE(server.ask(goodForm().request()).header("X-Cache"), QByteArray("miss"));
        QCOMPARE(server.provider.calls, 4);
    }
};

NB_TEST(TestEditJob)
#include "tst_edit_job.moc"
