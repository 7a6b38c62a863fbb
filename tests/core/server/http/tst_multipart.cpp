#include "core/server/http/error_response.h"
#include "core/server/http/multipart.h"
#include "tests/support/test_main.h"
#include "tests/support/test_seed.h"
#include <QRandomGenerator>
#include <QTest>

using namespace nb::server;

namespace {

QByteArray part(const QByteArray& name, const QByteArray& content, const QByteArray& further = {}) {
    return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"" + further + "\r\n\r\n" + content +
           "\r\n";
}

int statusOf(const QByteArray& body) {
    const auto parts = splitMultipart(body, "B");
    return parts ? 0 : httpStatus(parts.error().code);
}

} // namespace

class TestMultipart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void boundaries_data() {
        QTest::addColumn<QByteArray>("contentType");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("boundary");
        const auto row = [](const char* type, int status, const char* boundary = "") {
            QTest::newRow(*type ? type : "none") << QByteArray(type) << status << QByteArray(boundary);
        };
        row("multipart/form-data; boundary=abc", 0, "abc");
        row("Multipart/Form-Data; charset=x; Boundary=\"a b:c\"", 0, "a b:c");
        row("", 415);
        row("application/json", 415);
        row("multipart/mixed; boundary=a", 415);
        row("multipart/form-data; boundary=----=_Part_1:2/3; charset=UTF-8", 0, "----=_Part_1:2/3");
        row("multipart/form-data; boundary=\"----=_Part_1.2\"", 0, "----=_Part_1.2");
        row("multipart/form-data", 400);
        row("multipart/form-data; boundary=", 400);
        row("multipart/form-data; boundary=\"\"", 400);
        row("multipart/form-data; boundary=\"a \"", 400);
        row("multipart/form-data; boundary=\"a\x01\"", 400);
        row("multipart/form-data; boundary=a; boundary=b", 400);
        row("multipart/form-data; "
            "boundary=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg",
            0, "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg");
        row("multipart/form-data; "
            "boundary=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggggggggh",
            400);
    }

    void boundaries() {
        QFETCH(QByteArray, contentType);
        QFETCH(int, status);
        const auto boundary = boundaryOf(contentType);
        QCOMPARE(boundary ? 0 : httpStatus(boundary.error().code), status);
        if (boundary)
            QTEST(*boundary, "boundary");
    }

    void splits() {
        const QByteArray body = part("a", "1") + part("file", "\r\n--b\r\n--", "; filename=\"../x\\\"\"") +
                                part("empty", "") + "--B--\r\n";
        const auto parts = splitMultipart(body, "B");
        QVERIFY(parts.has_value());
        QCOMPARE(parts->size(), 3);
        QCOMPARE(parts->at(0).name, QByteArray("a"));
        QCOMPARE(parts->at(0).content, QByteArray("1"));
        QVERIFY(!parts->at(0).isFile);
        QCOMPARE(parts->at(1).content, QByteArray("\r\n--b\r\n--"));
        QVERIFY(parts->at(1).isFile);
        QCOMPARE(parts->at(2).content, QByteArray());
        QVERIFY(parts->at(1).content.constData() > body.constData()); // a view, no copy
    }

    // One form, in every way that RFC 2046 lets it be written.
    void isRfc2046_data() {
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char* name, const QByteArray& body) { QTest::newRow(name) << body; };
        const QByteArray parts = part("a", "1") + part("b", "22", "; filename=x");
        row("plain", parts + "--B--");
        row("preamble", "This is a preamble.\r\n" + parts + "--B--\r\n");
        row("long preamble with boundaries of others",
            "--C\r\n -B\r\n--A--\r\n" + QByteArray(100'000, '-') + "\r\n" + parts + "--B--\r\n");
        row("CR LF before the first boundary", "\r\n" + parts + "--B--\r\n");
        row("empty lines before the first boundary", "\r\n\r\n" + parts + "--B--\r\n");
        row("epilogue", parts + "--B--\r\nAn epilogue.\r\n");
        row("epilogue like a part", parts + "--B--\r\n" + part("c", "3") + "--B--\r\n");
        row("LF behind the last", parts + "--B--\n");
        row("empty lines behind the last", parts + "--B--\r\n\r\n\r\n");
        row("padding", QByteArray(parts + "--B--").replace("--B\r\n", "--B \t \r\n"));
        row("padding behind the last", parts + "--B-- \t\r\n");
        row("padding to the end", parts + "--B-- ");
        row("folded header", QByteArray(parts + "--B--").replace("form-data; name", "form-data;\r\n\tname"));
        row("all at once", "pre\r\n" + QByteArray(parts).replace("--B\r\n", "--B\t\r\n") + "--B--\t\r\npost");
    }

    void isRfc2046() {
        QFETCH(QByteArray, body);
        const auto parts = splitMultipart(body, "B");
        QVERIFY2(parts.has_value(), parts ? "" : qPrintable(parts.error().message));
        QCOMPARE(parts->size(), 2);
        QCOMPARE(parts->at(0).name, QByteArray("a"));
        QCOMPARE(parts->at(0).content, QByteArray("1"));
        QVERIFY(!parts->at(0).isFile);
        QCOMPARE(parts->at(1).name, QByteArray("b"));
        QCOMPARE(parts->at(1).content, QByteArray("22"));
        QVERIFY(parts->at(1).isFile);
    }

    void everyFormOfAFileNameMakesAFile_data() {
        QTest::addColumn<QByteArray>("further");
        QTest::addColumn<bool>("isFile");
        QTest::newRow("filename") << QByteArray("; filename=\"x\"") << true;
        QTest::newRow("empty") << QByteArray("; filename=\"\"") << true;
        QTest::newRow("extended") << QByteArray("; filename*=UTF-8''f%C3%B6to.png") << true;
        QTest::newRow("extended, no language") << QByteArray("; FileName*=iso-8859-1'en'%A3.png") << true;
        QTest::newRow("both") << QByteArray("; filename=\"foto.png\"; filename*=UTF-8''f%C3%B6to.png")
                              << true;
        QTest::newRow("continued") << QByteArray("; filename*0=\"a\"; filename*1=\"b.png\"") << true;
        QTest::newRow("backslash at the end") << QByteArray("; filename=\"C:\\\"") << true;
        QTest::newRow("none") << QByteArray() << false;
        QTest::newRow("other parameter") << QByteArray("; filenames=x") << false;
    }

    void everyFormOfAFileNameMakesAFile() {
        QFETCH(QByteArray, further);
        const auto parts = splitMultipart(part("image", "1", further) + "--B--", "B");
        QVERIFY2(parts.has_value(), parts ? "" : qPrintable(parts.error().message));
        QCOMPARE(parts->at(0).name, QByteArray("image"));
        QTEST(parts->at(0).isFile, "isFile");
    }

    void everyCutIsRefused() {
        const QByteArray body = part("a", "1") + part("b", "22", "; filename=x") + "--B--";
        for (qsizetype length = 0; length < body.size(); ++length)
            QCOMPARE(statusOf(body.left(length)), 400);
        QCOMPARE(statusOf(body), 0);
        QCOMPARE(statusOf(body + "\r\n"), 0);
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const QByteArray& body, int status) {
            QTest::newRow(name) << body << status;
        };
        row("other boundary", "--C\r\n\r\n\r\n--C--", 400);
        row("a boundary inside a line is preamble", "hello" + part("a", "1") + "--B--", 0);
        row("preamble only", "hello\r\n\r\n", 400);
        row("no closing boundary, an epilogue", part("a", "1") + "more\r\n", 400);
        row("text behind the closing boundary", part("a", "1") + "--B--more", 400);
        row("text behind a boundary's padding", part("a", "1") + "--B  x\r\n\r\n\r\n--B--", 400);
        row("LF behind a boundary", "--B\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--B--", 400);
        row("folded first line", "--B\r\n Content-Disposition: form-data; name=a\r\n\r\nx\r\n--B--", 400);
        row("long folded headers", part("a", "1", ";\r\n x=\"" + QByteArray(9000, 'y') + "\"") + "--B--",
            400);
        row("boundary goes on", part("a", "1") + "--Bx\r\n\r\n--B--", 400);
        row("no headers", "--B\r\n\r\nx\r\n--B--", 400);
        row("no name", "--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--", 400);
        row("empty name", part("", "x") + "--B--", 400);
        row("other disposition", "--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--", 400);
        row("two dispositions",
            "--B\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; "
            "name=b\r\n\r\nx\r\n"
            "--B--",
            400);
        row("header without a colon", "--B\r\nfoo\r\n\r\nx\r\n--B--", 400);
        row("long headers", part("a", "1", "; x=\"" + QByteArray(9000, 'y') + "\"") + "--B--", 400);
        row("nested", part("a", "1", "\r\nContent-Type: multipart/mixed; boundary=c") + "--B--", 400);
        row("base64", part("a", "1", "\r\nContent-Transfer-Encoding: base64") + "--B--", 400);
        row("16 parts", part("a", "1").repeated(16) + "--B--", 0);
        row("17 parts", part("a", "1").repeated(17) + "--B--", 422);
        row("10000 parts", part("a", "1").repeated(10'000) + "--B--", 422);
        row("binary transfer encoding", part("a", "1", "\r\nContent-Transfer-Encoding: binary") + "--B--", 0);
    }

    void refuses() {
        QFETCH(QByteArray, body);
        QTEST(statusOf(body), "status");
    }

    // Whatever the bytes, contents stay inside the body.
    void randomBytes() {
        const quint32 seed = nb::test::testSeed();
        QRandomGenerator random(seed);
        const QByteArray valid = part("a", "1") + part("b", "22", "; filename=x") + "--B--";
        for (int i = 0; i < 20'000; ++i) {
            QByteArray body = valid;
            for (quint32 change = random.bounded(1u, 5u); change > 0; --change)
                body[random.bounded(int(body.size()))] = "-B\r\n:;=\"\\x"[random.bounded(10)];
            const auto parts = splitMultipart(body, "B");
            if (!parts)
                continue;
            for (const Part& p : *parts)
                QVERIFY(p.content.isEmpty() ||
                        (p.content.constData() >= body.constData() &&
                         p.content.constData() + p.content.size() <= body.constData() + body.size()));
        }
    }
};

NB_TEST(TestMultipart)
#include "tst_multipart.moc"
