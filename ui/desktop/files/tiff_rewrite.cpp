#include "ui/desktop/files/tiff_rewrite.h"

#include "core/base/current_exception.h"
#include "core/image/depth.h"
#include "core/image/grey_samples.h"
#include "core/image/orientation.h"
#include "core/image/rgb_to_cmyk.h"
#include "ui/desktop/files/tiff_memory.h"
#include "ui/desktop/files/tiff_page.h"
#include "ui/desktop/files/tiff_structure.h"
#include <QSet>
#include <algorithm>
#include <array>
#include <map>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace nb::desktop {
namespace {

using image::Misfit;
using Pixel = std::array<int, 4>; // R, G, B, A, at the file's depth or 8 bits

constexpr int kLayersTag = 37724;

// The first channel of the whole page, spread over 8 bits.
std::optional<cv::Mat> firstChannel(TIFF* tiff, const TiffLayout& layout) {
    cv::Mat values(layout.size, layout.bits == 16 ? CV_16UC1 : CV_8UC1);
    for (int index = 0; index < layout.perPlane(); ++index) {
        const std::optional<TiffChunk> chunk = readChunk(tiff, layout, index);
        if (!chunk)
            return std::nullopt;
        const cv::Rect rect = layout.chunkRect(index);
        const int step = layout.separate ? 1 : layout.channels;
        for (int y = 0; y < rect.height; ++y)
            for (int x = 0; x < rect.width; ++x)
                if (const int value = chunk->at(y, x * step); layout.bits == 16)
                    values.at<ushort>(rect.y + y, rect.x + x) = ushort(value);
                else // an index of a palette stays one
                    values.at<uchar>(rect.y + y, rect.x + x) =
                        uchar(layout.photometric == PHOTOMETRIC_PALETTE ? value : value * layout.scale());
    }
    return values;
}

Pixel pixelOf(const cv::Mat& pixels, int x, int y, int full) {
    Pixel pixel{0, 0, 0, full};
    for (int c = 0; c < pixels.channels(); ++c)
        pixel[size_t(c)] = pixels.depth() == CV_16U ? pixels.ptr<ushort>(y, x)[c] : pixels.ptr(y, x)[c];
    return pixel;
}

// What the file stores for a pixel.
class Samples {
public:
    // shown, changed: turned as the file stores them; shown at the file's depth, or 8 bits.
    Samples(TIFF* tiff, const TiffLayout& layout, const cv::Mat& shown, const cv::Mat& changed,
            const QByteArray& rgbProfile)
        : m_layout(layout) {
        if (layout.photometric == PHOTOMETRIC_SEPARATED)
            m_cmyk.emplace(rgbProfile, QByteArray(), image::CmykSense::InkIsHigh);
        if (layout.colours != 1)
            return;
        std::optional<cv::Mat> first = firstChannel(tiff, layout);
        m_ready = first.has_value();
        if (!m_ready)
            return;
        if (layout.photometric == PHOTOMETRIC_PALETTE) {
            readPalette(tiff, *first, shown, changed);
            return;
        }
        if (layout.photometric == PHOTOMETRIC_MINISWHITE)
            *first = cv::Scalar::all(layout.full()) - *first;
        m_grey.emplace(*first, shown, changed);
    }

    [[nodiscard]] bool ready() const { return m_ready; }

