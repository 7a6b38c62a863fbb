#include "core/telemetry/process_info.h"

#include "core/base/memory_limit.h"
#include <QByteArray>
#include <QByteArrayList>
#include <QFile>
#include <filesystem>
#include <iterator>
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
    std::error_code error; // where there is no /proc
    const std::filesystem::directory_iterator entries("/proc/self/fd", error);
    if (error)
        return 0;
    const auto count = std::distance(begin(entries), end(entries));
    return static_cast<double>(count - 1); // without the descriptor of this listing
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

} // namespace

double residentBytes() {
    return contents("/proc/self/statm").split(' ').value(1).toDouble() *
           static_cast<double>(sysconf(_SC_PAGESIZE));
}

ProcessInfo processInfo() {
    static const double startTime = computeStartTime();
    static const auto allowedMemory =
        static_cast<double>(memoryLimit()); // changes too rarely to read it each time
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
