#include "ui/desktop/files/tiff_memory.h"

#include <cstdio>
#include <cstring>

namespace nb::desktop {
namespace {

TiffMemory& of(thandle_t handle) {
    return *static_cast<TiffMemory*>(handle);
}

tmsize_t readBytes(thandle_t handle, void* to, tmsize_t size) {
    TiffMemory& memory = of(handle);
    const qint64 count = qBound(qint64(0), qint64(memory.bytes.size() - memory.at), qint64(size));
    std::memcpy(to, memory.bytes.constData() + memory.at, size_t(count));
    memory.at += count;
    return count;
}

tmsize_t writeBytes(thandle_t handle, void* from, tmsize_t size) {
    TiffMemory& memory = of(handle);
    if (memory.at + size > memory.bytes.size())
        memory.bytes.append(memory.at + size - memory.bytes.size(), '\0');
    std::memcpy(memory.bytes.data() + memory.at, from, size_t(size));
    memory.at += size;
    return size;
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
    TiffMemory& memory = of(handle);
    const qint64 from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? memory.at : memory.bytes.size();
    memory.at = qMax<qint64>(0, from + qint64(offset)); // a directory may begin a byte behind the end
    return toff_t(memory.at);
}

} // namespace

TiffHandle TiffMemory::open(const char* mode) {
    at = 0;
    TIFFSetErrorHandler(nullptr);
    TIFFSetWarningHandler(nullptr);
    const auto close = [](thandle_t) { return 0; };
    const auto size = [](thandle_t handle) { return toff_t(of(handle).bytes.size()); };
    const QByteArray noMapping = QByteArray(mode) + 'm';
    return {TIFFClientOpen("memory", noMapping.constData(), this, readBytes, writeBytes, seek, close, size,
                           nullptr, nullptr),
            TIFFClose};
}

} // namespace nb::desktop
