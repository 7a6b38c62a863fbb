#include "core/image/encode.h"

#include "core/base/current_exception.h"
#include "core/image/png_colour.h"
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <opencv2/core.hpp>
#include <spng.h>
#include <vector>

namespace nb::image {
namespace {

constexpr int kRowsBetweenChecks = 32; // of the cancel token

using Context = std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)>;

Error failed(int code) {
    return {code == SPNG_EMEM ? ErrorCode::OutOfMemory : ErrorCode::Internal,
            QStringLiteral("The picture cannot be encoded as PNG"), QString::fromLatin1(spng_strerror(code))};
}

int colourTypeOf(int channels) {
    switch (channels) {
    case 1:
        return SPNG_COLOR_TYPE_GRAYSCALE;
    case 4:
        return SPNG_COLOR_TYPE_TRUECOLOR_ALPHA;
    default:
        return SPNG_COLOR_TYPE_TRUECOLOR;
    }
}

std::vector<spng_unknown_chunk> chunksOf(const PngColour& colour) {
    std::vector<spng_unknown_chunk> chunks;
    for (const PngColourChunk& chunk : colour.chunks) {
        spng_unknown_chunk& out = chunks.emplace_back();
        std::copy_n(chunk.type.constData(), 4, out.type);
        out.length = static_cast<size_t>(chunk.data.size());
        out.data = const_cast<char*>(chunk.data.constData());
        out.location = SPNG_AFTER_IHDR;
    }
    return chunks;
}

// libspng keeps the pointers and does not copy: all of it must outlive the encoding. It never writes to it.
void setMetadata(spng_ctx* context, const Metadata& metadata, bool needsProfile,
                 std::vector<spng_unknown_chunk>& chunks) {
    if (!metadata.icc.isEmpty() && needsProfile) {
        spng_iccp icc{};
        std::strncpy(icc.profile_name, "ICC profile", sizeof icc.profile_name - 1);
        icc.profile = const_cast<char*>(metadata.icc.constData());
        icc.profile_len = static_cast<size_t>(metadata.icc.size());
        spng_set_iccp(context, &icc);
    }
    if (!chunks.empty())
        spng_set_unknown_chunks(context, chunks.data(), static_cast<uint32_t>(chunks.size()));
    if (!metadata.exif.isEmpty()) {
        spng_exif exif{static_cast<size_t>(metadata.exif.size()),
                       const_cast<char*>(metadata.exif.constData())};
        spng_set_exif(context, &exif);
    }
}

// Row by row, to report progress and to check the cancel token.
Result<> encodeRows(spng_ctx* context, const cv::Mat& pixels, const Watch& watch) {
    int code =
        spng_encode_image(context, nullptr, 0, SPNG_FMT_PNG, SPNG_ENCODE_PROGRESSIVE | SPNG_ENCODE_FINALIZE);
    for (int y = 0; y < pixels.rows && code == 0; ++y) {
        code = spng_encode_row(context, pixels.ptr(y), size_t(pixels.cols) * pixels.elemSize());
        if (y % kRowsBetweenChecks != 0)
            continue;
        if (watch.cancel.stop_requested())
            return Error{ErrorCode::Cancelled, QStringLiteral("Encoding was cancelled")};
        if (watch.progress)
            watch.progress(double(y) / pixels.rows);
    }
    return code == 0 || code == SPNG_EOI ? Result<>() : failed(code);
}

Result<QByteArray> encode(const cv::Mat& pixels, const Metadata& metadata, const PngOptions& options,
                          const Watch& watch) {
    const Context context(spng_ctx_new(SPNG_CTX_ENCODER), spng_ctx_free);
    if (!context)
        return failed(SPNG_EMEM);
    spng_set_option(context.get(), SPNG_ENCODE_TO_BUFFER, 1);
    spng_set_option(context.get(), SPNG_IMG_COMPRESSION_LEVEL, options.compressionLevel);
    // One filter for all rows: choosing one for each costs more time than it saves bytes at this level.
    spng_set_option(context.get(), SPNG_FILTER_CHOICE, SPNG_FILTER_CHOICE_UP);
    spng_ihdr ihdr{};
    ihdr.width = static_cast<uint32_t>(pixels.cols);
    ihdr.height = static_cast<uint32_t>(pixels.rows);
    ihdr.bit_depth = pixels.depth() == CV_16U ? 16 : 8;
    ihdr.color_type = static_cast<uint8_t>(colourTypeOf(pixels.channels()));
    if (const int code = spng_set_ihdr(context.get(), &ihdr); code != 0)
        return failed(code);
    const PngColour colour = pngColourOf(metadata.icc);
    std::vector<spng_unknown_chunk> chunks = chunksOf(colour);
    setMetadata(context.get(), metadata, colour.needsProfile, chunks);

    if (const Result<> encoded = encodeRows(context.get(), pixels, watch); !encoded)
        return encoded.error();
    size_t length = 0;
    int code = 0;
    const std::unique_ptr<void, decltype(&std::free)> bytes(
        spng_get_png_buffer(context.get(), &length, &code), std::free);
    if (!bytes)
        return failed(code);
    return QByteArray(static_cast<const char*>(bytes.get()), static_cast<qsizetype>(length));
}

Result<QByteArray> encodeChecked(const cv::Mat& pixels, bool typeAllowed, const Metadata& metadata,
                                 const PngOptions& options, const Watch& watch) {
    if (pixels.empty() || !typeAllowed)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("There are no samples that a PNG could hold")};
    return withoutExceptions([&] { return encode(pixels, metadata, options, watch); });
}

} // namespace

Result<QByteArray> encodePng(const Picture& picture, const PngOptions& options, const Watch& watch) {
    const int type = picture.pixels.type();
    const bool allowed = type == CV_8UC3 || type == CV_8UC4 || type == CV_16UC3 || type == CV_16UC4;
    return encodeChecked(picture.pixels, allowed, picture.metadata, options, watch);
}

Result<QByteArray> encodeGreyPng(const cv::Mat& grey) {
    return encodeChecked(grey, grey.type() == CV_8UC1, {}, {}, {});
}

} // namespace nb::image
