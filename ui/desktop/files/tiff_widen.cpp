#include "ui/desktop/files/tiff_widen.h"

#include "core/base/current_exception.h"
#include "ui/desktop/files/tiff_structure.h"
#include <QtEndian>
#include <algorithm>
#include <limits>
#include <opencv2/core.hpp>
#include <tiff.h>

namespace nb::desktop {
namespace {

constexpr int kStripBytes = 512 * 1024; // before compression
constexpr int kShort = 3, kLong = 4, kUndefined = 7, kLong8 = 16;

// What describes samples; all else is about the picture.
const QList<int> kAboutSamples{TIFFTAG_IMAGEWIDTH,
                               TIFFTAG_IMAGELENGTH,
                               TIFFTAG_BITSPERSAMPLE,
                               TIFFTAG_COMPRESSION,
                               TIFFTAG_PHOTOMETRIC,
                               TIFFTAG_THRESHHOLDING,
                               TIFFTAG_CELLWIDTH,
                               TIFFTAG_CELLLENGTH,
                               TIFFTAG_FILLORDER,
                               TIFFTAG_STRIPOFFSETS,
                               TIFFTAG_ORIENTATION,
                               TIFFTAG_SAMPLESPERPIXEL,
                               TIFFTAG_ROWSPERSTRIP,
                               TIFFTAG_STRIPBYTECOUNTS,
                               TIFFTAG_MINSAMPLEVALUE,
                               TIFFTAG_MAXSAMPLEVALUE,
                               TIFFTAG_PLANARCONFIG,
                               TIFFTAG_GRAYRESPONSEUNIT,
                               TIFFTAG_GRAYRESPONSECURVE,
                               TIFFTAG_GROUP3OPTIONS,
                               TIFFTAG_GROUP4OPTIONS,
                               TIFFTAG_TRANSFERFUNCTION,
                               TIFFTAG_PREDICTOR,
                               TIFFTAG_WHITEPOINT,
                               TIFFTAG_PRIMARYCHROMATICITIES,
                               TIFFTAG_COLORMAP,
                               TIFFTAG_HALFTONEHINTS,
                               TIFFTAG_TILEWIDTH,
                               TIFFTAG_TILELENGTH,
                               TIFFTAG_TILEOFFSETS,
                               TIFFTAG_TILEBYTECOUNTS,
                               TIFFTAG_BADFAXLINES,
                               TIFFTAG_CLEANFAXDATA,
                               TIFFTAG_CONSECUTIVEBADFAXLINES,
                               TIFFTAG_SUBIFD,
                               TIFFTAG_INKSET,
                               TIFFTAG_INKNAMES,
                               TIFFTAG_NUMBEROFINKS,
                               TIFFTAG_DOTRANGE,
                               TIFFTAG_TARGETPRINTER,
                               TIFFTAG_EXTRASAMPLES,
                               TIFFTAG_SAMPLEFORMAT,
                               TIFFTAG_SMINSAMPLEVALUE,
                               TIFFTAG_SMAXSAMPLEVALUE,
                               TIFFTAG_JPEGTABLES,
                               TIFFTAG_JPEGPROC,
                               TIFFTAG_JPEGIFOFFSET,
                               TIFFTAG_JPEGIFBYTECOUNT,
                               TIFFTAG_JPEGRESTARTINTERVAL,
                               TIFFTAG_JPEGLOSSLESSPREDICTORS,
                               TIFFTAG_JPEGPOINTTRANSFORM,
                               TIFFTAG_JPEGQTABLES,
                               TIFFTAG_JPEGDCTABLES,
                               TIFFTAG_JPEGACTABLES,
                               TIFFTAG_YCBCRCOEFFICIENTS,
                               TIFFTAG_YCBCRSUBSAMPLING,
                               TIFFTAG_YCBCRPOSITIONING,
                               TIFFTAG_REFERENCEBLACKWHITE,
                               TIFFTAG_ICCPROFILE};

// Some rows in the file's byte order, zlib's format.
QByteArray strip(const cv::Mat& rows, bool bigEndian) {
    QByteArray bytes;
    for (int y = 0; y < rows.rows; ++y)
        bytes.append(reinterpret_cast<const char*>(rows.ptr(y)),
                     qsizetype(rows.cols) * qsizetype(rows.elemSize()));
    if (rows.depth() == CV_16U && bigEndian != (Q_BYTE_ORDER == Q_BIG_ENDIAN))
        qbswap<2>(bytes.constData(), bytes.size() / 2, bytes.data());
    constexpr qsizetype kLength = 4; // Qt's own, in front
    return qCompress(bytes).sliced(kLength);
}

std::vector<TiffStructure::NewEntry> entriesFor(const TiffStructure& tiff, const image::Picture& picture,
                                                int rowsPerStrip, const QList<quint64>& offsets,
                                                const QList<quint64>& sizes) {
    std::vector<TiffStructure::NewEntry> entries;
    const int wide = tiff.offsetBytes(), wideType = wide == 8 ? kLong8 : kLong;
    const auto add = [&](int tag, int type, int size, const QList<quint64>& values) {
        entries.push_back({tag, type, values.size(), tiff.numbers(size, values)});
    };
    const int channels = picture.pixels.channels();
    add(TIFFTAG_IMAGEWIDTH, kLong, 4, {quint64(picture.pixels.cols)});
    add(TIFFTAG_IMAGELENGTH, kLong, 4, {quint64(picture.pixels.rows)});
    add(TIFFTAG_BITSPERSAMPLE, kShort, 2, QList<quint64>(channels, picture.is16Bit() ? 16 : 8));
    add(TIFFTAG_COMPRESSION, kShort, 2, {COMPRESSION_ADOBE_DEFLATE});
    add(TIFFTAG_PHOTOMETRIC, kShort, 2, {PHOTOMETRIC_RGB});
    add(TIFFTAG_STRIPOFFSETS, wideType, wide, offsets);
    add(TIFFTAG_STRIPBYTECOUNTS, wideType, wide, sizes);
    add(TIFFTAG_SAMPLESPERPIXEL, kShort, 2, {quint64(channels)});
    add(TIFFTAG_ROWSPERSTRIP, kLong, 4, {quint64(rowsPerStrip)});
    if (picture.hasAlpha())
        add(TIFFTAG_EXTRASAMPLES, kShort, 2, {EXTRASAMPLE_UNASSALPHA});
    if (const QByteArray& icc = picture.metadata.icc; !icc.isEmpty())
        entries.push_back({TIFFTAG_ICCPROFILE, kUndefined, icc.size(), icc});
    return entries;
}

Result<QByteArray> widened(const QByteArray& file, const image::Picture& picture) {
    TiffStructure tiff(file);
    if (!tiff.isValid() || tiff.pages().empty())
        return Error{ErrorCode::UnsupportedFormat, QStringLiteral("The file is no TIFF")};
    tiff.removePreviews();
    const cv::Mat& pixels = picture.pixels;
    const int rowsPerStrip =
        std::clamp(int(kStripBytes / (size_t(pixels.cols) * pixels.elemSize())), 1, pixels.rows);
    QList<quint64> offsets, sizes;
    for (int y = 0; y < pixels.rows; y += rowsPerStrip) {
        const QByteArray bytes =
            strip(pixels.rowRange(y, std::min(pixels.rows, y + rowsPerStrip)), tiff.isBigEndian());
        offsets += quint64(tiff.append(bytes));
        sizes += quint64(bytes.size());
    }
    tiff.replaceFirstPage(entriesFor(tiff, picture, rowsPerStrip, offsets, sizes), kAboutSamples);
    if (tiff.offsetBytes() == 4 && tiff.bytes().size() > std::numeric_limits<quint32>::max())
        return Error{ErrorCode::ImageTooLarge, QStringLiteral("A TIFF holds at most 4 GB; choose PNG")};
    return tiff.bytes();
}

} // namespace

Result<QByteArray> widenTiff(const QByteArray& file, const image::Picture& picture) {
    try {
        return widened(file, picture);
    } catch (...) {
        return currentExceptionAsError();
    }
}

} // namespace nb::desktop