    // Fills `values` up to the alpha channel; or says why there are none.
    std::optional<Misfit::Reason> of(Pixel pixel, std::array<int, 5>& values) const {
        if (!m_layout.hasAlpha && pixel[3] != m_layout.full())
            return Misfit::Reason::Transparency;
        if (m_layout.premultiplied)
            for (int c = 0; c < 3; ++c)
                pixel[size_t(c)] =
                    int((qint64(pixel[size_t(c)]) * pixel[3] + m_layout.full() / 2) / m_layout.full());
        values[size_t(m_layout.colours)] = pixel[3];
        switch (m_layout.photometric) {
        case PHOTOMETRIC_PALETTE:
            return indexOf(pixel, values[0]);
        case PHOTOMETRIC_SEPARATED:
            cmykOf(pixel, values);
            return std::nullopt;
        case PHOTOMETRIC_RGB:
            std::copy_n(pixel.begin(), 3, values.begin());
            return std::nullopt;
        default:
            return greyOf(pixel, values[0]);
        }
    }

private:
    // The colours that were seen, and those that the palette has besides.
    void readPalette(TIFF* tiff, const cv::Mat& indexes, const cv::Mat& shown, const cv::Mat& changed) {
        for (int y = 0; y < indexes.rows; ++y)
            for (int x = 0; x < indexes.cols; ++x)
                if (changed.at<uchar>(y, x) == 0)
                    m_indexes.try_emplace(pixelOf(shown, x, y, 255), indexes.at<uchar>(y, x));
        uint16_t *red = nullptr, *green = nullptr, *blue = nullptr;
        if (TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue) != 1)
            return;
        for (int i = 0; i < 1 << m_layout.bits; ++i)
            m_indexes.try_emplace({red[i] >> 8, green[i] >> 8, blue[i] >> 8, 255}, i);
    }

    std::optional<Misfit::Reason> indexOf(const Pixel& pixel, int& value) const {
        const auto found = m_indexes.find(pixel);
        if (found == m_indexes.end())
            return Misfit::Reason::Colours;
        value = found->second;
        return std::nullopt;
    }

    std::optional<Misfit::Reason> greyOf(const Pixel& pixel, int& value) const {
        std::optional<int> grey = m_grey->of(pixel[0], pixel[1], pixel[2]);
        if (!grey)
            return Misfit::Reason::Colours;
        if (m_layout.photometric == PHOTOMETRIC_MINISWHITE)
            *grey = m_layout.full() - *grey;
        if (*grey % m_layout.scale() != 0)
            return Misfit::Reason::Shades;
        value = *grey / m_layout.scale();
        return std::nullopt;
    }

    void cmykOf(const Pixel& pixel, std::array<int, 5>& values) const {
        const uchar rgb[] = {uchar(pixel[0]), uchar(pixel[1]), uchar(pixel[2])};
        uchar cmyk[4];
        m_cmyk->convert(rgb, cmyk);
        std::copy_n(cmyk, 4, values.begin());
    }

    const TiffLayout& m_layout;
    bool m_ready = true;
    std::optional<image::GreySamples> m_grey;
    std::optional<image::RgbToCmyk> m_cmyk;
    std::map<Pixel, int> m_indexes;
};

Error unsupported() {
    return {ErrorCode::UnsupportedFormat, QStringLiteral("A TIFF of this kind cannot be written back")};
}

// Two strips that share their bytes cannot be changed one by one.
bool sharesSamples(const TiffStructure& structure) {
    QSet<qint64> seen;
    for (const TiffStructure::Directory& page : structure.pages())
        for (const auto& [at, size] : structure.samples(page)) {
            if (size > 0 && seen.contains(at))
                return true;
            seen += at;
        }
    return false;
}

struct Work {
    const TiffLayout& layout;
    const cv::Mat& shown;
    const cv::Mat& changed;
    const Samples& samples;

    // Puts the changed pixels into the channels that the chunk holds.
    std::optional<Misfit::Reason> put(int index, TiffChunk& chunk) const {
        const cv::Rect rect = layout.chunkRect(index);
        const int plane = index / layout.perPlane();
        const int last = layout.colours + (layout.hasAlpha ? 1 : 0);
        std::array<int, 5> values{};
        for (int y = 0; y < rect.height; ++y)
            for (int x = 0; x < rect.width; ++x) {
                if (changed.at<uchar>(rect.y + y, rect.x + x) == 0)
                    continue;
                const Pixel pixel = pixelOf(shown, rect.x + x, rect.y + y, layout.full());
                if (const auto reason = samples.of(pixel, values))
                    return reason;
                for (int c = 0; c < last; ++c)
                    if (!layout.separate)
                        chunk.set(y, x * layout.channels + c, values[size_t(c)]);
                    else if (c == plane)
                        chunk.set(y, x, values[size_t(c)]);
            }
        return std::nullopt;
    }
};

