#include "core/image/jpeg_blocks.h"

#include "core/image/exif.h"
#include "core/image/kept_metadata.h"
#include <algorithm>
#include <utility>

namespace nb::image {
namespace {

constexpr unsigned kWholeSegment = 0xFFFF;
constexpr int kMaxSegmentBytes = 65533;
constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr int kPhotoshopMarker = JPEG_APP0 + 13;
constexpr QByteArrayView kIccPrefix("ICC_PROFILE\0", 12);
constexpr QByteArrayView kPhotoshopPrefix("Photoshop 3.0\0", 14);

// What may stay. A list of what may not would miss the previews of the next camera.
QByteArray kept(int marker, QByteArrayView data) {
    if (marker == JPEG_COM)
        return data.toByteArray();
    if (const QByteArrayView block = exifOfSegment(data); marker == kExifMarker && !block.isEmpty()) {
        const QByteArray exif = keptExif(block.toByteArray());
        return exif.isEmpty() ? QByteArray() : kExifPrefix.toByteArray() + exif;
    }
    if (marker == kExifMarker && data.startsWith(kXmpPrefix)) {
        const QByteArray xmp = keptXmp(data.sliced(kXmpPrefix.size()).toByteArray());
        return xmp.isEmpty() ? QByteArray() : kXmpPrefix.toByteArray() + xmp;
    }
    if (marker == kIccMarker && data.startsWith(kIccPrefix))
        return data.toByteArray();
    if (marker == kPhotoshopMarker && data.startsWith(kPhotoshopPrefix)) {
        const QByteArray resources = keptResources(data.sliced(kPhotoshopPrefix.size()).toByteArray());
        return resources.isEmpty() ? QByteArray() : kPhotoshopPrefix.toByteArray() + resources;
    }
    return {};
}

} // namespace

ChangedBlocks changedBlocks(const jpeg_decompress_struct& codec, const cv::Mat& changed) {
    ChangedBlocks all;
    for (int c = 0; c < codec.num_components; ++c) {
        const jpeg_component_info& info = codec.comp_info[c];
        const int wide = DCTSIZE * codec.max_h_samp_factor, high = DCTSIZE * codec.max_v_samp_factor;
        std::vector<uchar> blocks(size_t(info.width_in_blocks) * info.height_in_blocks);
        for (int by = 0; by < int(info.height_in_blocks); ++by)
            for (int bx = 0; bx < int(info.width_in_blocks); ++bx) {
                const cv::Point from(bx * wide / info.h_samp_factor, by * high / info.v_samp_factor);
                const cv::Point to((bx * wide + wide + info.h_samp_factor - 1) / info.h_samp_factor,
                                   (by * high + high + info.v_samp_factor - 1) / info.v_samp_factor);
                const cv::Rect covered = cv::Rect(from, to) & cv::Rect({}, changed.size());
                blocks[size_t(by) * info.width_in_blocks + size_t(bx)] =
                    !covered.empty() && cv::countNonZero(changed(covered)) > 0 ? 1 : 0;
            }
        all.push_back(std::move(blocks));
    }
    return all;
}

JpegReader::JpegReader(const QByteArray& bytes) {
    m_codec.err = m_errors.manager();
    m_ready = m_errors.attempt([&] {
        jpeg_create_decompress(&m_codec);
        for (int number = 0; number < 16; ++number)
            jpeg_save_markers(&m_codec, JPEG_APP0 + number, kWholeSegment);
        jpeg_save_markers(&m_codec, JPEG_COM, kWholeSegment);
        jpeg_mem_src(&m_codec, reinterpret_cast<const unsigned char*>(bytes.constData()),
                     static_cast<unsigned long>(bytes.size()));
        jpeg_read_header(&m_codec, TRUE);
        for (const auto* marker = m_codec.marker_list; marker; marker = marker->next)
            ++m_headMarkers;
    });
}

bool JpegReader::readBlocks() {
    return m_ready && m_errors.attempt([&] {
        // What stands behind the samples came too late to say what their colours mean.
        const boolean jfif = m_codec.saw_JFIF_marker, adobe = m_codec.saw_Adobe_marker;
        m_blocks = jpeg_read_coefficients(&m_codec);
        m_codec.saw_JFIF_marker = jfif;
        m_codec.saw_Adobe_marker = adobe;
    });
}

bool JpegReader::takeBlocks(JpegReader& from, const ChangedBlocks& changed) {
    bool done = false;
    return m_errors.attempt([&] {
        done = from.m_errors.attempt([&] {
            for (int c = 0; c < m_codec.num_components; ++c)
                takeComponent(c, from, changed[size_t(c)].data());
        });
    }) && done;
}

cv::Mat JpegReader::samples(J_COLOR_SPACE space) {
    m_codec.out_color_space = space;
    cv::Mat pixels(int(m_codec.image_height), int(m_codec.image_width),
                   space == JCS_GRAYSCALE ? CV_8UC1 : CV_8UC4);
    const bool done = m_ready && m_errors.attempt([&] {
        m_codec.do_block_smoothing = FALSE; // as decode() reads it
        jpeg_start_decompress(&m_codec);
        while (m_codec.output_scanline < m_codec.output_height) {
            JSAMPROW row = pixels.ptr(int(m_codec.output_scanline));
            jpeg_read_scanlines(&m_codec, &row, 1);
        }
    });
    return done ? pixels : cv::Mat();
}

std::vector<JpegSegment> JpegReader::keptSegments() const {
    std::vector<JpegSegment> segments;
    bool sawExif = false;
    int left = m_headMarkers; // decode() reads none of those behind
    for (const auto* marker = m_codec.marker_list; marker && left-- > 0; marker = marker->next) {
        const QByteArrayView data(marker->data, qsizetype(marker->data_length));
        // The first one counts: without it the next would turn the picture.
        if (marker->marker == kExifMarker && !exifOfSegment(data).isEmpty() && std::exchange(sawExif, true))
            continue;
        if (QByteArray bytes = kept(marker->marker, data);
            !bytes.isEmpty() && bytes.size() <= kMaxSegmentBytes)
            segments.push_back({marker->marker, std::move(bytes)});
    }
    return segments;
}

QByteArray JpegReader::icc() {
    JOCTET* profile = nullptr;
    unsigned length = 0;
    const bool found = m_errors.attempt([&] { jpeg_read_icc_profile(&m_codec, &profile, &length); });
    const std::unique_ptr<JOCTET, decltype(&std::free)> owner(profile, std::free);
    return found && profile ? QByteArray(reinterpret_cast<const char*>(profile), qsizetype(length))
                            : QByteArray();
}

JBLOCKROW JpegReader::row(JpegReader& reader, int component, JDIMENSION y, boolean writable) {
    return reader.m_codec.mem->access_virt_barray(reinterpret_cast<j_common_ptr>(&reader.m_codec),
                                                  reader.m_blocks[component], y, 1, writable)[0];
}

void JpegReader::takeComponent(int component, JpegReader& from, const uchar* changed) {
    const jpeg_component_info& info = m_codec.comp_info[component];
    for (JDIMENSION y = 0; y < info.height_in_blocks; ++y) {
        JBLOCKROW to = row(*this, component, y, TRUE);
        JBLOCKROW fresh = row(from, component, y, FALSE);
        for (JDIMENSION x = 0; x < info.width_in_blocks; ++x)
            if (*changed++ != 0)
                std::memcpy(to[x], fresh[x], sizeof(JBLOCK));
    }
}

JpegWriter::JpegWriter() {
    m_codec.err = m_errors.manager();
    m_ready = m_errors.attempt([&] {
        jpeg_create_compress(&m_codec);
        jpeg_mem_dest(&m_codec, &m_bytes, &m_length);
    });
}

JpegWriter::~JpegWriter() {
    jpeg_destroy_compress(&m_codec);
    std::free(m_bytes);
}

// A quantisation step of 0 can be read, and libjpeg divides by it when it encodes.
void JpegWriter::avoidZeroSteps() {
    for (JQUANT_TBL* table : m_codec.quant_tbl_ptrs)
        for (UINT16* step = table ? table->quantval : nullptr; step && step != table->quantval + DCTSIZE2;
             ++step)
            *step = std::max<UINT16>(*step, 1);
}

bool JpegWriter::encodeLike(JpegReader& like, const cv::Mat& samples, J_COLOR_SPACE space) {
    return m_ready && m_errors.attempt([&] {
        m_codec.image_width = JDIMENSION(samples.cols);
        m_codec.image_height = JDIMENSION(samples.rows);
        jpeg_copy_critical_parameters(like.handle(), &m_codec);
        m_codec.in_color_space = space;
        m_codec.input_components = samples.channels();
        avoidZeroSteps();
        jpeg_start_compress(&m_codec, TRUE);
        writeRows(samples);
        jpeg_finish_compress(&m_codec);
    });
}

bool JpegWriter::writeBlocks(JpegReader& from, const std::vector<JpegSegment>& segments) {
    return m_ready && m_errors.attempt([&] {
        jpeg_copy_critical_parameters(from.handle(), &m_codec);
        keepStructure(from.codec());
        m_codec.write_JFIF_header = from.codec().saw_JFIF_marker;
        m_codec.write_Adobe_marker = from.codec().saw_Adobe_marker;
        jpeg_write_coefficients(&m_codec, from.blocks());
        writeSegments(segments);
        jpeg_finish_compress(&m_codec);
    });
}

bool JpegWriter::copyBlocks(JpegReader& from, const JpegReader& like,
                            const std::vector<JpegSegment>& segments) {
    from.handle()->saw_JFIF_marker = TRUE;
    from.handle()->density_unit = like.codec().density_unit;
    from.handle()->X_density = like.codec().X_density;
    from.handle()->Y_density = like.codec().Y_density;
    return writeBlocks(from, segments);
}

bool JpegWriter::encodeInColour(JpegReader& from, const cv::Mat& rgb,
                                const std::vector<JpegSegment>& segments, const QByteArray& icc) {
    return m_ready && m_errors.attempt([&] {
        m_codec.image_width = JDIMENSION(rgb.cols);
        m_codec.image_height = JDIMENSION(rgb.rows);
        m_codec.input_components = 3;
        m_codec.in_color_space = JCS_RGB;
        jpeg_set_defaults(&m_codec);
        const JQUANT_TBL* table = from.codec().quant_tbl_ptrs[from.codec().comp_info[0].quant_tbl_no];
        for (int i = 0; table && i < 2; ++i)
            std::memcpy(m_codec.quant_tbl_ptrs[i]->quantval, table->quantval, sizeof table->quantval);
        avoidZeroSteps();
        m_codec.comp_info[0].h_samp_factor = m_codec.comp_info[0].v_samp_factor = 1;
        m_codec.density_unit = from.codec().density_unit;
        m_codec.X_density = from.codec().X_density;
        m_codec.Y_density = from.codec().Y_density;
        keepStructure(from.codec());
        jpeg_start_compress(&m_codec, TRUE);
        writeSegments(segments);
        if (!icc.isEmpty())
            jpeg_write_icc_profile(&m_codec, reinterpret_cast<const JOCTET*>(icc.constData()),
                                   unsigned(icc.size()));
        writeRows(rgb);
        jpeg_finish_compress(&m_codec);
    });
}

QByteArray JpegWriter::bytes() const {
    return {reinterpret_cast<const char*>(m_bytes), qsizetype(m_length)};
}

void JpegWriter::keepStructure(const jpeg_decompress_struct& from) {
    if (from.progressive_mode)
        jpeg_simple_progression(&m_codec);
    m_codec.arith_code = from.arith_code;
    m_codec.optimize_coding = TRUE;
    m_codec.restart_interval = from.restart_interval;
}

void JpegWriter::writeSegments(const std::vector<JpegSegment>& segments) {
    for (const JpegSegment& segment : segments)
        jpeg_write_marker(&m_codec, segment.marker, reinterpret_cast<const JOCTET*>(segment.data.constData()),
                          unsigned(segment.data.size()));
}

void JpegWriter::writeRows(const cv::Mat& samples) {
    while (m_codec.next_scanline < m_codec.image_height) {
        auto* row = const_cast<JSAMPLE*>(samples.ptr(int(m_codec.next_scanline)));
        jpeg_write_scanlines(&m_codec, &row, 1);
    }
}

} // namespace nb::image
