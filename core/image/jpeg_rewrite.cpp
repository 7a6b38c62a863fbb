// A JPEG is rewritten as jpegtran does it: the coefficients of its blocks are read, those of changed blocks
// are replaced, and all are written again. The new ones come from encoding the edited picture with the file's
// own tables and sampling, so that no transform stands here.

#include "core/base/current_exception.h"
#include "core/image/depth.h"
#include "core/image/grey_samples.h"
#include "core/image/jpeg_blocks.h"
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

// Turns upright samples back.
int inverse(int orientation) {
    return orientation == 6 ? 8 : orientation == 8 ? 6 : orientation;
}

struct Raw {
    cv::Mat samples; // empty = the file cannot be read
    J_COLOR_SPACE space = JCS_RGB;
    std::optional<Misfit> misfit;
};

// The file's own samples with those of changed pixels replaced. rgb, changed: turned as the file stores them.
Raw greyOf(const QByteArray& file, const cv::Mat& rgb, const cv::Mat& changed) {
    Raw raw{JpegReader(file).samples(JCS_GRAYSCALE), JCS_GRAYSCALE, {}};
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
    JpegReader reader(file);
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

Result<Rewritten> withColour(JpegReader& reader, const cv::Mat& rgb, const Edited& edited,
                             const Misfit& misfit) {
    std::vector<JpegSegment> segments = reader.keptSegments();
    std::erase_if(segments, [](const JpegSegment& one) { return one.marker == kIccMarker; }); // for grey
    JpegWriter writer;
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

    JpegReader reader(file);
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
        JpegWriter writer;
        if (!writer.encodeLike(reader, raw.samples, raw.space))
            return unwritable(writer.message());
        whole = writer.bytes();
    }
    if (const Result<> on = continues(watch, kEncoded); !on)
        return on.error();
    JpegReader fresh(whole);
    if (!fresh.readBlocks() || !reader.takeBlocks(fresh, changedBlocks(reader.codec(), changed)))
        return unwritable(reader.message());
    if (const Result<> on = continues(watch, kCopied); !on)
        return on.error();
    JpegWriter writer;
    if (!writer.writeBlocks(reader, reader.keptSegments()))
        return unwritable(writer.message());
    return Rewritten{writer.bytes(), {}};
}

Result<QByteArray> adopted(const QByteArray& source, const QByteArray& encoded) {
    JpegReader from(source), fresh(encoded);
    if (!from.ready() || !fresh.readBlocks())
        return unwritable(fresh.message());
    std::vector<JpegSegment> segments = fresh.keptSegments();
    for (JpegSegment& segment : from.keptSegments()) {
        if (segment.marker == kIccMarker || segment.data.startsWith(kExifPrefix.toByteArray()))
            continue;
        if (const QByteArray prefix = kXmpPrefix.toByteArray(); segment.data.startsWith(prefix))
            segment.data = prefix + uprightXmp(segment.data.mid(prefix.size()));
        segments.push_back(std::move(segment));
    }
    JpegWriter writer;
    if (!writer.copyBlocks(fresh, from, segments))
        return unwritable(writer.message());
    return writer.bytes();
}

} // namespace

Result<QByteArray> withMetadataOf(const QByteArray& source, const QByteArray& encoded) {
    return withoutExceptions([&] { return adopted(source, encoded); });
}

Result<Rewritten> rewriteJpeg(const QByteArray& file, const Edited& edited, OnMisfit onMisfit,
                              const Watch& watch) {
    return withoutExceptions([&] { return rewrite(file, edited, onMisfit, watch); });
}

} // namespace nb::image
