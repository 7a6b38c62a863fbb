// A PNG is rewritten from its own samples, as they are packed in its rows: the changed pixels are looked up
// in its palette, made grey, or taken as they are; the other samples stay.

#include "core/base/current_exception.h"
#include "core/image/encode.h"
#include "core/image/grey_samples.h"
#include "core/image/orientation.h"
#include "core/image/png_chunks.h"
#include "core/image/png_input.h"
#include "core/image/rewrite.h"
#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <opencv2/core.hpp>
#include <spng.h>

namespace nb::image {
namespace {

using Context = std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)>;
using Pixel = std::array<int, 4>; // R, G, B, A

// zlib: a file that was small stays small, and a large one does not take a minute.
int compressionLevel(double pixels) {
    constexpr double kLarge = 8e6;
    return pixels > kLarge ? 3 : 6;
}
constexpr int kRowsBetweenChecks = 32;

Error failed(int code) {
    return {code == SPNG_EMEM ? ErrorCode::OutOfMemory : ErrorCode::Internal,
            QStringLiteral("The picture cannot be encoded as PNG"), QString::fromLatin1(spng_strerror(code))};
}

// What decode() reads the samples from, and nothing else: another choice of chunks would be another picture.
QByteArray coreOf(const QByteArray& file) {
    QByteArray bytes;
    const PngInput input = readPngInput(file);
    for (const QByteArrayView piece : input.forSamples)
        bytes += piece;
    return bytes;
}

// A PNG's samples as they are packed, in the computer's byte order.
struct Stored {
    spng_ihdr ihdr{};
    spng_plte palette{};
    spng_trns transparency{};
    bool hasTransparency = false;
    size_t rowBytes = 0;
    std::vector<uchar> rows;

    [[nodiscard]] bool isDeep() const { return ihdr.bit_depth == 16; }
    [[nodiscard]] int channels() const {
        switch (ihdr.color_type) {
        case SPNG_COLOR_TYPE_TRUECOLOR:
            return 3;
        case SPNG_COLOR_TYPE_GRAYSCALE_ALPHA:
            return 2;
        case SPNG_COLOR_TYPE_TRUECOLOR_ALPHA:
            return 4;
        default:
            return 1;
        }
    }
    [[nodiscard]] int sample(int x, int y, int channel) const {
        const uchar* row = rows.data() + size_t(y) * rowBytes;
        const int i = x * channels() + channel;
        if (isDeep())
            return reinterpret_cast<const ushort*>(row)[i];
        const int depth = ihdr.bit_depth;
        return (row[i * depth / 8] >> (8 - depth - i * depth % 8)) & ((1 << depth) - 1);
    }
    void setSample(int x, int y, int channel, int value) {
        uchar* row = rows.data() + size_t(y) * rowBytes;
        const int i = x * channels() + channel;
        if (isDeep()) {
            reinterpret_cast<ushort*>(row)[i] = ushort(value);
            return;
        }
        const int depth = ihdr.bit_depth, shift = 8 - depth - i * depth % 8;
        uchar& byte = row[i * depth / 8];
        byte = uchar((byte & ~(((1 << depth) - 1) << shift)) | value << shift);
    }
};

Result<Stored> read(const QByteArray& png) {
    const Context context(spng_ctx_new(0), spng_ctx_free);
    if (!context)
        throw std::bad_alloc();
    spng_set_crc_action(context.get(), SPNG_CRC_USE, SPNG_CRC_USE);
    spng_set_png_buffer(context.get(), png.constData(), size_t(png.size()));
    Stored stored;
    if (const int code = spng_get_ihdr(context.get(), &stored.ihdr); code != 0)
        return failed(code);
    spng_get_plte(context.get(), &stored.palette);
    stored.hasTransparency = spng_get_trns(context.get(), &stored.transparency) == 0;
    const size_t bits = size_t(stored.ihdr.width) * size_t(stored.channels()) * stored.ihdr.bit_depth;
    stored.rowBytes = (bits + 7) / 8;
    stored.rows.resize(stored.rowBytes * stored.ihdr.height);
    const int code =
        spng_decode_image(context.get(), stored.rows.data(), stored.rows.size(), SPNG_FMT_PNG, 0);
    return code == 0 ? Result<Stored>(std::move(stored)) : failed(code);
}

Result<QByteArray> write(Stored& stored, const Watch& watch) {
    const Context context(spng_ctx_new(SPNG_CTX_ENCODER), spng_ctx_free);
    if (!context)
        throw std::bad_alloc();
    spng_set_option(context.get(), SPNG_ENCODE_TO_BUFFER, 1);
    spng_set_option(context.get(), SPNG_IMG_COMPRESSION_LEVEL,
                    compressionLevel(double(stored.ihdr.width) * stored.ihdr.height));
    int code = spng_set_ihdr(context.get(), &stored.ihdr);
    if (code == 0 && stored.palette.n_entries > 0)
        code = spng_set_plte(context.get(), &stored.palette);
    if (code == 0 && stored.hasTransparency)
        code = spng_set_trns(context.get(), &stored.transparency);
    if (code == 0)
        code = spng_encode_image(context.get(), nullptr, 0, SPNG_FMT_PNG,
                                 SPNG_ENCODE_PROGRESSIVE | SPNG_ENCODE_FINALIZE);
    for (quint64 done = 0; code == 0; ++done) { // an interlaced picture's rows come several times
        spng_row_info row{};
        if (code = spng_get_row_info(context.get(), &row); code != 0)
            break;
        code = spng_encode_row(context.get(), stored.rows.data() + row.row_num * stored.rowBytes,
                               stored.rowBytes);
        if (done % kRowsBetweenChecks == 0 && watch.cancel.stop_requested())
            return Error{ErrorCode::Cancelled, QStringLiteral("Encoding was cancelled")};
        if (done % kRowsBetweenChecks == 0 && watch.progress && stored.ihdr.interlace_method == 0)
            watch.progress(double(row.row_num) / stored.ihdr.height);
    }
    if (code != SPNG_EOI)
        return failed(code);
    size_t length = 0;
    const std::unique_ptr<void, decltype(&std::free)> bytes(
        spng_get_png_buffer(context.get(), &length, &code), std::free);
    return bytes ? Result<QByteArray>(QByteArray(static_cast<const char*>(bytes.get()), qsizetype(length)))
                 : failed(code);
}

Pixel pixelOf(const cv::Mat& pixels, int x, int y) {
    Pixel pixel{0, 0, 0, pixels.depth() == CV_16U ? 65535 : 255};
    for (int c = 0; c < pixels.channels(); ++c)
        pixel[size_t(c)] = pixels.depth() == CV_16U ? pixels.ptr<ushort>(y, x)[c] : pixels.ptr(y, x)[c];
    return pixel;
}

// Puts single pixels into a file's samples.
class Pixels {
public:
    Pixels(Stored& stored, const cv::Mat& shown, const cv::Mat& changed)
        : m_stored(stored), m_full(stored.isDeep() ? 65535 : 255) {
        const int type = stored.ihdr.color_type;
        if (type == SPNG_COLOR_TYPE_INDEXED)
            readPalette();
        else if (type == SPNG_COLOR_TYPE_GRAYSCALE || type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA)
            m_grey.emplace(greyMatrix(), shown, changed);
    }

