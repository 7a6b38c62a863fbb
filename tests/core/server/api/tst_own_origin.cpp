#include "core/server/api/own_origin.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::server;

class TestOwnOrigin : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void origins_data() {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<bool>("usesTls");
        QTest::addColumn<bool>("own");
        const auto row = [](const char* host, const char* origin, bool own, bool usesTls = false) {
            QTest::addRow("%s, %s, %d", host, origin, usesTls)
                << QByteArray(host) << QByteArray(origin) << usesTls << own;
        };
        // This machine, and a phone in the same network.
        row("localhost:5173", "http://localhost:5173", true);
        row("studio.localhost:5173", "http://studio.localhost:5173", true);
        row("127.0.0.1:5173", "http://127.0.0.1:5173", true);
        row("192.168.1.20:5173", "http://192.168.1.20:5173", true);
        row("[::1]:5173", "http://[::1]:5173", true);
        row("[2001:db8::2]:5173", "http://[2001:db8::2]:5173", true);
        // Without a port, or with that of the scheme.
        row("localhost", "http://localhost", true);
        row("localhost:80", "http://localhost", true);
        row("[::1]", "http://[::1]", true);
        row("[::1]:80", "http://[::1]", true);
        row("10.0.0.1", "http://10.0.0.1", true);
        row("localhost", "https://localhost", true, true);
        row("localhost:443", "https://localhost", true, true);
        row("localhost:5173", "https://localhost:5173", true, true);
        row("localhost:443", "http://localhost:443", true);
        row("localhost:80", "https://localhost:80", true, true);
        // Names are written in any case, Origin is not.
        row("LocalHost:5173", "http://localhost:5173", true);
        row("[2001:DB8::2]:5173", "http://[2001:db8::2]:5173", true);
        row("localhost:5173", "http://LOCALHOST:5173", false);
        row("localhost:5173", "HTTP://localhost:5173", false);
        // A stranger's name that resolves to this server: DNS rebinding.
        row("evil.example:5173", "http://evil.example:5173", false);
        row("EVIL.example:5173", "http://evil.example:5173", false);
        row("evil.example", "http://evil.example", false);
        row("evil.example.:5173", "http://evil.example.:5173", false);
        row("localhost.evil.example:5173", "http://localhost.evil.example:5173", false);
        row("evillocalhost:5173", "http://evillocalhost:5173", false);
        row("127.0.0.1.evil.example:5173", "http://127.0.0.1.evil.example:5173", false);
        row("127.0.0.1.:5173", "http://127.0.0.1.:5173", false);
        row("localhost.:5173", "http://localhost.:5173", false);
        // What other parsers read as an address.
        row("127.1:5173", "http://127.1:5173", false);
        row("2130706433:5173", "http://2130706433:5173", false);
        row("0x7f.0.0.1:5173", "http://0x7f.0.0.1:5173", false);
        row("010.0.0.1:5173", "http://010.0.0.1:5173", false);
        row("[127.0.0.1]:5173", "http://[127.0.0.1]:5173", false);
        row("[1::2::3]:5173", "http://[1::2::3]:5173", false);
        // Another page.
        row("localhost:5173", "http://evil.example", false);
        row("localhost:5173", "http://localhost:8000", false);
        row("localhost:5173", "http://localhost", false);
        row("localhost", "http://localhost:5173", false);
        row("localhost:5173", "http://localhost:05173", false);
        row("localhost:5173", "http://127.0.0.1:5173", false);
        row("127.0.0.1:5173", "http://localhost:5173", false);
        row("localhost:5173", "https://localhost:5173", false);
        row("localhost:5173", "http://localhost:5173", false, true);
        row("localhost:5173", "null", false);
        row("localhost:5173", "", false);
        row("", "", false);
        row("", "http://", false);
        // Tricks with user names, paths and further origins.
        row("localhost:5173", "http://localhost:5173@evil.example", false);
        row("localhost:5173", "http://evil.example@localhost:5173", false);
        row("localhost:5173", "http://localhost:5173/", false);
        row("localhost:5173", "http://localhost:5173 http://evil.example", false);
        row("localhost:5173", "http://localhost:5173.evil.example", false);
        row("localhost:5173", "//localhost:5173", false);
    }
    void origins() {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, origin);
        QFETCH(bool, usesTls);
        RequestHead head;
        head.fields = {{"host", host}, {"origin", origin}};
        QTEST(isOwnOrigin(head, usesTls), "own");
    }

    void withoutAHostThereIsNone() {
        RequestHead head;
        head.fields = {{"Origin", "http://localhost"}};
        QVERIFY(!isOwnOrigin(head, false));
    }
};

NB_TEST_APPLESS(TestOwnOrigin)
#include "tst_own_origin.moc"
