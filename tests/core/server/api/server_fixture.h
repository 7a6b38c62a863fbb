#pragma once
// A whole Server in the test's process, on a free port, with a provider that does what the test says.

#include "core/base/worker_pool.h"
#include "core/image/encode.h"
#include "core/providers/provider.h"
#include "core/server/api/server.h"
#include "core/telemetry/metrics.h"
#include "tests/support/raw_client.h"
#include <QPromise>
#include <QTcpServer>
#include <memory>
#include <opencv2/core.hpp>

namespace nb::test {

// Answers with the picture's negative; or with an error; or only when told, or cancelled.
class FakeProvider : public providers::Provider {
public:
    QString name() const override { return QStringLiteral("local"); }
    bool healthy() const override { return isHealthy; }
    providers::BreakerState breakerState() const override { return breaker; }
    providers::ProviderCapabilities capabilities() const override {
        return {.repeatsWithoutSeed = repeatsWithoutSeed};
    }

    QFuture<Result<providers::Answer>> edit(providers::Job job, providers::Context context) override {
        ++calls;
        lastJob = job;
        lastRequestId = context.requestId;
        auto pending = std::make_shared<Pending>();
        pending->job = std::move(job);
        pending->promise.start();
        pending->onCancel.emplace(context.cancel, [this, raw = std::weak_ptr(pending)] {
            if (const auto call = raw.lock()) {
                ++cancelled;
                finish(*call, Error{ErrorCode::Cancelled, QStringLiteral("cancelled")});
            }
        });
        m_pending.append(pending);
        auto future = pending->promise.future();
        if (!hold)
            release();
        return future;
    }

    // Answers everything that waits.
    void release() {
        for (const auto& call : std::exchange(m_pending, {}))
            finish(*call, error ? Result<providers::Answer>(*error) : negative(call->job));
    }

    bool isHealthy = true;
    providers::BreakerState breaker = providers::BreakerState::Closed;
    bool repeatsWithoutSeed = false;
    bool hold = false;
    std::optional<Error> error;
    int calls = 0;
    int cancelled = 0;
    providers::Job lastJob;
    QString lastRequestId;

private:
    struct Pending {
        providers::Job job;
        QPromise<Result<providers::Answer>> promise;
        std::optional<std::stop_callback<std::function<void()>>> onCancel;
        bool done = false;
    };

    static Result<providers::Answer> negative(const providers::Job& job) {
        providers::Answer answer;
        answer.picture.pixels = cv::Scalar::all(job.picture.is16Bit() ? 65535 : 255) - job.picture.pixels;
        answer.attempts = 2;
        return answer;
    }

    static void finish(Pending& call, Result<providers::Answer> result) {
        if (std::exchange(call.done, true))
            return;
        call.promise.addResult(std::move(result));
        call.promise.finish();
    }

    QList<std::shared_ptr<Pending>> m_pending;
};

inline config::Settings testSettings() {
    config::Settings settings;
    settings.server.host = QStringLiteral("127.0.0.1");
    settings.server.allowedOrigins = {QStringLiteral("http://localhost:5173")};
    settings.server.maxInFlight = 4;
    settings.server.queueSize = 4;
    settings.server.queueTimeout = std::chrono::seconds(60);
    settings.server.rateLimitPerMinute = 60;
    settings.server.rateLimitBurst = 20;
    settings.server.bodyTimeout = std::chrono::seconds(60);
    settings.server.shutdownGrace = std::chrono::seconds(10);
    settings.server.cacheTtl = std::chrono::seconds(3600);
    settings.image.maxSizeMb = 1;
    settings.image.maxDimension = 512;
    settings.image.minDimension = 16;
    settings.provider.timeout = std::chrono::seconds(60);
    settings.environment = QStringLiteral("development");
    return settings;
}

// One that is free now.
inline quint16 freePort() {
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : 0;
}

struct RunningServer {
    explicit RunningServer(const config::Settings& settings = testSettings(), server::Stores stores = {},
                           const server::PageFiles& page = {})
        : pool(2) {
        auto created = server::Server::create(settings, provider, pool, std::move(stores), page);
        if (!created)
            qFatal("%s", qPrintable(created.error().message));
        server = *std::move(created);
        const Result<quint16> bound = server->listen();
        if (!bound)
            qFatal("%s", qPrintable(bound.error().message));
        port = *bound;
    }

    // One request on a connection of its own.
    RawAnswer ask(const QByteArray& request, const QByteArray& method = "GET") const {
        RawClient client(port);
        client.send(request);
        return client.answer(method);
    }

    RawAnswer get(const QByteArray& path, const QByteArray& headers = {}) const {
        return ask("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
    }

    // The value of the series with that name and these labels, as /metrics shows it; -1 if there is none.
    double metric(const QByteArray& series) const {
        const QByteArray text = '\n' + server->metrics().text();
        const qsizetype at = text.indexOf('\n' + series + ' ');
        if (at < 0)
            return -1;
        const qsizetype value = at + series.size() + 2;
        return text.mid(value, text.indexOf('\n', value) - value).toDouble();
    }

    FakeProvider provider;
    WorkerPool pool;
    std::unique_ptr<server::Server> server;
    quint16 port = 0;
};

// A form as a client sends it.
class FormData {
public:
    FormData& file(const QByteArray& name, const QByteArray& bytes) {
        return add("form-data; name=\"" + name + "\"; filename=\"x\"", bytes);
    }
    FormData& text(const QByteArray& name, const QByteArray& value) {
        return add("form-data; name=\"" + name + "\"", value);
    }

    [[nodiscard]] QByteArray body() const { return m_body + "--B--\r\n"; }
    [[nodiscard]] static QByteArray contentType() { return "multipart/form-data; boundary=B"; }
    [[nodiscard]] QByteArray request(const QByteArray& headers = {}) const {
        return "POST /api/edit HTTP/1.1\r\nHost: a\r\nContent-Type: " + contentType() +
               "\r\nContent-Length: " + QByteArray::number(body().size()) + "\r\n" + headers + "\r\n" +
               body();
    }

private:
    FormData& add(const QByteArray& disposition, const QByteArray& content) {
        m_body += "--B\r\nContent-Disposition: " + disposition + "\r\n\r\n" + content + "\r\n";
        return *this;
    }

    QByteArray m_body;
};

constexpr int kSide = 32;

inline cv::Mat photo(int type = CV_8UC3) {
    cv::Mat pixels(kSide, kSide, type);
    cv::randu(pixels, cv::Scalar::all(0), cv::Scalar::all(CV_MAT_DEPTH(type) == CV_16U ? 65536 : 256));
    return pixels;
}

inline QByteArray png(const cv::Mat& pixels) {
    return *image::encodePng({pixels, {}});
}

// White in the left half.
inline QByteArray maskPng(int side = kSide) {
    cv::Mat mask(side, side, CV_8UC1, cv::Scalar(0));
    mask.colRange(0, side / 2) = 255;
    return *image::encodeGreyPng(mask);
}

inline FormData goodForm() {
    static const QByteArray image = png(photo());
    return FormData().file("image", image).file("mask", maskPng()).text("prompt", "a red rose");
}

} // namespace nb::test
