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
        row("preamble", "hello\r\n" + part("a", "1") + "--B--", 400);
        row("epilogue", part("a", "1") + "--B--\r\nmore", 400);
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
