#pragma once
// A JPEG as its blocks of coefficients, read and written by libjpeg without being decoded, and the segments
// that may stay after an edit. Not for use outside this folder.

#include "core/image/jpeg_errors.h"
#include <QByteArray>
#include <QByteArrayView>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <opencv2/core.hpp>
#include <vector>

namespace nb::image {

inline constexpr int kIccMarker = JPEG_APP0 + 2;
inline constexpr QByteArrayView kExifPrefix("Exif\0\0", 6);
inline constexpr QByteArrayView kXmpPrefix("http://ns.adobe.com/xap/1.0/\0", 29);

struct JpegSegment {
    int marker = 0;
    QByteArray data;
};

// For each component, row by row: whether the block covers a changed pixel.
using ChangedBlocks = std::vector<std::vector<uchar>>;

[[nodiscard]] ChangedBlocks changedBlocks(const jpeg_decompress_struct& codec, const cv::Mat& changed);

// All that can fail is a bool; message() is libjpeg's own then.
class JpegReader {
public:
    explicit JpegReader(const QByteArray& bytes);
    ~JpegReader() { jpeg_destroy_decompress(&m_codec); }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;

    [[nodiscard]] const char* message() const { return m_errors.message(); }
    [[nodiscard]] const jpeg_decompress_struct& codec() const { return m_codec; }
    jpeg_decompress_struct* handle() { return &m_codec; }

    [[nodiscard]] bool ready() const { return m_ready; }
    // To be called once, in place of samples().
    bool readBlocks();
    jvirt_barray_ptr* blocks() { return m_blocks; }

    // Both have read their blocks, and are alike in size and sampling.
    bool takeBlocks(JpegReader& from, const ChangedBlocks& changed);

    // As the file stores them: grey or CMYK.
    cv::Mat samples(J_COLOR_SPACE space); // empty = unreadable

    // In their order. The profile is among them, and alone as icc().
    [[nodiscard]] std::vector<JpegSegment> keptSegments() const;
    [[nodiscard]] QByteArray icc();

private:
    static JBLOCKROW row(JpegReader& reader, int component, JDIMENSION y, boolean writable);

    void takeComponent(int component, JpegReader& from, const uchar* changed);

    JpegErrors m_errors;
    jpeg_decompress_struct m_codec{};
    jvirt_barray_ptr* m_blocks = nullptr;
    bool m_ready = false;
    int m_headMarkers = 0; // segments before the first scan
};

// Writes one file: one of its functions that return a bool, then bytes().
class JpegWriter {
public:
    JpegWriter();
    ~JpegWriter();
    JpegWriter(const JpegWriter&) = delete;
    JpegWriter& operator=(const JpegWriter&) = delete;

    // Samples with the tables, sampling and colour space of `like`; the size too.
    bool encodeLike(JpegReader& like, const cv::Mat& samples, J_COLOR_SPACE space);

    // The blocks that `from` holds by now.
    bool writeBlocks(JpegReader& from, const std::vector<JpegSegment>& segments);

    // The blocks of `from` as they are, with the resolution of `like`.
    bool copyBlocks(JpegReader& from, const JpegReader& like, const std::vector<JpegSegment>& segments);

    // A grey file that becomes one with colour: its tables for all channels, all of them whole.
    bool encodeInColour(JpegReader& from, const cv::Mat& rgb, const std::vector<JpegSegment>& segments,
                        const QByteArray& icc);

    [[nodiscard]] QByteArray bytes() const;
    [[nodiscard]] const char* message() const { return m_errors.message(); }

private:
    void keepStructure(const jpeg_decompress_struct& from);

    void avoidZeroSteps();

    void writeSegments(const std::vector<JpegSegment>& segments);

    void writeRows(const cv::Mat& samples);

    JpegErrors m_errors;
    jpeg_compress_struct m_codec{};
    unsigned char* m_bytes = nullptr;
    unsigned long m_length = 0;
    bool m_ready = false;
};

} // namespace nb::image
