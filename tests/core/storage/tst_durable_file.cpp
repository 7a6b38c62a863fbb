#include "core/storage/durable_file.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace nb;
using namespace nb::storage;

namespace {

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

std::string readAll(const FilePath& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

class TestDurableFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden); }

private Q_SLOTS:
    void writesReplacesAndLeavesNoTemporary() {
        QVERIFY(writeDurably(path("a"), path("t"), "one"));
        QCOMPARE(contents(path("a")), QByteArray("one"));
        QVERIFY(writeDurably(path("a"), path("t"), "two and more"));
        QCOMPARE(contents(path("a")), QByteArray("two and more"));
        QVERIFY(writeDurably(path("empty"), path("t"), QByteArray()));
        QCOMPARE(contents(path("empty")), QByteArray());
        QCOMPARE(files(), (QStringList{QStringLiteral("a"), QStringLiteral("empty")}));
    }

    void aFolderThatIsNotThere() {
        const Result<> written = writeDurably(path("no/a"), path("no/t"), "x");
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::FileUnwritable);
        QVERIFY2(written.error().message.contains(path("no/a")), qPrintable(written.error().message));
        QCOMPARE(syncFolder(path("no")).error().code, ErrorCode::FileUnwritable);
    }

    // A limit of the process on the size of files behaves like a full disk: a part is written, then no more.
    void aWriteThatStopsHalfwayKeepsTheOldFile() {
        QVERIFY(writeDurably(path("a"), path("t"), "old"));
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small{1000, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const Result<> written = writeDurably(path("a"), path("t"), QByteArray(5000, 'n'));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::FileUnwritable);
        QCOMPARE(contents(path("a")), QByteArray("old"));
        QVERIFY(!files().contains(QStringLiteral("t")));
    }

    void namesThatAreNoUtf8AreWritten() {
        const FilePath file = toPath(m_folder.path()) / "caf\xe9.png";
        QVERIFY(replaceDurably(file, "one"));
        QVERIFY(replaceDurably(file, "two"));
        QCOMPARE(readAll(file), std::string("two"));
        std::filesystem::remove(file);
    }

    void linksAreFollowedAndPermissionsKept() {
        const FilePath folder = toPath(m_folder.path());
        const FilePath real = folder / "real.png";
        QVERIFY(replaceDurably(real, "old"));
        QCOMPARE(::chmod(real.c_str(), 0640), 0);
        std::filesystem::create_symlink("real.png", folder / "link.png");
        std::filesystem::create_symlink("later.png", folder / "dangling.png");
        QVERIFY(replaceDurably(folder / "link.png", "new"));
        QVERIFY(replaceDurably(folder / "dangling.png", "first"));
        QCOMPARE(readAll(real), std::string("new"));
        QCOMPARE(readAll(folder / "later.png"), std::string("first"));
        QVERIFY(std::filesystem::is_symlink(folder / "link.png"));
        QVERIFY(std::filesystem::is_symlink(folder / "dangling.png"));
        struct stat status {};
        QCOMPARE(::stat(real.c_str(), &status), 0);
        QCOMPARE(int(status.st_mode & 07777), 0640);
    }

    // The hidden file must not need more room than the name it becomes.
    void theLongestNamesCanBeWritten() {
        const FilePath folder = toPath(m_folder.path());
        const FilePath longest = folder / std::string(255, 'n');
        QVERIFY(checkReplaceable(longest));
        QVERIFY(replaceDurably(longest, "x"));
        std::filesystem::remove(longest);
        FilePath deep = folder;
        while (deep.native().size() + 1 + 200 < 4085)
            deep /= std::string(200, 'd');
        std::filesystem::create_directories(deep);
        const FilePath file = deep / std::string(4095 - deep.native().size() - 1, 'f');
        QCOMPARE(file.native().size(), size_t(4095)); // PATH_MAX counts a final zero
        QVERIFY(checkReplaceable(file));
        QVERIFY(replaceDurably(file, "x"));
        QCOMPARE(readAll(file), std::string("x"));
        std::filesystem::remove_all(folder / std::string(200, 'd'));
    }

    void whatCannotBeReplacedIsFoundBefore_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("said");
        QTest::newRow("no folder") << QByteArray("no/a.png") << "there is no folder";
        QTest::newRow("folder in no folder") << QByteArray("no/no/a.png") << "there is no folder";
        QTest::newRow("a file for a folder") << QByteArray("file/a.png") << "is not a folder";
        QTest::newRow("a folder") << QByteArray("sub") << "it is a folder";
        QTest::newRow("a folder with a slash") << QByteArray("sub/") << "it is a folder";
        QTest::newRow("link to a folder") << QByteArray("sub-link") << "it is a folder";
        QTest::newRow("a pipe") << QByteArray("pipe") << "it is no regular file";
        QTest::newRow("link into no folder") << QByteArray("lost-link") << "there is no folder";
        QTest::newRow("link to itself") << QByteArray("loop") << "loop";
        QTest::newRow("name too long") << QByteArray(256, 'n') << qt_error_string(ENAMETOOLONG);
        QTest::newRow("folder's name too long")
            << QByteArray(256, 'n') + "/a" << qt_error_string(ENAMETOOLONG);
        QTest::newRow("umlauts too long")
            << QByteArray("\xc3\xbc").repeated(128) << qt_error_string(ENAMETOOLONG);
        QTest::newRow("path too long")
            << QByteArray("d/").repeated(2100) + "a" << qt_error_string(ENAMETOOLONG);
    }
    void whatCannotBeReplacedIsFoundBefore() {
        QFETCH(QByteArray, name);
        QFETCH(QString, said);
        QTemporaryDir own;
        const FilePath folder = toPath(own.path());
        std::ofstream(folder / "file") << "x";
        std::filesystem::create_directory(folder / "sub");
        std::filesystem::create_directory_symlink("sub", folder / "sub-link");
        std::filesystem::create_symlink("no/a.png", folder / "lost-link");
        std::filesystem::create_symlink("loop", folder / "loop");
        QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
        const FilePath path = folder.native() + "/" + name.toStdString();
        for (const Result<>& result : {checkReplaceable(path), replaceDurably(path, "x")}) {
            QVERIFY(!result);
            QCOMPARE(result.error().code, ErrorCode::FileUnwritable);
            QVERIFY2(result.error().message.contains(said), qPrintable(result.error().message));
            QVERIFY(result.error().message.contains(shown(path)));
        }
        QCOMPARE(QDir(own.path())
                     .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)
                     .size(),
                 6); // nothing was made
    }

    void whatCanBeReplacedIsLeftAsItIs() {
        QTemporaryDir own;
        const FilePath file = toPath(own.path()) / "a.png";
        QVERIFY(checkReplaceable(file));
        QVERIFY(!std::filesystem::exists(file));
        std::ofstream(file) << "old";
        QVERIFY(checkReplaceable(file));
        QCOMPARE(readAll(file), std::string("old"));
        QCOMPARE(QDir(own.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList{QStringLiteral("a.png")});
    }

    void protectedPlacesAreFoundBefore() {
        if (::geteuid() == 0)
            QSKIP("root may write anywhere");
        QTemporaryDir own;
        const FilePath folder = toPath(own.path());
        std::ofstream(folder / "kept.png") << "old";
        QCOMPARE(::chmod((folder / "kept.png").c_str(), 0444), 0);
        QVERIFY(!checkReplaceable(folder / "kept.png"));
        QCOMPARE(::chmod(folder.c_str(), 0555), 0);
        QVERIFY(!checkReplaceable(folder / "new.png"));
        QCOMPARE(::chmod(folder.c_str(), 0755), 0);
    }
};

NB_TEST(TestDurableFile)
#include "tst_durable_file.moc"
