#include "core/base/memory.h"

#include <new>

namespace nb {
namespace {

template <class Change>
bool succeeds(const Change& change) {
    try {
        change();
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

} // namespace

Error outOfMemory(const QString& detail) {
    return {ErrorCode::OutOfMemory,
            QStringLiteral("There is not enough free memory for this; try again when less is running"),
            detail};
}

bool tryResize(QByteArray& bytes, qsizetype size) {
    return succeeds([&] { bytes.resize(size); });
}

bool tryReserve(QByteArray& bytes, qsizetype size) {
    return succeeds([&] { bytes.reserve(size); });
}

bool tryAppend(QByteArray& bytes, QByteArrayView more) {
    return succeeds([&] { bytes.append(more); });
}

} // namespace nb
