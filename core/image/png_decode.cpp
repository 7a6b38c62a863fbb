#include "core/image/codec.h"
#include "core/image/exif.h"
#include "core/image/orientation.h"
#include <QByteArrayView>
#include <QtEndian>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <spng.h>

namespace nb::image {
namespace {

using Context = std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)>;

// An ancillary chunk may inflate to this much, all that are kept to twice as much; more is an error of
// libspng's.
constexpr size_t kMaxChunkBytes = 8 * 1024 * 1024;

Context open(QByteArrayView bytes) {
    Context context(spng_ctx_new(0), spng_ctx_free);
    if (!context)
        throw std::bad_alloc();
    spng_set_chunk_limits(context.get(), kMaxChunkBytes, 2 * kMaxChunkBytes);
    // Errors in ancillary chunks count too: a dropped tRNS would silently invert the selection of a mask.
    spng_set_crc_action(context.get(), SPNG_CRC_ERROR, SPNG_CRC_ERROR);
    spng_set_png_buffer(context.get(), bytes.data(), static_cast<size_t>(bytes.size()));
    return context;
}

Error unreadable(int code) {
    return damaged(QStringLiteral("The PNG is truncated or damaged"), spng_strerror(code));
}

// libspng accepts a file that ends after its samples; here it counts as truncated.
bool hasEnd(QByteArrayView bytes) {
    constexpr qsizetype kSignature = 8;
    constexpr qsizetype kFraming = 12; // length, type, checksum
    for (qsizetype at = kSignature; bytes.size() - at >= kFraming;) {
        const qsizetype length = qFromBigEndian<quint32>(bytes.data() + at);
        if (bytes.size() - at - kFraming < length)
            return false;
        if (bytes.sliced(at + 4, 4) == QByteArrayView("IEND"))
            return true;
        at += kFraming + length;
    }
    return false;
}

SourceColour colourOf(int colourType, bool transparency) {
    switch (colourType) {
    case SPNG_COLOR_TYPE_GRAYSCALE:
        return transparency ? SourceColour::GreyAlpha : SourceColour::Grey;
    case SPNG_COLOR_TYPE_GRAYSCALE_ALPHA:
        return SourceColour::GreyAlpha;
    case SPNG_COLOR_TYPE_INDEXED:
        return transparency ? SourceColour::PaletteAlpha : SourceColour::Palette;
    case SPNG_COLOR_TYPE_TRUECOLOR_ALPHA:
        return SourceColour::Rgba;
    default:
        return transparency ? SourceColour::Rgba : SourceColour::Rgb;
    }
}

bool hasAlpha(SourceColour colour) {
    return colour == SourceColour::GreyAlpha || colour == SourceColour::PaletteAlpha ||
           colour == SourceColour::Rgba;
}

QByteArray exifOf(spng_ctx* context) {
    spng_exif exif{};
    if (spng_get_exif(context, &exif) != 0 || exif.length > static_cast<size_t>(kMaxExifBytes))
        return {};
    return {exif.data, static_cast<qsizetype>(exif.length)};
}

QByteArray iccOf(spng_ctx* context) {
    spng_iccp icc{};
    if (spng_get_iccp(context, &icc) != 0 || icc.profile_len > static_cast<size_t>(kMaxIccBytes))
        return {};
    return {icc.profile, static_cast<qsizetype>(icc.profile_len)};
}

// Reads the chunks before the samples. Limits are checked first: everything after IHDR takes memory.
Result<Header> headerOf(spng_ctx* context, const Limits& limits) {
    spng_ihdr ihdr{};
    if (const int code = spng_get_ihdr(context, &ihdr); code != 0)
        return unreadable(code);
    const QSize stored(static_cast<int>(ihdr.width), static_cast<int>(ihdr.height));
    if (const Result<> fits = checkLimits(stored, limits); !fits)
        return fits.error();
    spng_trns transparency{};
    const int trns = spng_get_trns(context, &transparency);
    if (trns != 0 && trns != SPNG_ECHUNKAVAIL)
        return unreadable(trns);
    const int orientation = exifOrientation(exifOf(context));
    return Header{Format::Png, uprightSize(stored, orientation), orientation,
                  colourOf(ihdr.color_type, trns == 0), ihdr.bit_depth};
}

struct Layout {
    int matType;
    spng_format format;
};

// libspng expands everything but 16-bit samples without alpha, which it gives out as they are.
Layout layoutOf(const Header& header, GreyAs grey) {
    if (header.bitDepth < 16 && header.colour == SourceColour::Grey && grey == GreyAs::OneChannel)
        return {CV_8UC1, SPNG_FMT_G8};
    if (header.bitDepth < 16)
        return hasAlpha(header.colour) ? Layout{CV_8UC4, SPNG_FMT_RGBA8} : Layout{CV_8UC3, SPNG_FMT_RGB8};
    if (hasAlpha(header.colour))
        return {CV_16UC4, SPNG_FMT_RGBA16};
    return {header.colour == SourceColour::Grey ? CV_16UC1 : CV_16UC3, SPNG_FMT_PNG};
}

Result<cv::Mat> samplesOf(spng_ctx* context, const Header& header, GreyAs grey) {
    const Layout layout = layoutOf(header, grey);
    const QSize stored = uprightSize(header.size, header.orientation);
    cv::Mat pixels(stored.height(), stored.width(), layout.matType);
    const int flags = hasAlpha(header.colour) ? SPNG_DECODE_TRNS : 0;
    if (const int code =
            spng_decode_image(context, pixels.data, pixels.total() * pixels.elemSize(), layout.format, flags);
        code != 0)
        return unreadable(code);
    // Up to IEND: a file without it is truncated.
    if (const int code = spng_decode_chunks(context); code != 0)
        return unreadable(code);
    if (pixels.channels() == 1 && grey == GreyAs::Rgb)
        cv::cvtColor(pixels, pixels, cv::COLOR_GRAY2RGB);
    return pixels;
}

} // namespace

Result<Header> readPngHeader(QByteArrayView bytes, const Limits& limits) {
    const Context context = open(bytes);
    return headerOf(context.get(), limits);
}

Result<Decoded> decodePng(QByteArrayView bytes, const Limits& limits, GreyAs grey) {
    const Context context = open(bytes);
    Result<Header> header = headerOf(context.get(), limits);
    if (!header)
        return header.error();
    if (!hasEnd(bytes))
        return unreadable(SPNG_IO_EOF);
    const Result<cv::Mat> stored = samplesOf(context.get(), *header, grey);
    if (!stored)
        return stored.error();
    // eXIf may also come after the samples.
    const QByteArray exif = exifOf(context.get());
    header->size = uprightSize(uprightSize(header->size, header->orientation), exifOrientation(exif));
    header->orientation = exifOrientation(exif);
    return Decoded{
        {upright(*stored, header->orientation), {rgbProfile(iccOf(context.get())), exifForEdited(exif)}},
        *header};
}

} // namespace nb::image
