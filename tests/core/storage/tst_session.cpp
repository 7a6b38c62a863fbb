#include "core/storage/session.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace nb;
using namespace nb::storage;

class TestSession : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void isHeldUntilItEnds() {
        auto session = Session::begin(m_folder.path());
        QVERIFY(session);
        const QString id = (*session)->id();
        QVERIFY(Session::isHeld(m_folder.path(), id));
        QVERIFY(Session::isHeld(m_folder.path(), id)); // asking changes nothing
        auto other = Session::begin(m_folder.path());
        QVERIFY((*other)->id() != id);
        session->reset();
        QVERIFY(!Session::isHeld(m_folder.path(), id));
        QVERIFY(Session::isHeld(m_folder.path(), (*other)->id()));
        other->reset();
        QVERIFY(QDir(m_folder.path()).isEmpty());
    }

    void isLetGoByAProcessThatIsKilled() {
        int pipe[2];
        QCOMPARE(::pipe(pipe), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto session = Session::begin(m_folder.path());
            const QByteArray id = session ? (*session)->id().toLatin1() : QByteArray(36, '?');
            (void)!::write(pipe[1], id.constData(), 36);
            for (;;)
                ::pause();
        }
        QVERIFY(child > 0);
        char read[36];
        QCOMPARE(::read(pipe[0], read, 36), ssize_t(36));
        const QString id = QString::fromLatin1(read, 36);
        const bool heldWhileAlive = Session::isHeld(m_folder.path(), id);
        ::kill(child, SIGKILL);
        QCOMPARE(::waitpid(child, nullptr, 0), child);
        QVERIFY(heldWhileAlive);
        QVERIFY(!Session::isHeld(m_folder.path(), id));
        QVERIFY(!Session::isHeld(m_folder.path(), id));
        QVERIFY(QDir(m_folder.path()).isEmpty());
        ::close(pipe[0]);
        ::close(pipe[1]);
    }

    void aFolderThatIsNotThere() {
        const QString missing = m_folder.filePath(QStringLiteral("no"));
        QCOMPARE(Session::begin(missing).error().code, ErrorCode::FileUnwritable);
        QCOMPARE(FolderLock::acquire(missing).error().code, ErrorCode::FileUnwritable);
        QVERIFY(!Session::isHeld(missing, QStringLiteral("x")));
    }

    // flock goes by open file, so that another thread stands for another process.
    void aFolderIsHeldByOneAtATime() {
        auto lock = FolderLock::acquire(m_folder.path());
        QVERIFY(lock);
        std::atomic<bool> done = false;
        bool wasDone = false;
        std::thread second([&] {
            const auto taken = FolderLock::acquire(m_folder.path());
            wasDone = taken && done;
        });
        QTest::qSleep(100); // time for one that would not wait to show it
        done = true;
        lock->reset();
        second.join();
        QVERIFY(wasDone);
    }
};

NB_TEST(TestSession)
#include "tst_session.moc"
