#include "core/image/cv_rect.h"
#include "core/image/depth.h"
#include "core/image/encode.h"
#include "core/image/resample.h"
#include "core/mask/ops.h"
#include "core/project/archive.h"
#include "core/project/open_raster.h"
#include "core/project/open_raster_parts.h"
#include "core/storage/durable_file.h"
#include <QFile>
#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace nb::project {
namespace {

using Method = ArchiveWriter::Method;

constexpr int kThumbnailSide = 256; // the specification's maximum
constexpr qint64 kMaxUsualBytes = 4'000'000'000;

qint64 bytesOf(const cv::Mat& pixels) {
    return qint64(pixels.total()) * qint64(pixels.elemSize());
}

Result<> check(const Project& project) {
    const image::Picture& picture = project.picture;
    const QRect whole({}, picture.size());
    if (picture.pixels.empty())
        return Error{ErrorCode::InvalidArgument, QStringLiteral("There is no picture to save")};
    if (!project.mask.pixels.empty() && project.mask.size() != picture.size())
        return Error{ErrorCode::InvalidArgument, QStringLiteral("The mask is not of the picture's size")};
    for (const Layer& layer : project.results) {
        const QRect& rect = layer.patch.rect;
        const QSize size(layer.patch.pixels.cols, layer.patch.pixels.rows);
        const QSize maskSize(layer.mask.cols, layer.mask.rows);
        if (layer.id.isEmpty() || size != rect.size() || !whole.contains(rect) ||
            layer.patch.pixels.type() != picture.pixels.type() ||
            (!layer.mask.empty() && (maskSize != size || layer.mask.type() != CV_8UC1)))
            return Error{ErrorCode::InvalidArgument,
                         QStringLiteral("The result \"%1\" does not fit the picture").arg(layer.name)};
    }
    return {};
}

image::Picture thumbnailOf(const image::Picture& picture) {
    const QSize size = picture.size().scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio);
    const QSize smaller = size.width() < picture.size().width() || size.height() < picture.size().height()
                              ? size.expandedTo({1, 1})
                              : picture.size();
    image::Picture thumbnail{image::resized(picture.pixels, smaller), {picture.metadata.icc, {}}};
    thumbnail.pixels = image::withDepth(thumbnail.pixels, CV_8U);
    return thumbnail;
}

// Writes one project from front to back.
class Saver {
public:
    Saver(const Project& project, const Watch& watch) : m_project(project), m_watch(watch) {
        m_totalBytes = 2 * bytesOf(project.picture.pixels); // base and merged picture
        for (const Layer& layer : project.results)
            m_totalBytes += bytesOf(layer.patch.pixels) + bytesOf(layer.mask);
    }

    Result<> write(QFile& file) {
        const auto size =
            m_totalBytes > kMaxUsualBytes ? ArchiveWriter::Size::Huge : ArchiveWriter::Size::Usual;
        auto archive = ArchiveWriter::begin(file, size);
        if (!archive)
            return archive.error();
        m_archive = std::move(*archive);
        // First and stored, so that the type stands at a fixed place.
        Result<> done = m_archive->add(ora::kMimeTypeFile, ora::kMimeType, Method::Stored);
        for (const auto part : {&Saver::addBase, &Saver::addResults, &Saver::addMask, &Saver::addTexts})
            if (done)
                done = (this->*part)();
        return done ? m_archive->finish() : done;
    }

private:
    Result<> addPng(const QString& name, const Result<QByteArray>& png, qint64 rawBytes) {
        if (!png)
            return png.error();
        if (m_watch.cancel.stop_requested())
            return Error{ErrorCode::Cancelled, QStringLiteral("Saving was cancelled")};
        Result<> added = m_archive->add(name, *png, Method::Stored);
        m_doneBytes += rawBytes;
        report(0);
        return added;
    }