    // Why the file has no samples for that pixel, or nothing.
    std::optional<Misfit::Reason> put(int x, int y, const Pixel& pixel) {
        switch (m_stored.ihdr.color_type) {
        case SPNG_COLOR_TYPE_INDEXED:
            return putIndexed(x, y, pixel);
        case SPNG_COLOR_TYPE_GRAYSCALE:
        case SPNG_COLOR_TYPE_GRAYSCALE_ALPHA:
            return putGrey(x, y, pixel);
        default:
            return putColour(x, y, pixel);
        }
    }

private:
    // 1, 2 or 4 bits spread over 0 to 255.
    [[nodiscard]] int scale() const {
        return m_stored.ihdr.bit_depth >= 8 ? 1 : 255 / ((1 << m_stored.ihdr.bit_depth) - 1);
    }

    cv::Mat greyMatrix() const {
        cv::Mat grey(int(m_stored.ihdr.height), int(m_stored.ihdr.width),
                     m_stored.isDeep() ? CV_16UC1 : CV_8UC1);
        for (int y = 0; y < grey.rows; ++y)
            for (int x = 0; x < grey.cols; ++x)
                if (const int value = m_stored.sample(x, y, 0); m_stored.isDeep())
                    grey.at<ushort>(y, x) = ushort(value);
                else
                    grey.at<uchar>(y, x) = uchar(value * scale());
        return grey;
    }

    // Pixels may refer to entries that the palette lacks, and are shown black: a new colour must not become
    // theirs.
    void completePalette() {
        int last = -1;
        for (int y = 0; y < int(m_stored.ihdr.height); ++y)
            for (int x = 0; x < int(m_stored.ihdr.width); ++x)
                last = std::max(last, m_stored.sample(x, y, 0));
        while (int(m_stored.palette.n_entries) <= last)
            m_stored.palette.entries[m_stored.palette.n_entries++] = {0, 0, 0, 255};
    }

