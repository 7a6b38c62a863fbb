#include "ui/desktop/files/file_state.h"

#include "tests/support/test_main.h"
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace nb::desktop;

class TestFileState : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(QStringLiteral("a.png"));

    void write(const QByteArray& bytes) const {
        QFile file(m_path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
    }
    void setTime(const QDateTime& time) const {
        QFile file(m_path);
        if (!file.open(QIODevice::ReadWrite) || !file.setFileTime(time, QFileDevice::FileModificationTime))
            qFatal("cannot set the time");
    }
    FileChange since(const FileState& before) const { return changeSince(before, stateOf(m_path)); }

private Q_SLOTS:
    void contentCounts() {
        write("one");
        const FileState before = *stateOf(m_path);
        QCOMPARE(since(before), FileChange::None);
        setTime(QDateTime::currentDateTime().addDays(-3)); // only touched
        QCOMPARE(since(before), FileChange::None);
        QFile::remove(m_path); // another inode with the same bytes: no loss
        write("one");
        QCOMPARE(since(before), FileChange::None);
    }

    // Same size and, put back, the same time: programs that keep dates do that.
    void aChangeIsSeenWhateverItsDate() {
        write("one");
        const FileState before = *stateOf(m_path);
        write("two");
        setTime(before.changed());
        QCOMPARE(since(before), FileChange::Changed);
    }

    void aFileThatIsGone() {
        write("one");
        const FileState before = *stateOf(m_path);
        QFile::remove(m_path);
        QCOMPARE(since(before), FileChange::Gone);
        QDir().mkpath(m_path);
        QCOMPARE(since(before), FileChange::Gone); // a folder in its place
        QDir().rmdir(m_path);
    }

    void ofALinkItsFileCounts() {
        write("one");
        const QString link = m_folder.filePath(QStringLiteral("link.png"));
        QVERIFY(QFile::link(m_path, link));
        const FileState before = *stateOf(link, "one");
        QCOMPARE(before.inode, stateOf(m_path)->inode);
        write("two");
        QCOMPARE(changeSince(before, stateOf(link)), FileChange::Changed);
    }

    void aFileThatIsTooLargeToReadGoesByItsEntry() {
        FileState before{300'000'000, 5'000'000'000, 1, 2, {}};
        FileState now = before;
        QCOMPARE(changeSince(before, now), FileChange::None);
        now.changedNs += 1;
        QCOMPARE(changeSince(before, now), FileChange::Changed);
        now = before;
        now.inode = 3;
        QCOMPARE(changeSince(before, now), FileChange::Changed);
    }
};

NB_TEST(TestFileState)
#include "tst_file_state.moc"
