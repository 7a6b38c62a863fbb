#include "tests/fuzz/fuzz_target.h"

#include <QTemporaryDir>
#include <QtEndian>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>
#include <unistd.h>

namespace nb::fuzz {

void require(bool holds, const char* sentence) {
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", sentence);
    std::abort();
}

quint8 Parts::byte() {
    if (m_rest.isEmpty())
        return 0;
    const auto value = static_cast<quint8>(m_rest.front());
    m_rest = m_rest.sliced(1);
    return value;
}

quint32 Parts::number() {
    quint32 value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 8 | byte();
    return value;
}

QByteArray Parts::block() {
    const int high = byte();
    const qsizetype length = std::min<qsizetype>(high << 8 | byte(), m_rest.size());
    const QByteArray bytes = m_rest.first(length).toByteArray();
    m_rest = m_rest.sliced(length);
    return bytes;
}

QByteArrayView Parts::rest() {
    return std::exchange(m_rest, QByteArrayView());
}

QString memoryFile(QByteArrayView bytes) {
    static const int file = ::memfd_create("fuzz", MFD_CLOEXEC);
    const bool written = file >= 0 && ::ftruncate(file, 0) == 0 &&
                         ::pwrite(file, bytes.data(), static_cast<size_t>(bytes.size()), 0) == bytes.size();
    require(written, "a file in memory can be written");
    return QStringLiteral("/proc/self/fd/%1").arg(file);
}

QString scratchFolder() {
    static const QTemporaryDir folder(::access("/dev/shm", W_OK) == 0
                                          ? QStringLiteral("/dev/shm/nb-fuzz-XXXXXX")
                                          : QStringLiteral("/tmp/nb-fuzz-XXXXXX"));
    require(folder.isValid(), "a temporary folder can be made");
    return folder.path();
}

} // namespace nb::fuzz
