#include "core/storage/file_identity.h"
#include "tests/support/test_main.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace nb::storage;
namespace fs = std::filesystem;

class TestFileIdentity : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    FilePath path(const std::string& name) const { return toPath(m_folder->path()) / name; }
    bool same(const std::string& a, const std::string& b) const {
        FileIdentity identity;
        return FileIdentity::same(identity.of(path(a)), identity.of(path(b)));
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        fs::create_directories(path("real/sub"));
        std::ofstream(path("real/a.png")) << "a";
        std::ofstream(path("real/b.png")) << "b";
        fs::create_directory_symlink("real/sub", path("down"));
        fs::create_directory_symlink("real", path("link"));
        fs::create_symlink("real/a.png", path("a-link.png"));
        fs::create_hard_link(path("real/a.png"), path("a-hard.png"));
        fs::create_symlink("real/new.png", path("dangling.png"));
    }

    void sameFiles_data() {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("same");
        QTest::newRow("itself") << "real/a.png"
                                << "real/a.png" << true;
        QTest::newRow("dots") << "real/a.png"
                              << "./real/sub/.././a.png" << true;
        QTest::newRow("link to the folder") << "real/a.png"
                                            << "link/a.png" << true;
        // down/.. is real, not the folder in which the link lies.
        QTest::newRow("up from a linked folder") << "real/a.png"
                                                 << "down/../a.png" << true;
        QTest::newRow("link to the file") << "real/a.png"
                                          << "a-link.png" << true;
        QTest::newRow("hard link") << "real/a.png"
                                   << "a-hard.png" << true;
        QTest::newRow("another file") << "real/a.png"
                                      << "real/b.png" << false;
        QTest::newRow("not there, linked folder") << "real/new.png"
                                                  << "link/new.png" << true;
        QTest::newRow("not there, dangling link") << "real/new.png"
                                                  << "dangling.png" << true;
        QTest::newRow("not there, another") << "real/new.png"
                                            << "real/newer.png" << false;
        QTest::newRow("folder not there") << "real/no/x/../a.png"
                                          << "link/no/a.png" << true;
        QTest::newRow("folders not there") << "real/no/a.png"
                                           << "real/na/a.png" << false;
        QTest::newRow("bytes") << "real/caf\u00e9"
                               << "link/caf\u00e9" << true;
    }
    void sameFiles() {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QTEST(same(a.toStdString(), b.toStdString()), "same");
        QTEST(same(b.toStdString(), a.toStdString()), "same");
    }

    void relativePathsAreOfTheWorkingFolder() {
        const FilePath before = fs::current_path();
        fs::current_path(path("real"));
        FileIdentity identity;
        const bool there = FileIdentity::same(identity.of("a.png"), identity.of(path("link/a.png")));
        const bool notThere = FileIdentity::same(identity.of("n.png"), identity.of(path("link/n.png")));
        const bool inNoFolder =
            FileIdentity::same(identity.of("no/n.png"), identity.of(path("link/no/n.png")));
        fs::current_path(before);
        QVERIFY(there);
        QVERIFY(notThere);
        QVERIFY(inNoFolder);
    }

    void hardLinksAreTold() {
        FileIdentity identity;
        QVERIFY(!identity.of(path("real/a.png")).oneName);
        QVERIFY(identity.of(path("real/b.png")).oneName);
        QVERIFY(!identity.of(path("real/new.png")).oneName);
    }

    // What the file system does is asked of it by making two names, which the function itself never does.
    void caseIsAsTheFileSystemHasIt() {
        std::ofstream(path("real/sub/Name.png")) << "x";
        const bool expected = fs::exists(path("real/sub/nAME.PNG"));
        QCOMPARE(ignoresCase(path("real/sub")), expected);
        QCOMPARE(same("real/sub/Name.png", "real/sub/name.png"), expected);
        QCOMPARE(same("real/sub/New.png", "real/sub/new.png"), expected);
        fs::create_directory(path("real/sub/empty"));
        QCOMPARE(ignoresCase(path("real/sub/empty")), expected);
    }

    void namesThatDifferInCaseOnlyMayBeTwoFiles() {
        std::ofstream(path("real/sub/x.png")) << "1";
        if (fs::exists(path("real/sub/X.PNG")))
            QSKIP("this file system ignores case");
        std::ofstream(path("real/sub/X.PNG")) << "2";
        QVERIFY(!ignoresCase(path("real/sub")));
        // Nor does a hard link with the other case deceive it.
        fs::remove(path("real/sub/X.PNG"));
        fs::create_hard_link(path("real/sub/x.png"), path("real/sub/X.PNG"));
        QVERIFY(!ignoresCase(path("real/sub")));
    }
};

NB_TEST(TestFileIdentity)
#include "tst_file_identity.moc"