Result<std::optional<Misfit::Reason>> writeChanged(TIFF* from, TIFF* to, const Work& work,
                                                   QList<int>& written) {
    const int planes = work.layout.separate ? work.layout.channels : 1;
    for (int index = 0; index < work.layout.perPlane() * planes; ++index) {
        if (cv::countNonZero(work.changed(work.layout.chunkRect(index))) == 0)
            continue;
        std::optional<TiffChunk> chunk = readChunk(from, work.layout, index);
        if (!chunk)
            return unsupported();
        if (const auto reason = work.put(index, *chunk))
            return reason;
        if (!writeChunk(to, work.layout, index, *chunk))
            return unsupported();
        written += index;
    }
    return std::optional<Misfit::Reason>();
}

// What the strips held before: libtiff leaves it where the new bytes did not fit.
void eraseOld(TiffStructure& made, const TiffStructure& old, const QList<int>& written) {
    const auto before = old.samples(old.pages().front()), after = made.samples(made.pages().front());
    for (const int index : written) {
        if (index >= before.size() || index >= after.size())
            continue;
        const auto [at, size] = before[index];
        const auto [newAt, newSize] = after[index];
        const qint64 kept = newAt == at ? std::min(size, newSize) : 0;
        made.erase(at + kept, size - kept);
    }
}

Misfit misfitOf(const TiffLayout& layout, Misfit::Reason reason) {
    const bool palette = layout.photometric == PHOTOMETRIC_PALETTE;
    return {reason, palette ? image::SourceColour::Palette : image::SourceColour::Grey, layout.bits,
            palette ? 1 << layout.bits : 0};
}

Result<image::Rewritten> rewrite(const QByteArray& file, const image::Edited& edited) {
    const TiffStructure old(file);
    TiffMemory source{file}, target{file};
    const TiffHandle from = source.open("r");
    const std::optional<TiffLayout> layout = from ? tiffLayout(from.get()) : std::nullopt;
    if (!layout || old.pages().empty() || sharesSamples(old))
        return unsupported();
    constexpr int kBack[] = {0, 1, 2, 3, 4, 5, 8, 7, 6}; // turns upright samples as they were
    const cv::Mat shown = image::withDepth(image::upright(edited.picture.pixels, kBack[layout->orientation]),
                                           layout->bits == 16 ? CV_16U : CV_8U);
    const cv::Mat changed = image::upright(edited.changed, kBack[layout->orientation]);
    if (shown.size() != layout->size || (edited.picture.is16Bit() && layout->bits != 16))
        return unsupported();
    const Samples samples(from.get(), *layout, shown, changed, edited.picture.metadata.icc);
    TiffHandle to = target.open("r+");
    if (!samples.ready() || !to)
        return unsupported();
    QList<int> written;
    const auto reason = writeChanged(from.get(), to.get(), {*layout, shown, changed, samples}, written);
    if (!reason)
        return reason.error();
    if (*reason)
        return image::Rewritten{{}, misfitOf(*layout, **reason)};
    if (TIFFFlush(to.get()) != 1)
        return unsupported();
    to.reset();
    TiffStructure made(std::move(target.bytes));
    eraseOld(made, old, written);
    made.removePreviews();
    return image::Rewritten{made.bytes(), {}};
}

} // namespace

TiffContents tiffContents(const QByteArray& file) {
    const TiffStructure structure(file);
    TiffContents contents;
    const std::vector<TiffStructure::Directory> pages = structure.pages();
    const auto whole =
        std::count_if(pages.begin(), pages.end(), [&](const auto& p) { return !structure.isReduced(p); });
    contents.pages = std::max(1, int(whole));
    contents.hasLayers = !pages.empty() && pages.front().find(kLayersTag);
    return contents;
}

Result<image::Rewritten> rewriteTiff(const QByteArray& file, const image::Edited& edited) {
    try {
        return rewrite(file, edited);
    } catch (...) {
        return currentExceptionAsError();
    }
}

} // namespace nb::desktop
