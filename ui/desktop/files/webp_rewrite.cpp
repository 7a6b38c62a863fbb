#include "ui/desktop/files/webp_rewrite.h"

#include "core/image/exif.h"
#include "core/image/kept_metadata.h"
#include "ui/desktop/files/webp_chunks.h"
#include "ui/desktop/files/webp_exif.h"
#include <QByteArrayView>
#include <QtEndian>
#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <vector>
#include <webp/encode.h>

namespace nb::desktop {
namespace {

// The coded picture, in a frame where the file is an animation.
QByteArray coded(const std::vector<WebPChunk>& chunks, const char* name) {
    constexpr qsizetype kFrameHeader = 16;
    for (const WebPChunk& chunk : chunks) {
        if (chunk.name == name)
            return chunk.data.toByteArray();
        if (chunk.name == "ANMF" && chunk.data.size() > kFrameHeader) {
            const QByteArray inner =
                QByteArray("RIFF____WEBP") + chunk.data.sliced(kFrameHeader).toByteArray();
            return webPChunkData(webPChunks(inner), name).toByteArray();
        }
    }
    return {};
}

// RFC 6386, section 7: the arithmetic decoder, for bits of even chance only, as headers have them.
class Bits {
public:
    explicit Bits(QByteArrayView data) : m_data(data) { m_value = next() << 8U | next(); }

    unsigned read(int count) {
        unsigned value = 0;
        while (count-- > 0)
            value = value << 1U | (bit() ? 1U : 0U);
        return value;
    }
    bool bit() {
        const unsigned split = 1 + ((m_range - 1) * 128 >> 8U);
        const bool one = m_value >= split << 8U;
        m_value -= one ? split << 8U : 0;
        m_range = one ? m_range - split : split;
        while (m_range < 128) {
            m_range <<= 1U;
            m_value <<= 1U;
            if (++m_shifted == 8) {
                m_shifted = 0;
                m_value |= next();
            }
        }
        return one;
    }
    int number(int bits) { // with its sign behind
        const int value = int(read(bits));
        return bit() ? -value : value;
    }
    int optional(int bits) { return bit() ? number(bits) : 0; }

private:
    unsigned next() { return m_at < m_data.size() ? uchar(m_data[m_at++]) : 0; }

    QByteArrayView m_data;
    qsizetype m_at = 0;
    unsigned m_value = 0, m_range = 255;
    int m_shifted = 0;
};

// Of a frame's four segments: their quantisers, and the chances by which a block's segment is coded.
struct Segments {
    bool used = false, absolute = false;
    std::array<double, 4> quantisers{};
    std::array<double, 3> chances{1, 1, 1}; // of the first branch: of the tree, of its halves

    // Weighted by how often each occurs.
    [[nodiscard]] double mean() const {
        const double first = chances[0];
        return first * (chances[1] * quantisers[0] + (1 - chances[1]) * quantisers[1]) +
               (1 - first) * (chances[2] * quantisers[2] + (1 - chances[2]) * quantisers[3]);
    }
};

// RFC 6386, section 9.3.
Segments segmentsOf(Bits& bits) {
    Segments segments;
    if (!bits.bit())
        return segments;
    const bool hasMap = bits.bit();
    if (bits.bit()) {
        segments.used = true;
        segments.absolute = bits.bit();
        for (double& quantiser : segments.quantisers)
            quantiser = bits.optional(7);
        for (int i = 0; i < 4; ++i)
            bits.optional(6); // the loop filter's
    }
    if (hasMap)
        for (double& chance : segments.chances)
            if (bits.bit())
                chance = bits.read(8) / 255.0;
    return segments;
}

// RFC 6386, section 9.2 to 9.6: the mean quantiser, 0 to 127.
std::optional<double> quantiser(QByteArrayView frame) {
    constexpr qsizetype kHeader = 10;
    if (frame.size() <= kHeader || (frame[0] & 1) != 0)
        return std::nullopt;
    Bits bits(frame.sliced(kHeader));
    bits.read(2); // colour space, clamping
    const Segments segments = segmentsOf(bits);
    bits.read(1 + 6 + 3); // the loop filter
    if (bits.bit() && bits.bit())
        for (int i = 0; i < 8; ++i)
            bits.optional(6);
    bits.read(2); // partitions
    const double base = bits.read(7);
    const double mean = !segments.used ? base : segments.mean() + (segments.absolute ? 0 : base);
    return std::clamp(mean, 0.0, 127.0);
}

struct Encoding {
    WebPConfig config{};
    WebPPicture picture{};
    WebPMemoryWriter writer{};

