#pragma once
// The first page of a TIFF as libtiff gives it: how it keeps its samples, and its strips or tiles one by one.
// Not for use outside this folder.

#include <QtGlobal>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <tiffio.h>
#include <vector>

namespace nb::desktop {

// How the first page keeps its samples.
struct TiffLayout {
    cv::Size size;
    int orientation = 1;
    int bits = 8;
    int channels = 3; // with alpha and others
    int colours = 3;  // without
    bool hasAlpha = false, premultiplied = false;
    bool separate = false; // a plane for each channel
    bool tiled = false;
    int photometric = PHOTOMETRIC_RGB;
    cv::Size chunk; // a strip or tile, in pixels

    [[nodiscard]] int across() const { return (size.width + chunk.width - 1) / chunk.width; }
    [[nodiscard]] int perPlane() const {
        return across() * ((size.height + chunk.height - 1) / chunk.height);
    }
    [[nodiscard]] cv::Rect chunkRect(int index) const {
        const int i = index % perPlane();
        return cv::Rect({i % across() * chunk.width, i / across() * chunk.height}, chunk) &
               cv::Rect({}, size);
    }
    [[nodiscard]] int full() const { return bits == 16 ? 65535 : 255; }
    // 1, 2 or 4 bits spread over 0 to 255.
    [[nodiscard]] int scale() const { return bits >= 8 ? 1 : 255 / ((1 << bits) - 1); }
};

// One strip or tile, decoded, in the computer's byte order.
struct TiffChunk {
    std::vector<uchar> bytes;
    size_t rowBytes = 0;
    int bits = 8;

    [[nodiscard]] int at(int row, int i) const {
        const uchar* line = bytes.data() + size_t(row) * rowBytes;
        if (bits == 16)
            return reinterpret_cast<const ushort*>(line)[i];
        return line[i * bits / 8] >> (8 - bits - i * bits % 8) & ((1 << bits) - 1);
    }
    void set(int row, int i, int value) {
        uchar* line = bytes.data() + size_t(row) * rowBytes;
        if (bits == 16) {
            reinterpret_cast<ushort*>(line)[i] = ushort(value);
            return;
        }
        const int shift = 8 - bits - i * bits % 8;
        uchar& byte = line[i * bits / 8];
        byte = uchar((byte & ~(((1 << bits) - 1) << shift)) | value << shift);
    }
};

// nullopt: a kind that is not written here.
[[nodiscard]] std::optional<TiffLayout> tiffLayout(TIFF* tiff);
[[nodiscard]] std::optional<TiffChunk> readChunk(TIFF* tiff, const TiffLayout& layout, int index);
// The samples of `chunk` are void afterwards: libtiff swaps their bytes in place.
[[nodiscard]] bool writeChunk(TIFF* tiff, const TiffLayout& layout, int index, TiffChunk& chunk);

} // namespace nb::desktop
