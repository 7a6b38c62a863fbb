#include "tests/support/test_main.h"
#include "ui/desktop/settings/recent_files.h"

#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace nb::desktop;

class TestRecentFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void theNewestIsFirstAndNoneStandsTwice() {
        QSettings settings(m_folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
        RecentFiles files(settings);
        const QAbstractItemModelTester tester(&files, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy changed(&files, &RecentFiles::changed);
        files.add(QStringLiteral("/a.png"));
        files.add(QStringLiteral("/b.png"));
        files.add(QStringLiteral("/x/../a.png"));
        files.add(QStringLiteral("/a.png"));
        files.add(QStringLiteral(":/samples/cat.jpg"));
        files.add({});
        QCOMPARE(files.paths().first(), QStringLiteral("/a.png"));
        QCOMPARE(files.paths().count(QStringLiteral("/b.png")), 1);
        QCOMPARE(files.data(files.index(0), Qt::DisplayRole).toString(), QStringLiteral("a.png"));
        QCOMPARE(files.data(files.index(0), Qt::UserRole).toString(), QStringLiteral("/a.png"));
        const auto signalsBefore = changed.count();
        files.add(QStringLiteral("/a.png")); // nothing new
        QCOMPARE(changed.count(), signalsBefore);
        files.remove(QStringLiteral("/a.png"));
        QVERIFY(!files.paths().contains(QStringLiteral("/a.png")));
    }

    void theyAreKept() {
        const QString name = m_folder.filePath(QStringLiteral("b.ini"));
        {
            QSettings settings(name, QSettings::IniFormat);
            RecentFiles files(settings);
            for (int i = 0; i < RecentFiles::kMost + 3; ++i)
                files.add(QStringLiteral("/%1, with a comma.png").arg(i));
        }
        QSettings settings(name, QSettings::IniFormat);
        RecentFiles files(settings);
        QCOMPARE(files.rowCount(), RecentFiles::kMost);
        QCOMPARE(files.paths().first(), QStringLiteral("/14, with a comma.png"));
        files.clear();
        QCOMPARE(files.rowCount(), 0);
        QCOMPARE(RecentFiles(settings).rowCount(), 0);
    }
};

NB_TEST(TestRecentFiles)
#include "tst_recent_files.moc"
