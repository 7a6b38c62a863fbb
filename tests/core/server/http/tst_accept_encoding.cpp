#include "core/server/http/accept_encoding.h"
#include "tests/support/test_main.h"
#include <QTest>

using nb::server::chooseCoding;

class TestAcceptEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatClientsAskFor_data() {
        QTest::addColumn<QByteArray>("accept");
        QTest::addColumn<QByteArray>("coding");
        const auto row = [](const char* name, const char* accept, const char* coding) {
            QTest::newRow(name) << QByteArray(accept) << QByteArray(coding);
        };
        row("nothing", "", "");
        row("a browser with TLS", "gzip, deflate, br, zstd", "br");
        row("a browser without", "gzip, deflate", "gzip");
        row("curl --compressed", "deflate, gzip, br, zstd", "br");
        row("only what we do not have", "deflate, zstd", "");
        row("only the plain bytes", "identity", "");
        row("in capitals, with blanks", " GZip ;  Q=0.8 ", "gzip");
        row("the old name of gzip", "x-gzip", "gzip");
        row("the heavier one", "br;q=0.5, gzip;q=0.8", "gzip");
        row("a thousandth", "gzip;q=0.001", "gzip");
        row("three digits", "br;q=0.123, gzip;q=0.124", "gzip");
        row("named is more than not named", "gzip;q=0.1", "gzip");
        row("plain bytes preferred", "gzip;q=0.2, identity;q=0.9", "");
        row("plain bytes as welcome", "gzip;q=0.5, identity;q=0.5", "gzip");
        row("refused", "gzip;q=0, br;q=0.000", "");
        row("one refused", "br;q=0, gzip", "gzip");
        row("anything", "*", "br");
        row("anything, a little", "*;q=0.1", "br");
        row("anything but one", "br;q=0, *", "gzip");
        row("nothing else", "gzip, *;q=0", "gzip");
        row("not the plain bytes", "identity;q=0, gzip;q=0.3", "gzip");
        row("anything but the plain bytes", "identity;q=0, *", "br");
        row("nothing at all", "*;q=0", "");
        row("nothing that there is", "identity;q=0, zstd", "");
        row("no weight of the grammar", "br;q=2, gzip;q=0.5", "gzip");
        row("nor this", "br;q=0.1234, br;q=x, br;q=-1, br;q=, br;q=1.001, br;q", "");
        row("nor a coding", "b r, =, ;q=1, \"br\", ,", "");
        row("empty elements", ",, gzip ,,", "gzip");
    }
    void whatClientsAskFor() {
        QFETCH(QByteArray, accept);
        QTEST(chooseCoding(accept, {"br", "gzip"}), "coding");
        QCOMPARE(chooseCoding(accept, {}), QByteArray());
    }

    void onlyWhatThereIs() {
        QCOMPARE(chooseCoding("br, gzip", {"gzip"}), QByteArray("gzip"));
        QCOMPARE(chooseCoding("br", {"gzip"}), QByteArray());
        QCOMPARE(chooseCoding("br, *;q=0.1", {"gzip"}), QByteArray("gzip"));
    }
};

NB_TEST_APPLESS(TestAcceptEncoding)
#include "tst_accept_encoding.moc"
