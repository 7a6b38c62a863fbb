#pragma once
// One HTTP attempt on QNetworkAccessManager with everything switched off that it does by itself: no redirect
// is followed (the key could leave with it), no cookie, cache or stored credential is used, nothing is
// decompressed, and Qt's own silent re-sending after a broken connection is made impossible, since a second
// request may be a second charge. Each attempt has a manager and a connection of its own: a kept-alive
// connection that the service has just closed would swallow a request. It knows nothing of retries.

#include "core/providers/http_message.h"
#include "core/providers/provider.h"
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

namespace nb::providers {

class OneShotBody;

class HttpCall : public QObject {
    Q_OBJECT

public:
    struct Limits {
        std::chrono::milliseconds timeout{90'000};    // from the start to the last byte of the response
        qint64 maxResponseBytes = 64LL * 1024 * 1024; // of the body
    };
    using OnProgress = std::function<void(const Progress&)>;
    using OnDone = std::function<void(HttpOutcome)>;

    // onDone is called once, from the event loop, unless the call is abandoned first.
    HttpCall(const HttpRequest& request, const Limits& limits, OnProgress onProgress, OnDone onDone);
    ~HttpCall() override;

    // Breaks the connection off now; neither callback is called any more.
    void abandon();
    [[nodiscard]] std::chrono::milliseconds elapsed() const;

private:
    void read();
    [[nodiscard]] bool takeBytes();
    void onFinished();
    void finish(HttpOutcome::Kind kind, const QString& reason = {}, const QString& detail = {});

    Limits m_limits;
    OnProgress m_onProgress;
    OnDone m_onDone;
    QElapsedTimer m_elapsed;
    QTimer m_timer;
    QByteArray m_response;
    std::unique_ptr<OneShotBody> m_body; // before the manager: it reads from it until it is gone
    std::unique_ptr<QNetworkAccessManager> m_manager;
    QNetworkReply* m_reply = nullptr; // owned by the manager; null if there was no memory for the call
};

} // namespace nb::providers
