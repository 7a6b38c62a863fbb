#include "core/image/cmyk.h"
#include "core/image/codec.h"
#include "core/image/exif.h"
#include "core/image/icc.h"
#include "core/image/jpeg_errors.h"
#include "core/image/jpeg_layout.h"
#include "core/image/orientation.h"
#include <QByteArrayView>
#include <cstdlib>
#include <memory>
#include <opencv2/core.hpp>
#include <vector>

namespace nb::image {
namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr int kIccMarker = JPEG_APP0 + 2;
constexpr QByteArrayView kIccPrefix("ICC_PROFILE\0", 12);
constexpr unsigned kWholeSegment = 0xFFFF;
// A progressive file needs some dozens of scans; a malicious one has thousands, each of which costs a whole
// pass.
constexpr int kMaxScans = 500;

class Decompressor {
public:
    explicit Decompressor(QByteArrayView file) : m_layout(layoutOfJpeg(file)) {
        const QByteArrayView bytes = file.first(m_layout.end);
        m_codec.err = m_errors.manager();
        m_ready = m_errors.attempt([&] {
            jpeg_create_decompress(&m_codec);
            m_codec.progress = &m_progress;
            m_progress.progress_monitor = stopScanBombs;
            jpeg_save_markers(&m_codec, kExifMarker, kWholeSegment);
            jpeg_save_markers(&m_codec, kIccMarker, kWholeSegment);
            jpeg_mem_src(&m_codec, reinterpret_cast<const unsigned char*>(bytes.data()),
                         static_cast<unsigned long>(bytes.size()));
        });
    }
    ~Decompressor() { jpeg_destroy_decompress(&m_codec); }
    Decompressor(const Decompressor&) = delete;
    Decompressor& operator=(const Decompressor&) = delete;

    Result<Header> readHeader(const Limits& limits) {
        if (!m_layout.refusal.isEmpty())
            return Error{ErrorCode::UnreadableImage, m_layout.refusal};
        if (!m_ready || !m_errors.attempt([&] { jpeg_read_header(&m_codec, TRUE); }))
            return unreadable();
        const QSize stored(static_cast<int>(m_codec.image_width), static_cast<int>(m_codec.image_height));
        if (const Result<> fits = checkLimits(stored, limits); !fits)
            return fits.error();
        const int orientation = exifOrientation(exif());
        return Header{Format::Jpeg, uprightSize(stored, orientation), orientation, colour(),
                      m_codec.data_precision};
    }

    // After readHeader: RGB, as stored.
    Result<cv::Mat> samples() {
        m_codec.out_color_space = colour() == SourceColour::Cmyk ? JCS_CMYK : JCS_RGB;
        cv::Mat pixels(static_cast<int>(m_codec.image_height), static_cast<int>(m_codec.image_width),
                       CV_8UC3);
        const bool read = colour() == SourceColour::Cmyk ? readCmyk(pixels) : readRgb(pixels);
        if (!read || m_errors.samplesLost() || !m_layout.hasAllScans || m_lacksScans)
            return unreadable();
        // What stands behind the last row can spoil nothing any more.
        (void)m_errors.attempt([&] { jpeg_finish_decompress(&m_codec); });
        if (m_errors.inputEnded() && m_layout.isArithmetic)
            return unreadable();
        return pixels;
    }

    // After samples().
    QStringList warnings() const {
        if (!m_errors.inputEnded())
            return {};
        return {QStringLiteral("The JPEG has no proper end, but all of its pixels")};
    }

    QByteArray exif() const {
        for (auto* marker = m_codec.marker_list; marker; marker = marker->next) {
            const QByteArrayView data(marker->data, static_cast<qsizetype>(marker->data_length));
            if (const QByteArrayView block = exifOfSegment(data);
                marker->marker == kExifMarker && !block.isEmpty())
                return block.toByteArray();
        }
        return {};
    }

    bool hasIccSegments() const {
        for (auto* marker = m_codec.marker_list; marker; marker = marker->next)
            if (marker->marker == kIccMarker &&
                QByteArrayView(marker->data, static_cast<qsizetype>(marker->data_length))
                    .startsWith(kIccPrefix))
                return true;
        return false;
    }

