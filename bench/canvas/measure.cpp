#include "bench/canvas/measure.h"

#include <QFile>
#include <QRegularExpression>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <malloc.h>
#include <time.h>

namespace nb::bench {
namespace {

double processorMs() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

double statusMb(const QString& field) {
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QRegularExpression line(field + QStringLiteral(":\\s+(\\d+) kB"));
    return line.match(QString::fromLatin1(file.readAll())).captured(1).toDouble() / 1024;
}

} // namespace

void Times::add(const std::function<void()>& work) {
    const auto wall = std::chrono::steady_clock::now();
    const double cpu = processorMs();
    work();
    cpuMs.push_back(processorMs() - cpu);
    wallMs.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - wall).count());
}

double quantile(std::vector<double> values, double share) {
    if (values.empty())
        return 0;
    const auto at = std::clamp<qsizetype>(qsizetype(std::ceil(share * double(values.size()))) - 1, 0,
                                          qsizetype(values.size()) - 1);
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[size_t(at)];
}

double residentMb() {
    return statusMb(QStringLiteral("VmRSS"));
}

void forgetPeak() {
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly))
        file.write("5");
}

double residentPeakMb() {
    return statusMb(QStringLiteral("VmHWM"));
}

double heapMb() {
    const struct mallinfo2 info = mallinfo2();
    return double(info.uordblks + info.hblkhd) / (1024 * 1024);
}

} // namespace nb::bench
