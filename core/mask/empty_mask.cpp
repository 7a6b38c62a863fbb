#include "core/mask/empty_mask.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <opencv2/core.hpp>

namespace nb::mask {
namespace {

// cv::Mat's default allocator leaves memory uninitialised, and zeroing it would commit every page.
class ZeroedAllocator : public cv::MatAllocator {
public:
    cv::UMatData* allocate(int dims, const int* sizes, int type, void* data, size_t* step, cv::AccessFlag,
                           cv::UMatUsageFlags) const override {
        CV_Assert(data == nullptr && step != nullptr);
        size_t total = CV_ELEM_SIZE(type);
        for (int i = dims - 1; i >= 0; --i) {
            step[i] = total;
            total *= size_t(sizes[i]);
        }
        void* zeroed = std::calloc(total, 1);
        if (zeroed == nullptr)
            throw std::bad_alloc();
        auto* owner = new cv::UMatData(this);
        owner->data = owner->origdata = static_cast<uchar*>(zeroed);
        owner->size = total;
        return owner;
    }

    bool allocate(cv::UMatData* owner, cv::AccessFlag, cv::UMatUsageFlags) const override {
        return owner != nullptr;
    }

    void deallocate(cv::UMatData* owner) const override {
        if (owner == nullptr)
            return;
        std::free(owner->origdata);
        owner->origdata = nullptr;
        delete owner;
    }
};

bool isZero(const uchar* samples, int count) {
    // Each sample equals the one before it, and the first is 0: memcmp() is as fast as the memory.
    return count == 0 || (samples[0] == 0 && std::memcmp(samples, samples + 1, size_t(count) - 1) == 0);
}

} // namespace

Mask emptyMask(const QSize& size) {
    static ZeroedAllocator allocator;
    Mask mask;
    if (size.isEmpty())
        return mask;
    mask.pixels.allocator = &allocator;
    mask.pixels.create(size.height(), size.width(), CV_8UC1);
    return mask;
}

Mask detachedCopy(const Mask& mask, const TileSet& written) {
    Mask copy = emptyMask(mask.size());
    for (const QRect& tile : written.rects())
        for (int y = tile.top(); y <= tile.bottom(); ++y)
            if (const uchar* row = mask.pixels.ptr(y, tile.left()); !isZero(row, tile.width()))
                std::memcpy(copy.pixels.ptr(y, tile.left()), row, size_t(tile.width()));
    return copy;
}

} // namespace nb::mask
