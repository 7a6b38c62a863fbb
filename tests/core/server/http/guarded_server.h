#pragma once
// A GuardServer whose requests a test answers, for tests of the guard over real sockets.

#include "core/server/http/error_response.h"
#include "core/server/http/guard_server.h"
#include "tests/support/raw_client.h"
#include <QPointer>
#include <memory>

namespace nb::test {

using namespace nb::server;

// Answers every request with its method and body, at once or when told to.
struct Guarded {
    // One request; deleted with the Guarded.
    struct Listener : RequestListener {
        Listener(Guarded& owner, GuardConnection& of) : guarded(owner), connection(&of) {
            of.setListener(this);
        }
        void bodyComplete(RequestBody body) override {
            ++guarded.handled;
            if (guarded.hold)
                guarded.bodies.push_back(std::move(body));
            else
                connection->respond({200, "text/plain", connection->head().method + " " + body.bytes(), {}});
        }
        Response rejected(const Rejection& rejection) override { return guarded.refusalOf(rejection); }
        void clientLeft() override {
            ++guarded.abandoned;
            if (guarded.onClientLeft)
                guarded.onClientLeft();
        }

        Guarded& guarded;
        QPointer<GuardConnection> connection;
    };

    // memory: of all bodies; 0 = it is not counted.
    explicit Guarded(GuardLimits limits = {}, qint64 memory = 0) : bodyMemory(memory) {
        if (limits.maxBodyBytes == 0)
            limits.maxBodyBytes = 1'000'000;
        auto hooks = std::make_shared<GuardHooks>();
        hooks->onRejected = [this](GuardConnection&, const Rejection& rejection) {
            return refusalOf(rejection);
        };
        hooks->onHead = [this](GuardConnection& connection) {
            ++heads;
            last = &connection;
            listeners.push_back(std::make_unique<Listener>(*this, connection));
            if (early)
                connection.respond(*early);
            else if (!holdDecision)
                connection.proceed();
        };
        hooks->onDropped = [this](GuardConnection&, const char* reason) { reasons.append(reason); };
        hooks->bodyMemory = memory > 0 ? &bodyMemory : nullptr;
        guard = std::make_unique<GuardServer>(limits, hooks, [](const QHostAddress&) { return false; });
        listening = guard->listen(QHostAddress::LocalHost);
    }

    quint16 port() const { return guard->serverPort(); }

    Response refusalOf(const Rejection& rejection) {
        reasons.append(rejection.reason);
        return {httpStatus(rejection.error.code), "text/plain", rejection.error.message.toUtf8(), {}};
    }

    BodyMemory bodyMemory;
    std::vector<std::unique_ptr<Listener>> listeners;
    std::vector<RequestBody> bodies; // that are held
    bool listening = false;
    bool hold = false;             // whole requests
    bool holdDecision = false;     // heads
    std::optional<Response> early; // to every head
    int heads = 0;
    int handled = 0;
    int abandoned = 0;
    std::function<void()> onClientLeft;
    QPointer<GuardConnection> last;
    QByteArrayList reasons;
    std::unique_ptr<GuardServer> guard; // goes first
};

inline QByteArray get(const QByteArray& headers = {}) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

inline QByteArray post(const QByteArray& headers, const QByteArray& body) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}

} // namespace nb::test
