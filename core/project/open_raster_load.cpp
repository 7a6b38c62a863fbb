#include "core/image/decode.h"
#include "core/mask/empty_mask.h"
#include "core/project/archive.h"
#include "core/project/open_raster.h"
#include "core/project/open_raster_parts.h"
#include <QByteArrayView>
#include <opencv2/core.hpp>

namespace nb::project {
namespace {

constexpr qint64 kMaxXmlBytes = 4 * 1024 * 1024;
constexpr qint64 kMaxJsonBytes = 64 * 1024 * 1024;
constexpr qint64 kMaxMetadataBytes = 16 * 1024 * 1024; // of a PNG, beside its samples
constexpr int kMaxSide = 65535;

Error damaged(const QString& detail) {
    return {ErrorCode::UnreadableImage, QStringLiteral("The project file is damaged or incomplete"), detail};
}

// No honest PNG of that size is longer.
qint64 maxPngBytes(QSize size) {
    const qint64 samples = qint64(size.width()) * size.height() * 8;
    return samples + samples / 500 + size.height() + kMaxMetadataBytes;
}

// Before anything is read by it.
Result<> checkSize(QSize size, const ProjectLimits& limits) {
    const qint64 pixels = qint64(size.width()) * size.height();
    if (pixels <= limits.maxPixels && size.width() <= kMaxSide && size.height() <= kMaxSide)
        return {};
    return Error{
        ErrorCode::ImageTooLarge,
        QStringLiteral("The project's %1 x %2 pixels exceed the %3 megapixels, or the %4 pixels a side, "
                       "that can be opened")
            .arg(QString::number(size.width()), QString::number(size.height()),
                 QString::number(limits.maxPixels / 1'000'000), QString::number(kMaxSide))};
}

// Reads one project from front to back.
class Loader {
public:
    Loader(ArchiveReader& archive, const ProjectLimits& limits, const Watch& watch)
        : m_archive(archive), m_limits(limits), m_watch(watch) {}

    Result<LoadedProject> load() {
        const bool typed = m_archive.contains(ora::kMimeTypeFile);
        const Result<QByteArray> type = typed ? m_archive.read(ora::kMimeTypeFile, 256) : QByteArray();
        if (!type)
            return type.error();
        if (type->trimmed() != ora::kMimeType)
            return Error{ErrorCode::UnsupportedFormat,
                         QStringLiteral("This is an archive, but no OpenRaster picture (.ora)")};
        if (const Result<> size = readSize(); !size)
            return size.error();
        LoadedProject loaded;
        if (!m_archive.contains(ora::kEditsFile)) {
            loaded.writer = LoadedProject::Writer::AnotherProgram;
            if (!m_archive.contains(ora::kMergedFile))
                return Error{
                    ErrorCode::UnreadableImage,
                    QStringLiteral("The OpenRaster file has no merged picture; save it again with the "
                                   "program that made it, or export a PNG there")};
            Result<image::Picture> merged = readWhole(ora::kMergedFile);
            if (!merged)
                return merged.error();
            loaded.project.picture = std::move(*merged);
            return loaded;
        }
        Result<Project> project = readProject();
        if (!project)
            return project.error();
        loaded.project = std::move(*project);
        return loaded;
    }

private:
    Result<> readSize() {
        const Result<QByteArray> xml = m_archive.read(ora::kStackFile, kMaxXmlBytes);
        if (!xml)
            return xml.error();
        const Result<QSize> size = ora::stackSize(*xml);
        if (!size)
            return size.error();
        m_size = *size;
        return checkSize(m_size, m_limits);
    }

    // A PNG that lies at `at` inside the picture.
    Result<image::Picture> readPart(const QString& name, QPoint at) {
        if (m_watch.cancel.stop_requested())
            return Error{ErrorCode::Cancelled, QStringLiteral("Opening was cancelled")};
        const Result<QByteArray> png = m_archive.read(name, maxPngBytes(m_size));
        if (!png)
            return png.error();
        const image::Limits limits{.maxSide = kMaxSide, .maxPixels = m_limits.maxPixels};
        const Result<image::Header> header = image::readHeader(*png, limits);
        if (!header)
            return header.error();
        if (!QRect({}, m_size).contains(QRect(at, header->size)) || header->orientation != 1)
            return damaged(QStringLiteral("%1 is not inside the picture").arg(name));
        m_pixels += qint64(header->size.width()) * header->size.height();
        if (m_pixels > m_limits.maxPixels * 2 + m_limits.maxResultPixels)
            return Error{ErrorCode::ImageTooLarge,
                         QStringLiteral("The project's results exceed the %1 megapixels that can be opened")
                             .arg(m_limits.maxResultPixels / 1'000'000)};
        Result<image::Decoded> decoded = image::decode(*png, limits);
        if (!decoded)
            return decoded.error();
        return std::move(decoded->picture);
    }

