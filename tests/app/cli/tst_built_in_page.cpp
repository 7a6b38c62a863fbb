#include "app/cli/built_in_page.h"
#include "tests/support/test_main.h"
#include <QSet>
#include <QTest>

using namespace nb;

// Of the build that is tested: with the page or without it.
class TestBuiltInPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isWholeOrNotThere() {
        const server::PageFiles page = app::builtInPage();
        QSet<QByteArray> paths;
        qsizetype compressed = 0;
        for (const server::PageFile& file : page) {
            QVERIFY2(!paths.contains(file.path), file.path);
            paths.insert(file.path);
            QVERIFY2(!file.plain.isEmpty(), file.path);
            QVERIFY2(file.type != "application/octet-stream", file.path); // a type that the table lacks
            QVERIFY2(!file.path.endsWith(".gz") && !file.path.endsWith(".br") && !file.path.endsWith(".map"),
                     file.path);
            // A copy is there because it is smaller.
            QVERIFY2(file.gzip.size() < file.plain.size() && file.brotli.size() < file.plain.size(),
                     file.path);
            compressed += file.gzip.startsWith("\x1f\x8b");
        }
#ifdef NB_HAS_PAGE
        QVERIFY(paths.contains("/"));
        QVERIFY(compressed > 0);
        for (const server::PageFile& file : page)
            if (file.path == "/")
                QVERIFY(file.plain.toLower().startsWith("<!doctype html>"));
#else
        QVERIFY(page.isEmpty());
        QCOMPARE(compressed, 0);
#endif
    }
};

NB_TEST(TestBuiltInPage)
#include "tst_built_in_page.moc"
