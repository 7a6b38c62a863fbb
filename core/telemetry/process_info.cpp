#include "core/telemetry/process_info.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QFile>
#include <algorithm>
#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

namespace nb::telemetry {
namespace {

QByteArray contents(const char* path) {
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

double secondsOf(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double openDescriptors() {
    DIR* const folder = opendir("/proc/self/fd");
    if (!folder)
        return 0;
    int entries = 0;
    while (readdir(folder))
        ++entries;
    closedir(folder);
    return entries - 3; // ".", ".." and the descriptor of this listing
}

double bootTime() {
    const QByteArrayList lines = contents("/proc/stat").split('\n');
    for (const QByteArray& line : lines)
        if (line.startsWith("btime "))
            return line.mid(6).toDouble();
    return 0;
}

// proc(5), field 22 of /proc/self/stat: clock ticks from boot to the start of the process. Field 2, the
// program's name, may hold spaces and parentheses, so fields are counted behind the last ")".
double computeStartTime() {
    const QByteArray stat = contents("/proc/self/stat");
    const QByteArrayList fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    constexpr int kStartTimeField = 22 - 3;
    const double ticks = fields.value(kStartTimeField).toDouble();
    return bootTime() + ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

// The lowest limit on the way from a control group to the root; 0 = none. "max" is no limit.
double lowestLimit(const QString& root, QString group, const QString& file) {
    double lowest = 0;
    for (;;) {
        bool isNumber = false;
        const double limit =
            contents((root + group + file).toLocal8Bit().constData()).trimmed().toDouble(&isNumber);
        if (isNumber && limit > 0 && (lowest == 0 || limit < lowest))
            lowest = limit;
        if (group.isEmpty())
            return lowest;
        group.truncate(std::max<qsizetype>(group.lastIndexOf(QLatin1Char('/')), 0));
    }
}

// cgroups(7): "0::/path" is version 2, "n:memory:/path" version 1. In a container the path may be that of the
// host, which is not there; its root is.
double controlGroupLimit() {
    double lowest = 0;
    const QList<QByteArray> lines = contents("/proc/self/cgroup").split('\n');
    for (const QByteArray& line : lines) {
        const QByteArrayList fields = line.split(':');
        if (fields.size() < 3)
            continue;
        QString group = QString::fromLocal8Bit(fields.mid(2).join(':'));
        if (group == QLatin1String("/"))
            group.clear();
        double limit = 0;
        if (fields[1].isEmpty())
            limit = lowestLimit(QStringLiteral("/sys/fs/cgroup"), group, QStringLiteral("/memory.max"));
        else if (fields[1].split(',').contains("memory"))
            limit = lowestLimit(QStringLiteral("/sys/fs/cgroup/memory"), group,
                                QStringLiteral("/memory.limit_in_bytes"));
        if (limit > 0 && (lowest == 0 || limit < lowest))
            lowest = limit;
    }
    return lowest;
}

double memoryLimit() {
    const double machine =
        static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
    const double group = controlGroupLimit();
    return group > 0 ? std::min(group, machine) : machine;
}

} // namespace

double residentBytes() {
    return contents("/proc/self/statm").split(' ').value(1).toDouble() *
           static_cast<double>(sysconf(_SC_PAGESIZE));
}

ProcessInfo processInfo() {
    static const double startTime = computeStartTime();
    static const double allowedMemory = memoryLimit(); // changes too rarely to read it each time
    ProcessInfo info;
    info.startTime = startTime;
    info.memoryLimitBytes = allowedMemory;
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        info.cpuSeconds = secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime);
    info.residentBytes = residentBytes();
    info.openFds = openDescriptors();
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        info.maxFds = static_cast<double>(limit.rlim_cur);
    return info;
}

} // namespace nb::telemetry
