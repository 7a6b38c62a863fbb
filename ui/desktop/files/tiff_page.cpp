#include "ui/desktop/files/tiff_page.h"

#include <algorithm>
#include <array>
#include <opencv2/core.hpp>

namespace nb::desktop {
namespace {

template <class T>
T tag(TIFF* tiff, ttag_t name, T otherwise) {
    T value = otherwise;
    return TIFFGetFieldDefaulted(tiff, name, &value) == 1 ? value : otherwise;
}

bool isWritable(TIFF* tiff) {
    constexpr std::array kCompressions{COMPRESSION_NONE,    COMPRESSION_LZW,       COMPRESSION_ADOBE_DEFLATE,
                                       COMPRESSION_DEFLATE, COMPRESSION_PACKBITS,  COMPRESSION_LZMA,
                                       COMPRESSION_ZSTD,    COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4};
    const auto compression = tag<uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
    return std::find(kCompressions.begin(), kCompressions.end(), compression) != kCompressions.end() &&
           TIFFIsCODECConfigured(compression) != 0 &&
           tag<uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT) == SAMPLEFORMAT_UINT;
}

std::optional<int> coloursOf(int photometric) {
    switch (photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK:
    case PHOTOMETRIC_PALETTE:
        return 1;
    case PHOTOMETRIC_RGB:
        return 3;
    case PHOTOMETRIC_SEPARATED:
        return 4;
    default:
        return std::nullopt;
    }
}

} // namespace

std::optional<TiffLayout> tiffLayout(TIFF* tiff) {
    TiffLayout layout;
    layout.size = {int(tag<uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0)),
                   int(tag<uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0))};
    layout.orientation = tag<uint16_t>(tiff, TIFFTAG_ORIENTATION, 1);
    layout.bits = tag<uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
    layout.channels = tag<uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    layout.photometric = tag<uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, 0xFFFF);
    layout.separate = tag<uint16_t>(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
    layout.tiled = TIFFIsTiled(tiff) != 0;
    const std::optional<int> colours = coloursOf(layout.photometric);
    const bool bitsKnown =
        layout.bits == 8 || layout.bits == 16 ||
        (layout.channels == 1 && (layout.bits == 1 || layout.bits == 2 || layout.bits == 4));
    if (!colours || !bitsKnown || layout.channels < *colours || !isWritable(tiff) || layout.orientation < 1 ||
        layout.orientation > 8 || (layout.photometric == PHOTOMETRIC_SEPARATED && layout.bits != 8))
        return std::nullopt;
    layout.colours = *colours;
    uint16_t extras = 0;
    const uint16_t* kinds = nullptr;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &extras, &kinds);
    layout.hasAlpha = extras > 0 && kinds && layout.photometric != PHOTOMETRIC_SEPARATED;
    layout.premultiplied = layout.hasAlpha && kinds[0] == EXTRASAMPLE_ASSOCALPHA;
    layout.chunk =
        layout.tiled ? cv::Size(int(tag<uint32_t>(tiff, TIFFTAG_TILEWIDTH, 1)),
                                int(tag<uint32_t>(tiff, TIFFTAG_TILELENGTH, 1)))
                     : cv::Size(layout.size.width, int(std::min(tag<uint32_t>(tiff, TIFFTAG_ROWSPERSTRIP, 1),
                                                                uint32_t(layout.size.height))));
    return layout.chunk.area() > 0 ? std::optional(layout) : std::nullopt;
}

std::optional<TiffChunk> readChunk(TIFF* tiff, const TiffLayout& layout, int index) {
    TiffChunk chunk;
    chunk.bits = layout.bits;
    chunk.rowBytes = size_t(layout.tiled ? TIFFTileRowSize(tiff) : TIFFScanlineSize(tiff));
    chunk.bytes.resize(layout.tiled ? size_t(TIFFTileSize(tiff))
                                    : chunk.rowBytes * size_t(layout.chunkRect(index).height));
    const tmsize_t size = tmsize_t(chunk.bytes.size());
    const tmsize_t got = layout.tiled ? TIFFReadEncodedTile(tiff, uint32_t(index), chunk.bytes.data(), size)
                                      : TIFFReadEncodedStrip(tiff, uint32_t(index), chunk.bytes.data(), size);
    return got == size ? std::optional(std::move(chunk)) : std::nullopt;
}

bool writeChunk(TIFF* tiff, const TiffLayout& layout, int index, TiffChunk& chunk) {
    const tmsize_t size = tmsize_t(chunk.bytes.size());
    return (layout.tiled ? TIFFWriteEncodedTile(tiff, uint32_t(index), chunk.bytes.data(), size)
                         : TIFFWriteEncodedStrip(tiff, uint32_t(index), chunk.bytes.data(), size)) == size;
}

} // namespace nb::desktop