    void readPalette() {
        completePalette();
        for (unsigned i = 0; i < m_stored.palette.n_entries; ++i) {
            const spng_plte_entry& entry = m_stored.palette.entries[i];
            const int alpha = m_stored.hasTransparency && i < m_stored.transparency.n_type3_entries
                                  ? m_stored.transparency.type3_alpha[i]
                                  : 255;
            m_indexes.try_emplace({entry.red, entry.green, entry.blue, alpha}, int(i));
        }
    }

    std::optional<Misfit::Reason> putIndexed(int x, int y, const Pixel& pixel) {
        auto found = m_indexes.find(pixel);
        if (found == m_indexes.end()) {
            const unsigned next = m_stored.palette.n_entries;
            const bool opaque = pixel[3] == m_full;
            if (next >= 1U << m_stored.ihdr.bit_depth || !opaque)
                return Misfit::Reason::Colours;
            m_stored.palette.entries[next] = {uchar(pixel[0]), uchar(pixel[1]), uchar(pixel[2]), 255};
            m_stored.palette.n_entries = next + 1;
            found = m_indexes.emplace(pixel, int(next)).first;
        }
        m_stored.setSample(x, y, 0, found->second);
        return std::nullopt;
    }

    std::optional<Misfit::Reason> putGrey(int x, int y, const Pixel& pixel) {
        const std::optional<int> grey = m_grey->of(pixel[0], pixel[1], pixel[2]);
        if (!grey)
            return Misfit::Reason::Colours;
        if (*grey % scale() != 0)
            return Misfit::Reason::Shades;
        int value = *grey / scale();
        if (m_stored.ihdr.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA)
            m_stored.setSample(x, y, 1, pixel[3]);
        else if (const auto reason = keyed(pixel[3], value == m_stored.transparency.gray))
            return reason;
        else if (isKey(pixel[3]))
            value = m_stored.transparency.gray;
        m_stored.setSample(x, y, 0, value);
        return std::nullopt;
    }

    std::optional<Misfit::Reason> putColour(int x, int y, Pixel pixel) {
        const spng_trns& key = m_stored.transparency;
        if (m_stored.ihdr.color_type == SPNG_COLOR_TYPE_TRUECOLOR) {
            const bool same = pixel[0] == key.red && pixel[1] == key.green && pixel[2] == key.blue;
            if (const auto reason = keyed(pixel[3], same))
                return reason;
            if (isKey(pixel[3]))
                pixel = {key.red, key.green, key.blue, 0};
        }
        for (int c = 0; c < m_stored.channels(); ++c)
            m_stored.setSample(x, y, c, pixel[size_t(c)]);
        return std::nullopt;
    }

    // One colour of the file means transparent, if it has tRNS: nothing between, and no pixel else may have
    // it.
    [[nodiscard]] std::optional<Misfit::Reason> keyed(int alpha, bool isKeyColour) const {
        const bool fits = !m_stored.hasTransparency || alpha == 0 || (alpha == m_full && !isKeyColour);
        return fits ? std::nullopt : std::optional(Misfit::Reason::Transparency);
    }
    [[nodiscard]] bool isKey(int alpha) const { return m_stored.hasTransparency && alpha == 0; }

