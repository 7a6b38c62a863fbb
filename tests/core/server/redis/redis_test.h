#pragma once
// What the tests of the stores share: a client that is connected, and names for what they wait for.

#include "core/server/redis/client.h"
#include "core/telemetry/metrics.h"
#include "tests/support/redis_server.h"
#include <QDeadlineTimer>
#include <QTest>
#include <QTimer>
#include <memory>
#include <optional>

namespace nb::test {

constexpr int kPatienceMs = 20'000;

// As QTest::qWaitFor(), which sleeps for 10 ms after each event.
template <class Condition>
bool waitFor(const Condition& condition) {
    const QDeadlineTimer deadline(kPatienceMs);
    QTimer wake;
    wake.start(10);
    for (;;) {
        if (condition()) // which may have effects: true is true
            return true;
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

inline std::unique_ptr<redis::Client> connectedClient(const RedisServer& server,
                                                      telemetry::Metrics& metrics) {
    auto client = std::make_unique<redis::Client>(redis::Address::of(server.url()), metrics);
    (void)waitFor([&] { return client->isUp(); });
    return client;
}

// Waits until `got` has a value.
template <class T>
bool arrives(const std::optional<T>& got) {
    return waitFor([&got] { return got.has_value(); });
}

} // namespace nb::test