    Encoding() {
        WebPMemoryWriterInit(&writer);
        WebPPictureInit(&picture);
    }
    ~Encoding() {
        WebPPictureFree(&picture);
        WebPMemoryWriterClear(&writer);
    }
    Encoding(const Encoding&) = delete;
    Encoding& operator=(const Encoding&) = delete;
};

// quality: nullopt = without loss.
QByteArray encoded(const cv::Mat& pixels, std::optional<int> quality) {
    constexpr int kEffort = 6; // of 9, lossless
    Encoding work;
    if (!WebPConfigInit(&work.config))
        return {};
    work.config.thread_level = 1;
    if (quality)
        work.config.quality = float(*quality);
    else
        WebPConfigLosslessPreset(&work.config, kEffort);
    work.config.exact = 1; // colours under full transparency are pixels too
    work.picture.use_argb = quality ? 0 : 1;
    work.picture.width = pixels.cols;
    work.picture.height = pixels.rows;
    work.picture.writer = WebPMemoryWrite;
    work.picture.custom_ptr = &work.writer;
    const auto import = pixels.channels() == 4 ? WebPPictureImportRGBA : WebPPictureImportRGB;
    if (!import(&work.picture, pixels.data, int(pixels.step)) || !WebPEncode(&work.config, &work.picture))
        return {};
    return {reinterpret_cast<const char*>(work.writer.mem), qsizetype(work.writer.size)};
}

} // namespace

std::optional<int> webPQuality(QByteArrayView file) {
    const std::optional<double> mean = quantiser(coded(webPChunks(file), "VP8 "));
    if (!mean)
        return std::nullopt;
    // The inverse of libwebp's curve from quality to quantiser.
    const double linear = std::pow(1 - *mean / 127, 3);
    const double quality = linear < 0.5 ? linear * 1.5 : (linear + 1) / 2;
    return std::clamp(int(std::lround(100 * quality)), 1, 100);
}

Result<QByteArray> rewriteWebP(const QByteArray& file, const image::Picture& picture) {
    const std::vector<WebPChunk> old = webPChunks(file);
    if (old.empty() || picture.is16Bit())
        return Error{ErrorCode::UnsupportedFormat, QStringLiteral("The file is no WebP")};
    const QByteArray fresh = encoded(picture.pixels, webPQuality(file));
    const std::vector<WebPChunk> chunks = webPChunks(fresh);
    if (chunks.empty())
        return Error{ErrorCode::OutOfMemory, QStringLiteral("The picture could not be written as WebP")};
    const QByteArray icc = webPChunkData(old, "ICCP").toByteArray();
    QByteArray exif = webPExif(file);
    exif = exif.isEmpty() ? exif : image::exifForEdited(exif, picture.size()); // the samples are upright
    const QByteArray xmp = image::uprightXmp(webPChunkData(old, "XMP ").toByteArray());
    QByteArray body;
    if (const bool plain = icc.isEmpty() && exif.isEmpty() && xmp.isEmpty(); !plain) {
        const char flags = char((icc.isEmpty() ? 0 : kWebPHasIcc) | (picture.hasAlpha() ? kWebPHasAlpha : 0) |
                                (exif.isEmpty() ? 0 : kWebPHasExif) | (xmp.isEmpty() ? 0 : kWebPHasXmp));
        body += webPExtendedHeader(flags, picture.size());
        body += icc.isEmpty() ? icc : webPChunk("ICCP", icc);
        for (const WebPChunk& chunk : chunks)
            if (chunk.name != "VP8X")
                body += webPChunk(chunk.name, chunk.data);
        body += exif.isEmpty() ? exif : webPChunk("EXIF", exif);
        body += xmp.isEmpty() ? xmp : webPChunk("XMP ", xmp);
    } else {
        body = fresh.sliced(kWebPHeaderBytes);
    }
    QByteArray bytes = "RIFF____WEBP" + body;
    qToLittleEndian(quint32(bytes.size() - 8), bytes.data() + 4);
    return bytes;
}

} // namespace nb::desktop
