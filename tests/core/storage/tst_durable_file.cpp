#include "core/storage/durable_file.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>

using namespace nb;
using namespace nb::storage;

namespace {

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
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
};

NB_TEST(TestDurableFile)
#include "tst_durable_file.moc"
