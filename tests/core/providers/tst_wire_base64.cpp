#include "core/providers/wire_base64.h"

#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>

using namespace nb;
using namespace nb::providers;

class TestWireBase64 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // 3E is ">" and 3F is "?": 0x3e3f3e is "Pj8-", 0xfbff is "-_8" in the URL-safe alphabet.
    void reads_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* text, const QByteArray& bytes) {
            QTest::newRow(*text ? text : "nothing") << QByteArray(text) << bytes;
        };
        row("QUJD", "ABC");
        row("QUI=", "AB");
        row("QQ==", "A");
        row("QUI", "AB");
        row("QQ", "A");
        row("QUJD=", "ABC");
        row("QUJD====", "ABC");
        row("QUI===", "AB");
        row("QU\r\nJD", "ABC");
        row(" QU JD\t\n", "ABC");
        row("\r\n\fQ\vU JD", "ABC");
        row("Q\r\nQ=\n=", "A");
        row("+/8=", "\xfb\xff");
        row("-_8=", "\xfb\xff");
        row("-_8", "\xfb\xff");
        row("-/8", "\xfb\xff");
        row("QQ==Qg==", "AB"); // pieces, each with its padding
        row("data:image/png;base64,QUJD", "ABC");
        row("data:image/png;base64,-_8", "\xfb\xff");
        row("DATA:image/PNG;Base64,QUJD", "ABC");
        row("data:;base64,QUJD", "ABC");
        row("data:image/png;charset=utf-8;base64,QUJD", "ABC");
        row("data:image/png;name=a.png;base64, QU JD", "ABC");
        row("data:image/png; base64 ,QUJD", "ABC");
        row(" \r\ndata:image/png;base64,QUJD", "ABC");
        row("data:image/png,QUJD", "ABC"); // the word forgotten
        row("data:image/png;base64,%2B%2F8%3D", "\xfb\xff");
        row("data:image/png;base64", "");
        row("QU@D", "");
        row("Q$==", "");
        row("QQ==\xe9", "");
        row("\xff\xd8\xff", "");
        row("Q", "");
        row("====", "");
        row(" \n", "");
        row("", "");
    }
    void reads() {
        QFETCH(QByteArray, text);
        QTEST(incomingBase64(text), "bytes");
    }

    // Whatever Qt writes, however it is broken into lines.
    void readsWhatQtWrites() {
        const quint32 seed = test::testSeed();
        QRandomGenerator random(seed);
        for (int round = 0; round < 2'000; ++round) {
            QByteArray bytes(random.bounded(1, 60), '\0');
            for (char& byte : bytes)
                byte = static_cast<char>(random.bounded(256));
            QByteArray::Base64Options options = QByteArray::Base64Encoding;
            if (random.bounded(2) == 0)
                options |= QByteArray::Base64UrlEncoding;
            if (random.bounded(2) == 0)
                options |= QByteArray::OmitTrailingEquals;
            QByteArray text = bytes.toBase64(options);
            for (int blanks = random.bounded(4); blanks > 0; --blanks)
                text.insert(random.bounded(int(text.size()) + 1), random.bounded(2) == 0 ? " " : "\r\n");
            QCOMPARE(incomingBase64(text), bytes);
        }
    }

    void saysWhatStoodThere_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("what");
        QTest::newRow("words") << QStringLiteral("No picture, sorry")
                               << QStringLiteral(
                                      "17 characters that are no base64, beginning \"No picture, sorry\"");
        QTest::newRow("address") << QStringLiteral("https://cdn.example/x.png?token=1")
                                 << QStringLiteral("an address instead of a picture");
        QTest::newRow("other script")
            << QStringLiteral("図") << QStringLiteral("1 characters that are no base64, beginning \"図\"");
        QTest::newRow("percent signs")
            << QStringLiteral("%1 %2")
            << QStringLiteral("5 characters that are no base64, beginning \"%1 %2\"");
        QTest::newRow("the key") << QStringLiteral("key s3cret!")
                                 << QStringLiteral(
                                        "11 characters that are no base64, beginning \"key [•••]!\"");
    }
    void saysWhatStoodThere() {
        QFETCH(QString, text);
        QFETCH(QString, what);
        const auto bytes = incomingBase64(text, QStringLiteral("S"), "s3cret");
        QVERIFY(!bytes.has_value());
        QCOMPARE(bytes.error().code, ErrorCode::ProviderUnusable);
        QCOMPARE(bytes.error().message,
                 QStringLiteral("S sent a picture that cannot be used: it is ") + what);
    }

    void onlyTheBeginningIsSaid() {
        const auto bytes = incomingBase64(QString(5'000, QLatin1Char('@')), QStringLiteral("S"), {});
        QVERIFY(bytes.error().message.size() < 200);
    }
};

NB_TEST(TestWireBase64)
#include "tst_wire_base64.moc"
