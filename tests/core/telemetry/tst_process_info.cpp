#include "core/telemetry/process_info.h"
#include "tests/support/test_main.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <fcntl.h>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>

using namespace nb;
using telemetry::processInfo;

class TestProcessInfo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startedAMomentAgo() {
        const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
        const double start = processInfo().startTime;
        QVERIFY2(start > now - 600 && start < now + 2, qPrintable(QString::number(now - start)));
    }

    void countsOpenDescriptors() {
        const double before = processInfo().openFds;
        QVERIFY(before >= 1);
        const int one = ::open("/dev/null", O_RDONLY);
        const int two = ::open("/dev/null", O_RDONLY);
        QCOMPARE(processInfo().openFds, before + 2);
        ::close(one);
        ::close(two);
        QCOMPARE(processInfo().openFds, before);
    }

    void knowsTheDescriptorLimit() {
        rlimit limit{};
        getrlimit(RLIMIT_NOFILE, &limit);
        QCOMPARE(processInfo().maxFds, static_cast<double>(limit.rlim_cur));
    }

    void theMemoryLimitIsThatOfTheMachineOrBelow() {
        QFile file(QStringLiteral("/proc/meminfo")); // "MemTotal:       16318412 kB"
        QVERIFY(file.open(QIODevice::ReadOnly));
        const double total = file.readLine().simplified().split(' ').value(1).toDouble() * 1024;
        QVERIFY(processInfo().memoryLimitBytes > 1e6);
        QVERIFY2(processInfo().memoryLimitBytes <= total * 1.01, qPrintable(QString::number(total)));
    }

    void memoryFollowsUse() {
        const double before = processInfo().residentBytes;
        constexpr size_t kSize = 64 << 20;
        const auto block = std::make_unique<char[]>(kSize);
        for (size_t i = 0; i < kSize; i += 1024)
            reinterpret_cast<volatile char*>(block.get())[i] = 1;
        QVERIFY(processInfo().residentBytes - before > 0.9 * kSize);
    }

    void cpuTimeGrowsWithWork() {
        const double before = processInfo().cpuSeconds;
        QElapsedTimer timer;
        timer.start();
        volatile double x = 0;
        while (processInfo().cpuSeconds < before + 0.05 && timer.elapsed() < 30000)
            x = x + 1;
        QVERIFY(processInfo().cpuSeconds >= before + 0.05);
    }
};

NB_TEST(TestProcessInfo)
#include "tst_process_info.moc"