    // Empty if there is none, or none that can be put together.
    QByteArray icc() {
        JOCTET* profile = nullptr;
        unsigned length = 0;
        const bool found = m_errors.attempt([&] { jpeg_read_icc_profile(&m_codec, &profile, &length); });
        const std::unique_ptr<JOCTET, decltype(&std::free)> owner(profile, std::free);
        if (!found || !profile || length > kMaxIccBytes)
            return {};
        return {reinterpret_cast<const char*>(profile), static_cast<qsizetype>(length)};
    }

private:
    SourceColour colour() const {
        switch (m_codec.jpeg_color_space) {
        case JCS_GRAYSCALE:
            return SourceColour::Grey;
        case JCS_CMYK:
        case JCS_YCCK:
            return SourceColour::Cmyk;
        default:
            return SourceColour::Rgb;
        }
    }

    Error unreadable() const {
        return damaged(QStringLiteral("The JPEG is truncated or damaged"), m_errors.message());
    }

    bool readRgb(cv::Mat& pixels) {
        return m_errors.attempt([&] {
            start();
            while (m_codec.output_scanline < m_codec.output_height) {
                JSAMPROW row = pixels.ptr(static_cast<int>(m_codec.output_scanline));
                jpeg_read_scanlines(&m_codec, &row, 1);
            }
        });
    }

    bool readCmyk(cv::Mat& pixels) {
        const CmykToRgb converter(icc(),
                                  m_codec.saw_Adobe_marker ? CmykSense::InkIsLow : CmykSense::InkIsHigh);
        std::vector<JSAMPLE> cmyk(static_cast<size_t>(pixels.cols) * 4);
        return m_errors.attempt([&] {
            start();
            while (m_codec.output_scanline < m_codec.output_height) {
                const int y = static_cast<int>(m_codec.output_scanline);
                JSAMPROW row = cmyk.data();
                jpeg_read_scanlines(&m_codec, &row, 1);
                converter.convert(row, pixels.ptr(y), pixels.cols);
            }
        });
    }

    // Reads all scans of a file that has several.
    void start() {
        // Samples are what the file says: libjpeg would guess what scans that are missing might have said,
        // and could not any more once the file is written again.
        m_codec.do_block_smoothing = FALSE;
        jpeg_start_decompress(&m_codec);
        if (m_codec.progressive_mode && m_errors.inputEnded())
            m_lacksScans = !hasAllBits();
    }

    // Whether the scans of a progressive file brought each coefficient to its last bit.
    bool hasAllBits() const {
        for (int c = 0; c < m_codec.num_components; ++c)
            for (int k = 0; k < DCTSIZE2; ++k)
                if (m_codec.coef_bits[c][k] != 0)
                    return false;
        return true;
    }

    static void stopScanBombs(j_common_ptr common) {
        const auto* codec = reinterpret_cast<j_decompress_ptr>(common);
        if (codec->input_scan_number > kMaxScans) {
            common->err->msg_code = JERR_BAD_PROGRESSION;
            common->err->error_exit(common);
        }
    }

    JpegLayout m_layout;
    bool m_lacksScans = false;
    JpegErrors m_errors;
    jpeg_decompress_struct m_codec{};
    jpeg_progress_mgr m_progress{};
    bool m_ready = false;
};

} // namespace

Result<Header> readJpegHeader(QByteArrayView bytes, const Limits& limits) {
    return Decompressor(bytes).readHeader(limits);
}

Result<Decoded> decodeJpeg(QByteArrayView bytes, const Limits& limits) {
    Decompressor decompressor(bytes);
    const Result<Header> header = decompressor.readHeader(limits);
    if (!header)
        return header.error();
    const QByteArray exif = decompressor.exif();
    const QByteArray icc = decompressor.icc();
    const bool iccIsBroken = icc.isEmpty() && decompressor.hasIccSegments();
    const Result<cv::Mat> stored = decompressor.samples();
    if (!stored)
        return stored.error();
    Decoded decoded{{upright(*stored, header->orientation), {}}, *header, decompressor.warnings()};
    decoded.picture.metadata = {profileForRgb(icc, header->colour, decoded.warnings),
                                exifForEdited(exif, header->size)};
    if (iccIsBroken)
        decoded.warnings += QStringLiteral("The colour profile of the JPEG is damaged and is ignored");
    return decoded;
}

} // namespace nb::image