    // For the encoding of a part of so many bytes.
    [[nodiscard]] Watch watchOf(qint64 rawBytes) const {
        return {[this, rawBytes](double share) { report(share * double(rawBytes)); }, m_watch.cancel};
    }

    void report(double bytesOfThisPart) const {
        if (m_watch.progress)
            m_watch.progress((double(m_doneBytes) + bytesOfThisPart) / double(m_totalBytes));
    }

    Result<> addBase() {
        const image::Picture& picture = m_project.picture;
        if (Result<> added = addPng(ora::kThumbnailFile, image::encodePng(thumbnailOf(picture)), 0); !added)
            return added;
        // Nothing but the base is visible: the merged picture is the same one.
        const Result<QByteArray> png = image::encodePng(picture, {}, watchOf(bytesOf(picture.pixels)));
        if (Result<> added = addPng(ora::kMergedFile, png, bytesOf(picture.pixels)); !added)
            return added;
        m_edits.baseFile = ora::kBaseFile;
        m_layers.push_back({QStringLiteral("Picture"), ora::kBaseFile, {}, true});
        return addPng(ora::kBaseFile, png, bytesOf(picture.pixels));
    }

    Result<> addResults() {
        int number = 0;
        for (const Layer& layer : m_project.results) {
            ora::ResultEntry entry{layer.id,
                                   layer.name,
                                   QStringLiteral("data/result%1.png").arg(++number),
                                   layer.patch.rect.topLeft(),
                                   {},
                                   layer.info};
            const image::Picture patch{layer.patch.pixels, {m_project.picture.metadata.icc, {}}};
            if (Result<> added =
                    addPng(entry.file, image::encodePng(patch, {}, watchOf(bytesOf(patch.pixels))),
                           bytesOf(patch.pixels));
                !added)
                return added;
            if (!layer.mask.empty()) {
                entry.maskFile = QStringLiteral("nanobanana/result%1-mask.png").arg(number);
                if (Result<> added =
                        addPng(entry.maskFile, image::encodeGreyPng(layer.mask), bytesOf(layer.mask));
                    !added)
                    return added;
            }
            m_layers.push_back({layer.name, entry.file, entry.at, false});
            m_edits.results.push_back(std::move(entry));
        }
        return {};
    }

    // Only the part that selects something: a mask of 100 megapixels would be 400 MB as RGBA.
    Result<> addMask() {
        const QRect selected = m_project.mask.pixels.empty() ? QRect() : mask::boundingBox(m_project.mask);
        if (selected.isEmpty())
            return {};
        m_edits.maskFile = ora::kMaskFile;
        m_edits.maskAt = selected.topLeft();
        m_layers.push_back({QStringLiteral("Mask"), ora::kMaskFile, selected.topLeft(), false});
        const mask::Mask part{m_project.mask.pixels(cvRect(selected))};
        return addPng(ora::kMaskFile, image::encodePng({mask::asWhiteOnTransparent(part), {}}), 0);
    }

    Result<> addTexts() {
        std::ranges::reverse(m_layers);
        if (Result<> added = m_archive->add(
                ora::kStackFile, ora::stackXml(m_project.picture.size(), m_layers), Method::Deflated);
            !added)
            return added;
        return m_archive->add(ora::kEditsFile, ora::toJson(m_edits), Method::Deflated);
    }

    const Project& m_project;
    const Watch& m_watch;
    std::unique_ptr<ArchiveWriter> m_archive;
    std::vector<ora::StackLayer> m_layers; // lowest first, until the texts are written
    ora::Edits m_edits;
    qint64 m_totalBytes = 0;
    qint64 m_doneBytes = 0;
};

} // namespace

Result<> saveOpenRaster(const Project& project, const QString& path, const Watch& watch) {
    if (Result<> fits = check(project); !fits)
        return fits;
    return storage::replaceDurably(path, [&](QFile& file) { return Saver(project, watch).write(file); });
}

} // namespace nb::project
