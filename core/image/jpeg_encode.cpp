#include "core/image/encode.h"

#include "core/base/current_exception.h"
#include "core/image/depth.h"
#include "core/image/jpeg_errors.h"
#include <cstdlib>
#include <memory>
#include <opencv2/core.hpp>

namespace nb::image {
namespace {

constexpr int kFullChromaFromQuality = 90;
constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr qsizetype kMaxSegmentBytes = 65533;
constexpr JDIMENSION kRowsBetweenChecks = 32; // of the cancel token

class Compressor {
public:
    Compressor() {
        m_codec.err = m_errors.manager();
        m_ready = m_errors.attempt([&] {
            jpeg_create_compress(&m_codec);
            jpeg_mem_dest(&m_codec, &m_bytes, &m_length);
        });
    }
    ~Compressor() {
        jpeg_destroy_compress(&m_codec);
        std::free(m_bytes);
    }
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    Result<QByteArray> encode(const cv::Mat& rgb, const Metadata& metadata, int quality, const Watch& watch) {
        const QByteArray exif =
            metadata.exif.isEmpty() ? QByteArray() : QByteArray("Exif\0\0", 6) + metadata.exif;
        const bool done = m_ready && m_errors.attempt([&] {
            begin(rgb, quality);
            writeMetadata(exif, metadata.icc);
            while (m_codec.next_scanline < m_codec.image_height && continues(watch)) {
                auto* row = const_cast<JSAMPLE*>(rgb.ptr(static_cast<int>(m_codec.next_scanline)));
                jpeg_write_scanlines(&m_codec, &row, 1);
            }
            if (!watch.cancel.stop_requested())
                jpeg_finish_compress(&m_codec);
        });
        if (watch.cancel.stop_requested())
            return Error{ErrorCode::Cancelled, QStringLiteral("Encoding was cancelled")};
        if (!done)
            return Error{ErrorCode::Internal, QStringLiteral("The picture cannot be encoded as JPEG"),
                         QString::fromLatin1(m_errors.message())};
        return QByteArray(reinterpret_cast<const char*>(m_bytes), static_cast<qsizetype>(m_length));
    }

private:
    bool continues(const Watch& watch) const {
        if (m_codec.next_scanline % kRowsBetweenChecks != 0)
            return true;
        if (watch.progress)
            watch.progress(double(m_codec.next_scanline) / m_codec.image_height);
        return !watch.cancel.stop_requested();
    }

    void begin(const cv::Mat& rgb, int quality) {
        m_codec.image_width = static_cast<JDIMENSION>(rgb.cols);
        m_codec.image_height = static_cast<JDIMENSION>(rgb.rows);
        m_codec.input_components = 3;
        m_codec.in_color_space = JCS_RGB;
        jpeg_set_defaults(&m_codec);
        jpeg_set_quality(&m_codec, quality, TRUE);
        if (quality >= kFullChromaFromQuality)
            m_codec.comp_info[0].h_samp_factor = m_codec.comp_info[0].v_samp_factor = 1;
        jpeg_start_compress(&m_codec, TRUE);
    }

    void writeMetadata(const QByteArray& exif, const QByteArray& icc) {
        if (!exif.isEmpty() && exif.size() <= kMaxSegmentBytes)
            jpeg_write_marker(&m_codec, kExifMarker, reinterpret_cast<const JOCTET*>(exif.constData()),
                              static_cast<unsigned>(exif.size()));
        if (!icc.isEmpty())
            jpeg_write_icc_profile(&m_codec, reinterpret_cast<const JOCTET*>(icc.constData()),
                                   static_cast<unsigned>(icc.size()));
    }

    JpegErrors m_errors;
    jpeg_compress_struct m_codec{};
    unsigned char* m_bytes = nullptr;
    unsigned long m_length = 0;
    bool m_ready = false;
};

cv::Mat onWhite(const cv::Mat& rgba) {
    cv::Mat rgb(rgba.size(), CV_8UC3);
    for (int y = 0; y < rgba.rows; ++y) {
        const uchar* from = rgba.ptr(y);
        uchar* to = rgb.ptr(y);
        for (int x = 0; x < rgba.cols; ++x, from += 4, to += 3)
            for (int c = 0; c < 3; ++c)
                to[c] = static_cast<uchar>((from[c] * from[3] + 255 * (255 - from[3]) + 127) / 255);
    }
    return rgb;
}

} // namespace

Result<QByteArray> encodeJpeg(const Picture& picture, const JpegOptions& options, const Watch& watch) {
    const int type = picture.pixels.type();
    const bool allowed = type == CV_8UC3 || type == CV_8UC4 || type == CV_16UC3 || type == CV_16UC4;
    if (picture.pixels.empty() || !allowed)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("There are no samples that a JPEG could hold")};
    if (std::max(picture.pixels.cols, picture.pixels.rows) > JPEG_MAX_DIMENSION)
        return Error{
            ErrorCode::InvalidArgument,
            QStringLiteral("A JPEG can have at most %1 pixels a side; use PNG").arg(JPEG_MAX_DIMENSION)};
    return withoutExceptions([&] {
        const cv::Mat pixels = withDepth(picture.pixels, CV_8U);
        return Compressor().encode(picture.hasAlpha() ? onWhite(pixels) : pixels, picture.metadata,
                                   options.quality, watch);
    });
}

} // namespace nb::image
