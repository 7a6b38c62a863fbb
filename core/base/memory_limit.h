#pragma once
// How much memory this process may use at most, as its container or the machine has it.

#include <QString>
#include <optional>

namespace nb {

// The lowest limit of the process's control group and all groups around it, in bytes; nothing if none has
// one. cgroupFile: as /proc/self/cgroup; mount: as /sys/fs/cgroup, of version 2, of version 1, or of both.
[[nodiscard]] std::optional<qint64> cgroupMemoryLimit(const QString& cgroupFile, const QString& mount);

// That of this process, but no more than the machine's memory. Blocking: it reads some small files.
[[nodiscard]] qint64 memoryLimit();

} // namespace nb
