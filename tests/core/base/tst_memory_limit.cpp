#include "core/base/memory_limit.h"
#include "tests/support/test_main.h"
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace nb;

namespace {

using Files = QList<std::pair<const char*, const char*>>; // below the mount, and what is in them

} // namespace

class TestMemoryLimit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLowestLimitCounts_data() {
        QTest::addColumn<QByteArray>("cgroup");
        QTest::addColumn<Files>("files");
        QTest::addColumn<qint64>("limit"); // -1 = none
        const auto row = [](const char* name, const char* cgroup, const Files& files, qint64 limit) {
            QTest::newRow(name) << QByteArray(cgroup) << files << limit;
        };
        row("no groups", "", {}, -1);
        row("version 2", "0::/a\n", {{"a/memory.max", "1000\n"}}, 1000);
        row("version 2, none", "0::/a\n", {{"a/memory.max", "max\n"}}, -1);
        row("around it", "0::/a/b/c\n",
            {{"a/b/c/memory.max", "max\n"}, {"a/b/memory.max", "3000\n"}, {"a/memory.max", "2000\n"}}, 2000);
        row("inside", "0::/a/b\n", {{"a/b/memory.max", "500\n"}, {"a/memory.max", "2000\n"}}, 500);
        row("a container's own root", "0::/\n", {{"memory.max", "700\n"}}, 700);
        row("the host's path", "0::/system.slice/docker-1.scope\n", {{"memory.max", "700\n"}}, 700);
        row("outside of the namespace", "0::/../../x\n", {{"memory.max", "700\n"}}, 700);
        row("version 1", "5:cpu,cpuacct:/a\n4:memory:/a\n", {{"memory/a/memory.limit_in_bytes", "900\n"}},
            900);
        row("version 1 with others", "4:hugetlb,memory:/a\n", {{"memory/a/memory.limit_in_bytes", "900\n"}},
            900);
        row("version 1, none", "4:memory:/\n", {{"memory/memory.limit_in_bytes", "9223372036854771712\n"}},
            -1);
        row("both versions", "4:memory:/a\n0::/a\n",
            {{"memory/a/memory.limit_in_bytes", "900\n"}, {"a/memory.max", "800\n"}}, 800);
        row("a colon in the path", "0::/a:b\n", {{"a:b/memory.max", "600\n"}}, 600);
        row("nonsense", "0::/a\nxyz\n::\n", {{"a/memory.max", "lots\n"}}, -1);
    }
    void theLowestLimitCounts() {
        QFETCH(QByteArray, cgroup);
        QFETCH(Files, files);
        QFETCH(qint64, limit);
        const QTemporaryDir folder;
        const auto write = [&](const QString& path, const QByteArray& content) {
            QVERIFY(QDir().mkpath(QFileInfo(path).path()));
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
        };
        const QString mount = folder.filePath(QStringLiteral("mount"));
        write(folder.filePath(QStringLiteral("cgroup")), cgroup);
        for (const auto& [path, content] : files)
            write(mount + QLatin1Char('/') + QString::fromLatin1(path), content);
        QCOMPARE(cgroupMemoryLimit(folder.filePath(QStringLiteral("cgroup")), mount).value_or(-1), limit);
    }

    void thisProcessHasOne() { QVERIFY(memoryLimit() > 0); }
};

NB_TEST(TestMemoryLimit)
#include "tst_memory_limit.moc"
