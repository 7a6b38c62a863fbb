// What the bodies of requests cost a whole server.

#include "tests/core/server/api/server_fixture.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb;
using namespace nb::test;

class TestServerBodies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lessMemoryThanABodyTakesIsAnError() {
        FakeProvider provider;
        WorkerPool pool(1);
        config::Settings settings = testSettings(); // files of 1 MB: a body may have 3
        settings.server.maxBodyMemoryMb = 2;
        const auto created = server::Server::create(settings, provider, pool);
        QVERIFY(!created);
        QCOMPARE(created.error().code, ErrorCode::InvalidArgument);
        for (const char* part : {"MAX_BODY_MEMORY_MB=2", "at least 3", "MAX_IMAGE_SIZE_MB=1"})
            QVERIFY2(created.error().message.contains(QLatin1String(part)), part);
        settings.server.maxBodyMemoryMb = 3;
        QVERIFY(server::Server::create(settings, provider, pool).has_value());
    }

    // While it uploads it is counted; once the form has been read its memory is free, however long the edit
    // takes.
    void aBodyIsFreedWhenItHasBeenRead() {
        config::Settings settings = testSettings();
        settings.server.maxBodyMemoryMb = 7;
        RunningServer server(settings);
        server.provider.hold = true;
        QVERIFY(server.get("/metrics").body.contains("\nhttp_body_memory_limit_bytes 7340032\n"));
        const QByteArray request = goodForm().request();
        const QByteArray length = QByteArray::number(goodForm().body().size());
        RawClient client(server.port);
        client.send(request.chopped(1));
        QTRY_VERIFY_WITH_TIMEOUT(
            server.get("/metrics").body.contains("\nhttp_body_memory_bytes " + length + "\n"), kHangLimitMs);
        client.send(request.last(1));
        QTRY_COMPARE_WITH_TIMEOUT(server.provider.calls, 1, kHangLimitMs);
        QVERIFY(server.get("/metrics").body.contains("\nhttp_body_memory_bytes 0\n"));
        server.provider.release();
        QCOMPARE(client.answer().status, 200);
    }
};

NB_TEST(TestServerBodies)
#include "tst_server_bodies.moc"
