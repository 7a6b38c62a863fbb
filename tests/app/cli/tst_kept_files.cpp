#include "app/cli/kept_files.h"
#include "core/storage/read_file.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>
#include <QTest>

using namespace nb;
using namespace nb::app;
using storage::FilePath;

class TestKeptFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    FilePath path(const char* name) const { return storage::toPath(m_folder.path()) / name; }

private Q_SLOTS:
    void filesGetFreeNames() {
        const auto kept = keepFiles({"one", "two"}, path(""), "gone/out.jpg", "-kept", ".png");
        QVERIFY(kept.has_value());
        QCOMPARE(*kept, (std::vector<FilePath>{path("out-kept.png"), path("out-kept-2.png")}));
        QCOMPARE(*storage::readFile(path("out-kept.png"), 10), QByteArray("one"));
        QCOMPARE(*storage::readFile(path("out-kept-2.png"), 10), QByteArray("two"));
        QCOMPARE(shownList(*kept), QStringLiteral("%1/out-kept.png, %1/out-kept-2.png").arg(m_folder.path()));
    }

    void longNamesAreShortenedBetweenCharacters() {
        const std::string umlaut = "\xc3\xbc";
        std::string stem = "a";
        for (int i = 0; i < 120; ++i)
            stem += umlaut; // 241 bytes
        const auto kept = keepFiles({"x"}, path(""), stem + ".png", "-kept", ".png");
        QVERIFY(kept.has_value());
        QVERIFY(storage::isUtf8(kept->at(0)));
        QVERIFY(kept->at(0).filename().native().size() < 170);
    }

    void withoutTheFolderTheTemporaryOneIsTaken() {
        const QTemporaryDir temporary;
        const QByteArray before = qgetenv("TMPDIR");
        qputenv("TMPDIR", temporary.path().toUtf8());
        const auto kept = keepFiles({"x"}, path("not-there"), "out.png", "-kept", ".png");
        qputenv("TMPDIR", "/nowhere/at/all");
        const auto lost = keepFiles({"x"}, path("not-there"), "out.png", "-kept", ".png");
        before.isNull() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", before);
        QVERIFY(kept.has_value());
        QCOMPARE(kept->at(0), storage::toPath(temporary.path()) / "out-kept.png");
        QVERIFY(!lost.has_value());
        QCOMPARE(lost.error().code, ErrorCode::FileUnwritable);
    }
};

NB_TEST(TestKeptFiles)
#include "tst_kept_files.moc"
