// A JPEG is rewritten as jpegtran does it: the coefficients of its blocks are read, those of changed blocks
// are replaced, and all are written again. The new ones come from encoding the edited picture with the file's
// own tables and sampling, so that no transform stands here.

#include "core/base/current_exception.h"
#include "core/image/depth.h"
#include "core/image/grey_samples.h"
#include "core/image/jpeg_errors.h"
#include "core/image/kept_metadata.h"
#include "core/image/orientation.h"
#include "core/image/rewrite.h"
#include "core/image/rgb_to_cmyk.h"
#include <cstdlib>
#include <cstring>
#include <memory>
#include <opencv2/core.hpp>
#include <vector>

namespace nb::image {
namespace {

constexpr unsigned kWholeSegment = 0xFFFF;
constexpr int kMaxSegmentBytes = 65533;
constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr int kIccMarker = JPEG_APP0 + 2;
constexpr int kPhotoshopMarker = JPEG_APP0 + 13;
constexpr QByteArrayView kExifPrefix("Exif\0\0", 6);
constexpr QByteArrayView kXmpPrefix("http://ns.adobe.com/xap/1.0/\0", 29);
constexpr QByteArrayView kIccPrefix("ICC_PROFILE\0", 12);
constexpr QByteArrayView kPhotoshopPrefix("Photoshop 3.0\0", 14);

// Turns upright samples back.
int inverse(int orientation) {
    return orientation == 6 ? 8 : orientation == 8 ? 6 : orientation;
}

struct Segment {
    int marker = 0;
    QByteArray data;
};

// What may stay. A list of what may not would miss the previews of the next camera.
QByteArray kept(int marker, QByteArrayView data) {
    if (marker == JPEG_COM)
        return data.toByteArray();
    if (marker == kExifMarker && data.startsWith(kExifPrefix)) {
        const QByteArray exif = keptExif(data.sliced(kExifPrefix.size()).toByteArray());
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

// For each component, row by row: whether the block covers a changed pixel.
using ChangedBlocks = std::vector<std::vector<uchar>>;

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

class Reader {
public:
    explicit Reader(const QByteArray& bytes) {
        m_codec.err = m_errors.manager();
        m_ready = m_errors.attempt([&] {
            jpeg_create_decompress(&m_codec);
            for (int number = 0; number < 16; ++number)
                jpeg_save_markers(&m_codec, JPEG_APP0 + number, kWholeSegment);
            jpeg_save_markers(&m_codec, JPEG_COM, kWholeSegment);
            jpeg_mem_src(&m_codec, reinterpret_cast<const unsigned char*>(bytes.constData()),
                         static_cast<unsigned long>(bytes.size()));
            jpeg_read_header(&m_codec, TRUE);
        });
    }
    ~Reader() { jpeg_destroy_decompress(&m_codec); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    [[nodiscard]] const char* message() const { return m_errors.message(); }
    [[nodiscard]] const jpeg_decompress_struct& codec() const { return m_codec; }
    jpeg_decompress_struct* handle() { return &m_codec; }

    // To be called once, in place of samples().
    bool readBlocks() {
        return m_ready && m_errors.attempt([&] { m_blocks = jpeg_read_coefficients(&m_codec); });
    }
    jvirt_barray_ptr* blocks() { return m_blocks; }

    // Both have read their blocks, and are alike in size and sampling.
    bool takeBlocks(Reader& from, const ChangedBlocks& changed) {
        bool done = false;
        return m_errors.attempt([&] {
            done = from.m_errors.attempt([&] {
                for (int c = 0; c < m_codec.num_components; ++c)
                    takeComponent(c, from, changed[size_t(c)].data());
            });
        }) && done;
    }

    // As the file stores them: grey or CMYK.
    cv::Mat samples(J_COLOR_SPACE space) {
        m_codec.out_color_space = space;
        cv::Mat pixels(int(m_codec.image_height), int(m_codec.image_width),
                       space == JCS_GRAYSCALE ? CV_8UC1 : CV_8UC4);
        const bool done = m_ready && m_errors.attempt([&] {
            jpeg_start_decompress(&m_codec);
            while (m_codec.output_scanline < m_codec.output_height) {
                JSAMPROW row = pixels.ptr(int(m_codec.output_scanline));
                jpeg_read_scanlines(&m_codec, &row, 1);
            }
        });
        return done ? pixels : cv::Mat();
    }

    [[nodiscard]] std::vector<Segment> keptSegments() const {
        std::vector<Segment> segments;
        for (const auto* marker = m_codec.marker_list; marker; marker = marker->next) {
            const QByteArrayView data(marker->data, qsizetype(marker->data_length));
            if (QByteArray bytes = kept(marker->marker, data);
                !bytes.isEmpty() && bytes.size() <= kMaxSegmentBytes)
                segments.push_back({marker->marker, std::move(bytes)});
        }
        return segments;
    }

    [[nodiscard]] QByteArray icc() {
        JOCTET* profile = nullptr;
        unsigned length = 0;
        const bool found = m_errors.attempt([&] { jpeg_read_icc_profile(&m_codec, &profile, &length); });
        const std::unique_ptr<JOCTET, decltype(&std::free)> owner(profile, std::free);
        return found && profile ? QByteArray(reinterpret_cast<const char*>(profile), qsizetype(length))
                                : QByteArray();
    }

private:
    static JBLOCKROW row(Reader& reader, int component, JDIMENSION y, boolean writable) {
        return reader.m_codec.mem->access_virt_barray(reinterpret_cast<j_common_ptr>(&reader.m_codec),
                                                      reader.m_blocks[component], y, 1, writable)[0];
    }

    void takeComponent(int component, Reader& from, const uchar* changed) {
        const jpeg_component_info& info = m_codec.comp_info[component];
        for (JDIMENSION y = 0; y < info.height_in_blocks; ++y) {
            JBLOCKROW to = row(*this, component, y, TRUE);
            JBLOCKROW fresh = row(from, component, y, FALSE);
            for (JDIMENSION x = 0; x < info.width_in_blocks; ++x)
                if (*changed++ != 0)
                    std::memcpy(to[x], fresh[x], sizeof(JBLOCK));
        }
    }

    JpegErrors m_errors;
    jpeg_decompress_struct m_codec{};
    jvirt_barray_ptr* m_blocks = nullptr;
    bool m_ready = false;
};

class Writer {
public:
    Writer() {
        m_codec.err = m_errors.manager();
        m_ready = m_errors.attempt([&] {
            jpeg_create_compress(&m_codec);
            jpeg_mem_dest(&m_codec, &m_bytes, &m_length);
        });
    }
    ~Writer() {
        jpeg_destroy_compress(&m_codec);
        std::free(m_bytes);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // Samples with the tables, sampling and colour space of `like`; the size too.
    bool encodeLike(Reader& like, const cv::Mat& samples, J_COLOR_SPACE space) {
        return m_ready && m_errors.attempt([&] {
            m_codec.image_width = JDIMENSION(samples.cols);
            m_codec.image_height = JDIMENSION(samples.rows);
            jpeg_copy_critical_parameters(like.handle(), &m_codec);
            m_codec.in_color_space = space;
            m_codec.input_components = samples.channels();
            jpeg_start_compress(&m_codec, TRUE);
            writeRows(samples);
            jpeg_finish_compress(&m_codec);
        });
    }

    // The blocks that `from` holds by now.
    bool writeBlocks(Reader& from, const std::vector<Segment>& segments) {
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

    // A grey file that becomes one with colour: its tables for all channels, all of them whole.
    bool encodeInColour(Reader& from, const cv::Mat& rgb, const std::vector<Segment>& segments,
                        const QByteArray& icc) {
        return m_ready && m_errors.attempt([&] {
            m_codec.image_width = JDIMENSION(rgb.cols);
            m_codec.image_height = JDIMENSION(rgb.rows);
            m_codec.input_components = 3;
            m_codec.in_color_space = JCS_RGB;
            jpeg_set_defaults(&m_codec);
            const JQUANT_TBL* table = from.codec().quant_tbl_ptrs[from.codec().comp_info[0].quant_tbl_no];
            for (int i = 0; table && i < 2; ++i)
                std::memcpy(m_codec.quant_tbl_ptrs[i]->quantval, table->quantval, sizeof table->quantval);
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

    [[nodiscard]] QByteArray bytes() const {
        return {reinterpret_cast<const char*>(m_bytes), qsizetype(m_length)};
    }
    [[nodiscard]] const char* message() const { return m_errors.message(); }

private:
    void keepStructure(const jpeg_decompress_struct& from) {
        if (from.progressive_mode)
            jpeg_simple_progression(&m_codec);
        m_codec.arith_code = from.arith_code;
        m_codec.optimize_coding = TRUE;
        m_codec.restart_interval = from.restart_interval;
    }

    void writeSegments(const std::vector<Segment>& segments) {
        for (const Segment& segment : segments)
            jpeg_write_marker(&m_codec, segment.marker,
                              reinterpret_cast<const JOCTET*>(segment.data.constData()),
                              unsigned(segment.data.size()));
    }

    void writeRows(const cv::Mat& samples) {
        while (m_codec.next_scanline < m_codec.image_height) {
            auto* row = const_cast<JSAMPLE*>(samples.ptr(int(m_codec.next_scanline)));
            jpeg_write_scanlines(&m_codec, &row, 1);
        }
    }

    JpegErrors m_errors;
    jpeg_compress_struct m_codec{};
    unsigned char* m_bytes = nullptr;
    unsigned long m_length = 0;
    bool m_ready = false;
};

struct Raw {
    cv::Mat samples; // empty = the file cannot be read
    J_COLOR_SPACE space = JCS_RGB;
    std::optional<Misfit> misfit;
};

// The file's own samples with those of changed pixels replaced. rgb, changed: turned as the file stores them.
Raw greyOf(const QByteArray& file, const cv::Mat& rgb, const cv::Mat& changed) {
    Raw raw{Reader(file).samples(JCS_GRAYSCALE), JCS_GRAYSCALE, {}};
    if (raw.samples.size() != rgb.size())
        return {};
    const GreySamples grey(raw.samples, rgb, changed);
    for (int y = 0; y < rgb.rows; ++y)
        for (int x = 0; x < rgb.cols; ++x) {
            if (changed.at<uchar>(y, x) == 0)
                continue;
            const auto& pixel = rgb.at<cv::Vec3b>(y, x);
            const std::optional<int> value = grey.of(pixel[0], pixel[1], pixel[2]);
            if (!value) {
                raw.misfit = Misfit{Misfit::Reason::Colours, SourceColour::Grey, 8, 0};
                return raw;
            }
            raw.samples.at<uchar>(y, x) = uchar(*value);
        }
    return raw;
}

Raw cmykOf(const QByteArray& file, const cv::Mat& rgb, const cv::Mat& changed, const QByteArray& rgbProfile) {
    Reader reader(file);
    const QByteArray icc = reader.icc();
    const CmykSense sense = reader.codec().saw_Adobe_marker ? CmykSense::InkIsLow : CmykSense::InkIsHigh;
    Raw raw{reader.samples(JCS_CMYK), JCS_CMYK, {}};
    if (raw.samples.size() != rgb.size())
        return {};
    const RgbToCmyk converter(rgbProfile, icc, sense);
    for (int y = 0; y < rgb.rows; ++y)
        for (int x = 0; x < rgb.cols; ++x)
            if (changed.at<uchar>(y, x) != 0)
                converter.convert(rgb.ptr(y, x), raw.samples.ptr(y, x));
    return raw;
}

Raw rawOf(const QByteArray& file, J_COLOR_SPACE stored, const cv::Mat& rgb, const Edited& edited,
          const cv::Mat& changed) {
    if (stored == JCS_GRAYSCALE)
        return greyOf(file, rgb, changed);
    if (stored == JCS_CMYK || stored == JCS_YCCK)
        return cmykOf(file, rgb, changed, edited.picture.metadata.icc);
    return {rgb, JCS_RGB, {}};
}

Error unwritable(const char* detail) {
    return {ErrorCode::Internal, QStringLiteral("The picture cannot be encoded as JPEG"),
            QString::fromLatin1(detail)};
}

Result<> continues(const Watch& watch, double progress) {
    if (watch.cancel.stop_requested())
        return Error{ErrorCode::Cancelled, QStringLiteral("Encoding was cancelled")};
    if (watch.progress)
        watch.progress(progress);
    return {};
}

Result<Rewritten> withColour(Reader& reader, const cv::Mat& rgb, const Edited& edited, const Misfit& misfit) {
    std::vector<Segment> segments = reader.keptSegments();
    std::erase_if(segments, [](const Segment& one) { return one.marker == kIccMarker; }); // for grey
    Writer writer;
    if (!writer.encodeInColour(reader, rgb, segments, edited.picture.metadata.icc))
        return unwritable(writer.message());
    return Rewritten{writer.bytes(), misfit};
}

Result<Rewritten> rewrite(const QByteArray& file, const Edited& edited, OnMisfit onMisfit,
                          const Watch& watch) {
    constexpr double kEncoded = 0.4, kCopied = 0.6; // of the work
    const Result<Header> header = readHeader(file, {});
    if (!header)
        return header.error();
    if (header->size != edited.picture.size() || edited.changed.size() != edited.picture.pixels.size() ||
        edited.picture.hasAlpha())
        return Error{ErrorCode::InvalidArgument, QStringLiteral("The picture is not that of the JPEG")};
    const int turn = inverse(header->orientation);
    const cv::Mat rgb = upright(withDepth(edited.picture.pixels, CV_8U), turn);
    const cv::Mat changed = upright(edited.changed, turn);

    Reader reader(file);
    if (!reader.readBlocks()) // before the tables are copied: some come late in the file
        return unwritable(reader.message());
    const Raw raw = rawOf(file, reader.codec().jpeg_color_space, rgb, edited, changed);
    if (raw.misfit && onMisfit == OnMisfit::Refuse)
        return Rewritten{{}, raw.misfit};
    if (raw.misfit)
        return withColour(reader, rgb, edited, *raw.misfit);
    if (raw.samples.empty())
        return unwritable(reader.message());
    QByteArray whole;
    {
        Writer writer;
        if (!writer.encodeLike(reader, raw.samples, raw.space))
            return unwritable(writer.message());
        whole = writer.bytes();
    }
    if (const Result<> on = continues(watch, kEncoded); !on)
        return on.error();
    Reader fresh(whole);
    if (!fresh.readBlocks() || !reader.takeBlocks(fresh, changedBlocks(reader.codec(), changed)))
        return unwritable(reader.message());
    if (const Result<> on = continues(watch, kCopied); !on)
        return on.error();
    Writer writer;
    if (!writer.writeBlocks(reader, reader.keptSegments()))
        return unwritable(writer.message());
    return Rewritten{writer.bytes(), {}};
}

} // namespace

Result<Rewritten> rewriteJpeg(const QByteArray& file, const Edited& edited, OnMisfit onMisfit,
                              const Watch& watch) {
    try {
        return rewrite(file, edited, onMisfit, watch);
    } catch (...) {
        return currentExceptionAsError();
    }
}

} // namespace nb::image