    Result<image::Picture> readWhole(const QString& name) {
        Result<image::Picture> picture = readPart(name, {});
        if (picture && picture->size() != m_size)
            return damaged(QStringLiteral("%1 is not of the picture's size").arg(name));
        return picture;
    }

    Result<Project> readProject() {
        const Result<QByteArray> json = m_archive.read(ora::kEditsFile, kMaxJsonBytes);
        if (!json)
            return json.error();
        const Result<ora::Edits> edits = ora::editsFromJson(*json);
        if (!edits)
            return edits.error();
        if (int(edits->results.size()) > m_limits.maxResults)
            return Error{
                ErrorCode::ImageTooLarge,
                QStringLiteral("The project's %1 results exceed the %2 that can be opened")
                    .arg(QString::number(edits->results.size()), QString::number(m_limits.maxResults))};
        Result<image::Picture> base = readWhole(edits->baseFile);
        if (!base)
            return base.error();
        Project project;
        project.picture = std::move(*base);
        if (const Result<> mask = readMask(*edits, project); !mask)
            return mask.error();
        for (const ora::ResultEntry& entry : edits->results) {
            Result<Layer> layer = readResult(entry, project.picture.pixels.type());
            if (!layer)
                return layer.error();
            project.results.push_back(std::move(*layer));
            if (m_watch.progress)
                m_watch.progress(double(project.results.size()) / double(edits->results.size()));
        }
        return project;
    }

    Result<> readMask(const ora::Edits& edits, Project& project) {
        project.mask = mask::emptyMask(m_size);
        if (edits.maskFile.isEmpty())
            return {};
        const Result<image::Picture> part = readPart(edits.maskFile, edits.maskAt);
        if (!part)
            return part.error();
        if (part->pixels.type() != CV_8UC4)
            return damaged(QStringLiteral("the mask has no alpha"));
        const cv::Point at(edits.maskAt.x(), edits.maskAt.y());
        cv::Mat selected = project.mask.pixels(cv::Rect(at, part->pixels.size()));
        cv::extractChannel(part->pixels, selected, 3);
        return {};
    }

    Result<Layer> readResult(const ora::ResultEntry& entry, int type) {
        Result<image::Picture> patch = readPart(entry.file, entry.at);
        if (!patch)
            return patch.error();
        if (patch->pixels.type() != type)
            return damaged(QStringLiteral("%1 has other samples than the picture").arg(entry.file));
        Layer layer{entry.id, entry.name, {QRect(entry.at, patch->size()), patch->pixels}, {}, entry.info};
        if (entry.maskFile.isEmpty())
            return layer;
        const Result<image::Picture> mask = readPart(entry.maskFile, entry.at);
        if (!mask)
            return mask.error();
        if (mask->size() != patch->size() || mask->is16Bit())
            return damaged(QStringLiteral("%1 does not fit its result").arg(entry.maskFile));
        cv::extractChannel(mask->pixels, layer.mask, 0);
        return layer;
    }

    ArchiveReader& m_archive;
    const ProjectLimits& m_limits;
    const Watch& m_watch;
    QSize m_size;
    qint64 m_pixels = 0; // decoded so far
};

} // namespace

// A ZIP whose first entry is the uncompressed "mimetype": the text stands at byte 38.
bool isOpenRaster(QByteArrayView firstBytes) {
    constexpr qsizetype kNameAt = 30;
    const QByteArray begin = QByteArrayLiteral("mimetype") + ora::kMimeType;
    return firstBytes.startsWith("PK\x03\x04") &&
           firstBytes.sliced(qMin(kNameAt, firstBytes.size())).startsWith(begin);
}

Result<LoadedProject> loadOpenRaster(const QString& path, const ProjectLimits& limits, const Watch& watch) {
    auto archive = ArchiveReader::open(path);
    if (!archive)
        return archive.error();
    return Loader(**archive, limits, watch).load();
}

} // namespace nb::project
