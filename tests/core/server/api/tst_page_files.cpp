#include "core/server/api/page_files.h"
#include "tests/support/test_main.h"
#include <QTest>

using namespace nb::server;

class TestPageFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void names_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("caching");
        const auto row = [](const char* name, const char* path, const char* type, PageCaching caching) {
            QTest::newRow(name) << QByteArray(name) << QByteArray(path) << QByteArray(type) << int(caching);
        };
        row("index.html", "/", "text/html; charset=utf-8", PageCaching::Revalidated);
        row("assets/index-1a2b3c4d.js", "/assets/index-1a2b3c4d.js", "text/javascript; charset=utf-8",
            PageCaching::Forever);
        row("assets/index-1a2b3c4d.css", "/assets/index-1a2b3c4d.css", "text/css; charset=utf-8",
            PageCaching::Forever);
        row("favicon.svg", "/favicon.svg", "image/svg+xml; charset=utf-8", PageCaching::Briefly);
        row("site.webmanifest", "/site.webmanifest", "application/manifest+json; charset=utf-8",
            PageCaching::Briefly);
        row("icons/192.png", "/icons/192.png", "image/png", PageCaching::Briefly);
        row("assets/index.html", "/assets/index.html", "text/html; charset=utf-8", PageCaching::Forever);
        row("LICENSE", "/LICENSE", "application/octet-stream", PageCaching::Briefly);
    }
    void names() {
        QFETCH(QByteArray, name);
        const PageFile file = pageFile(name, "bytes");
        QTEST(file.path, "path");
        QTEST(file.type, "type");
        QTEST(int(file.caching), "caching");
    }

    void theTagIsOfTheContent() {
        // printf a | sha256sum
        QCOMPARE(pageFile("x", "a").etag, QByteArray("ca978112ca1bbdcafac231b39a23dc4d"));
        QCOMPARE(pageFile("y", "a", "g", "b").etag, pageFile("x", "a").etag);
        QVERIFY(pageFile("x", "b").etag != pageFile("x", "a").etag);
    }

    void keepsTheCopies() {
        const PageFile file = pageFile("x", "plain", "gzipped", "brotli");
        QCOMPARE(file.plain, QByteArray("plain"));
        QCOMPARE(file.gzip, QByteArray("gzipped"));
        QCOMPARE(file.brotli, QByteArray("brotli"));
        QVERIFY(pageFile("x", "plain").gzip.isEmpty() && pageFile("x", "plain").brotli.isEmpty());
    }
};

NB_TEST_APPLESS(TestPageFiles)
#include "tst_page_files.moc"
