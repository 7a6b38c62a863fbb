#include "core/image/codec.h"
#include "core/image/exif.h"
#include "core/image/orientation.h"
#include "core/image/png_colour.h"
#include "core/image/png_input.h"
#include <QByteArrayView>
#include <algorithm>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <spng.h>

namespace nb::image {
namespace {

using Context = std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)>;

// Gives libspng the pieces of the file that it is to read, without joining them.
class Source {
public:
    explicit Source(const std::vector<QByteArrayView>& pieces) : m_pieces(pieces) {}

    static int read(spng_ctx*, void* self, void* to, size_t length) {
        return static_cast<Source*>(self)->read(static_cast<char*>(to), static_cast<qsizetype>(length));
    }

private:
    int read(char* to, qsizetype length) {
        while (length > 0 && m_piece < m_pieces.size()) {
            const QByteArrayView rest = m_pieces[m_piece].sliced(m_at);
            const qsizetype count = std::min(length, rest.size());
            to = std::copy_n(rest.data(), count, to);
            length -= count;
            m_at += count;
            if (count == rest.size()) {
                ++m_piece;
                m_at = 0;
            }
        }
        return length == 0 ? 0 : SPNG_IO_EOF;
    }

    const std::vector<QByteArrayView>& m_pieces;
    size_t m_piece = 0;
    qsizetype m_at = 0; // in the piece
};

Context open(Source& source) {
    Context context(spng_ctx_new(0), spng_ctx_free);
    if (!context)
        throw std::bad_alloc();
    // tRNS is an ancillary chunk too: a dropped one would silently invert the selection of a mask.
    spng_set_crc_action(context.get(), SPNG_CRC_ERROR, SPNG_CRC_ERROR);
    spng_set_png_stream(context.get(), Source::read, &source);
    return context;
}

Error unreadable(int code) {
    return damaged(QStringLiteral("The PNG is truncated or damaged"), spng_strerror(code));
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

QByteArray exifOf(const PngInput& chunks) {
    return chunks.exif.size() > kMaxExifBytes ? QByteArray() : exifOfChunk(chunks.exif).toByteArray();
}

// Reads the chunks before the samples. Limits are checked first: everything after IHDR takes memory.
Result<Header> headerOf(spng_ctx* context, const PngInput& chunks, const Limits& limits) {
    if (!chunks.refusal.isEmpty())
        return Error{ErrorCode::UnreadableImage, chunks.refusal};

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
    const int orientation = exifOrientation(exifOf(chunks));
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
    // Up to IEND: what is between has to be whole.
    if (const int code = spng_decode_chunks(context); code != 0)
        return unreadable(code);
    if (pixels.channels() == 1 && grey == GreyAs::Rgb)
        cv::cvtColor(pixels, pixels, cv::COLOR_GRAY2RGB);
    return pixels;
}

} // namespace

Result<Header> readPngHeader(QByteArrayView bytes, const Limits& limits) {
    const PngInput chunks = readPngInput(bytes);
    Source source(chunks.forSamples);
    const Context context = open(source);
    return headerOf(context.get(), chunks, limits);
}

Result<Decoded> decodePng(QByteArrayView bytes, const Limits& limits, GreyAs grey) {
    const PngInput chunks = readPngInput(bytes);
    Source source(chunks.forSamples);
    const Context context = open(source);
    const Result<Header> header = headerOf(context.get(), chunks, limits);
    if (!header)
        return header.error();
    if (chunks.endsEarly)
        return unreadable(SPNG_IO_EOF);
    const Result<cv::Mat> stored = samplesOf(context.get(), *header, grey);
    if (!stored)
        return stored.error();
    Decoded decoded{{upright(*stored, header->orientation), {}}, *header, chunks.warnings};
    decoded.picture.metadata.icc = profileOfPng(chunks, header->colour, decoded.warnings);
    decoded.picture.metadata.exif = exifForEdited(exifOf(chunks), header->size);
    if (chunks.exif.size() > kMaxExifBytes)
        decoded.warnings += QStringLiteral("The EXIF data is larger than 1 MiB and was left out");
    return decoded;
}

} // namespace nb::image
