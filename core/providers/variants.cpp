#include "core/providers/variants.h"

#include <QRandomGenerator>
#include <limits>

namespace nb::providers {

int variantSeed(int first, int index) {
    return static_cast<int>((qint64(first) + index) & std::numeric_limits<int>::max());
}

int randomSeed() {
    return QRandomGenerator::global()->bounded(std::numeric_limits<int>::max());
}

} // namespace nb::providers