    Stored& m_stored;
    int m_full;
    std::optional<GreySamples> m_grey;
    std::map<Pixel, int> m_indexes;
};

std::optional<Misfit::Reason> putAll(Stored& stored, const cv::Mat& shown, const cv::Mat& changed) {
    Pixels pixels(stored, shown, changed);
    std::optional<Misfit::Reason> misfit;
    for (int y = 0; y < shown.rows; ++y)
        for (int x = 0; x < shown.cols; ++x) {
            if (changed.at<uchar>(y, x) == 0)
                continue;
            const auto reason = pixels.put(x, y, pixelOf(shown, x, y));
            if (reason && *reason != Misfit::Reason::Shades)
                return reason; // the wider one
            misfit = misfit ? misfit : reason;
        }
    return misfit;
}

Stored withEightBits(const Stored& narrow) {
    Stored wide = narrow;
    const int scale = 255 / ((1 << narrow.ihdr.bit_depth) - 1);
    wide.ihdr.bit_depth = 8;
    wide.rowBytes = narrow.ihdr.width;
    wide.rows.assign(wide.rowBytes * narrow.ihdr.height, 0);
    wide.transparency.gray = uint16_t(narrow.transparency.gray * scale);
    for (int y = 0; y < int(narrow.ihdr.height); ++y)
        for (int x = 0; x < int(narrow.ihdr.width); ++x)
            wide.setSample(x, y, 0, narrow.sample(x, y, 0) * scale);
    return wide;
}

// `fresh`: a PNG with the new samples. Where it stands among its chunks is where the old ones stood.
enum class ColourFrom { Old, Fresh };
QByteArray joined(const std::vector<PngChunk>& old, const QByteArray& fresh, ColourFrom colour) {
    QByteArray header, beforeSamples, samples;
    const std::vector<PngChunk> chunks = pngChunks(fresh);
    for (const PngChunk& chunk : chunks)
        if (chunk.type == "IHDR")
            header = chunk.whole.toByteArray();
        else if (chunk.type == "IDAT")
            samples += chunk.whole;
        else if (chunk.type != "IEND")
            beforeSamples += chunk.whole;
    QByteArray first, last; // before PLTE and tRNS, which come with the fresh ones; after the samples
    bool afterSamples = false;
    QByteArray background; // has to follow PLTE
    bool sawExif = false;
    for (const PngChunk& chunk : old) {
        afterSamples = afterSamples || chunk.type == "IDAT";
        if (chunk.type == "IHDR" || chunk.type == "PLTE" || chunk.type == "tRNS" || chunk.type == "IDAT" ||
            chunk.type == "IEND" || (colour == ColourFrom::Fresh && isAboutSamples(chunk.type)))
            continue;
        // The first one counts: without it the next would turn the picture.
        if (chunk.type == "eXIf" && chunk.isIntact() && std::exchange(sawExif, true))
            continue;
        (chunk.type == "bKGD" ? background : afterSamples ? last : first) += keptChunk(chunk);
    }
    return kPngSignature.toByteArray() + header + first + beforeSamples + background + samples + last +
           pngChunk("IEND", {});
}

Misfit misfitOf(const Stored& stored, const Header& header, Misfit::Reason reason) {
    return {reason, header.colour, stored.ihdr.bit_depth, int(stored.palette.n_entries)};
}

// As RGB: its own EXIF and profile are the picture's, and its samples are upright.
Result<Rewritten> asColour(const std::vector<PngChunk>& chunks, const Edited& edited, const Misfit& misfit,
                           const Watch& watch) {
    const Result<QByteArray> fresh =
        encodePng(edited.picture, {compressionLevel(double(edited.picture.pixels.total()))}, watch);
    if (!fresh)
        return fresh.error();
    return Rewritten{joined(chunks, *fresh, ColourFrom::Fresh), misfit};
}

Result<Rewritten> rewrite(const QByteArray& file, const Edited& edited, OnMisfit onMisfit,
                          const Watch& watch) {
    const Result<Header> header = readHeader(file, {});
    if (!header)
        return header.error();
    if (header->size != edited.picture.size() || edited.changed.size() != edited.picture.pixels.size())
        return Error{ErrorCode::InvalidArgument, QStringLiteral("The picture is not that of the PNG")};
    const std::vector<PngChunk> chunks = pngChunks(file);
    const Result<Stored> original = read(coreOf(file));
    if (!original)
        return original.error();
    if (original->isDeep() != edited.picture.is16Bit())
        return Error{ErrorCode::InvalidArgument, QStringLiteral("The picture is not that of the PNG")};
    constexpr int kBack[] = {0, 1, 2, 3, 4, 5, 8, 7, 6}; // turns upright samples as they were
    const int turn = kBack[header->orientation];
    const cv::Mat shown = upright(edited.picture.pixels, turn), changed = upright(edited.changed, turn);

    Stored stored = *original;
    const std::optional<Misfit::Reason> reason = putAll(stored, shown, changed);
    std::optional<Misfit> misfit;
    if (reason) {
        misfit = misfitOf(*original, *header, *reason);
        if (onMisfit == OnMisfit::Refuse)
            return Rewritten{{}, misfit};
        if (*reason != Misfit::Reason::Shades)
            return asColour(chunks, edited, *misfit, watch);
        stored = withEightBits(*original);
        if (putAll(stored, shown, changed))
            return asColour(chunks, edited, *misfit, watch);
    }
    const Result<QByteArray> fresh = write(stored, watch);
    if (!fresh)
        return fresh.error();
    return Rewritten{joined(chunks, *fresh, ColourFrom::Old), misfit};
}

} // namespace

Result<Rewritten> rewritePng(const QByteArray& file, const Edited& edited, OnMisfit onMisfit,
                             const Watch& watch) {
    return withoutExceptions([&] { return rewrite(file, edited, onMisfit, watch); });
}

} // namespace nb::image
