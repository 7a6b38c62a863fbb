#include "core/base/memory_limit.h"

#include <QFile>
#include <algorithm>
#include <unistd.h>

namespace nb {

namespace {

constexpr qint64 kMaxFileBytes = 64 * 1024;

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(kMaxFileBytes) : QByteArray();
}

// "max", or version 1's number that means none, is no limit.
std::optional<qint64> limitIn(const QString& file) {
    constexpr qint64 kNoLimit = qint64(1) << 60;
    bool isNumber = false;
    const qint64 bytes = contentOf(file).trimmed().toLongLong(&isNumber);
    if (!isNumber || bytes <= 0 || bytes >= kNoLimit)
        return {};
    return bytes;
}

// Of the group and of each around it. In a container without a namespace of its own the group's path is the
// host's, of which only the root is to be seen.
std::optional<qint64> lowestLimit(const QString& mount, QString group, const QString& fileName) {
    std::optional<qint64> lowest;
    if (group.contains(QLatin1String("..")))
        group.clear();
    for (;;) {
        if (const std::optional<qint64> limit = limitIn(mount + group + QLatin1Char('/') + fileName))
            lowest = std::min(lowest.value_or(*limit), *limit);
        if (group.isEmpty())
            return lowest;
        group.truncate(std::max<qsizetype>(group.lastIndexOf(QLatin1Char('/')), 0));
    }
}

} // namespace

std::optional<qint64> cgroupMemoryLimit(const QString& cgroupFile, const QString& mount) {
    std::optional<qint64> lowest;
    for (const QByteArray& line : contentOf(cgroupFile).split('\n')) {
        const QByteArrayList parts = line.split(':'); // number, controllers, path
        if (parts.size() < 3)
            continue;
        const QString group = QString::fromUtf8(line.mid(parts[0].size() + parts[1].size() + 2));
        std::optional<qint64> limit;
        if (parts[1].isEmpty())
            limit = lowestLimit(mount, group, QStringLiteral("memory.max"));
        else if (parts[1].split(',').contains("memory"))
            limit = lowestLimit(mount + QStringLiteral("/memory"), group,
                                QStringLiteral("memory.limit_in_bytes"));
        if (limit)
            lowest = std::min(lowest.value_or(*limit), *limit);
    }
    return lowest;
}

qint64 memoryLimit() {
    const qint64 machine = static_cast<qint64>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
    const std::optional<qint64> group =
        cgroupMemoryLimit(QStringLiteral("/proc/self/cgroup"), QStringLiteral("/sys/fs/cgroup"));
    return group ? std::min(*group, machine) : machine;
}

} // namespace nb
