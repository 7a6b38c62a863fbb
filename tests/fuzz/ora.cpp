// Project files. Byte 0 says whether the rest is the file itself or a list of entries of which the file is
// made: an archive whose checksums and table of contents are right, so that what is behind them is reached.

#include "core/project/open_raster.h"
#include "tests/core/project/archive_bytes.h"
#include "tests/fuzz/fuzz_target.h"
#include <QFile>
#include <opencv2/core.hpp>

namespace nb::fuzz {
namespace {

constexpr project::ProjectLimits kLimits{.maxPixels = 1 << 16, .maxResultPixels = 1 << 18, .maxResults = 20};

// The names of a project's parts; the last choice is a name of the input's own.
QByteArray nameOf(quint8 choice, Parts& parts) {
    static const QByteArrayList names{"mimetype",      "stack.xml",        "mergedimage.png",
                                      "data/base.png", "data/mask.png",    "nanobanana/edits.json",
                                      "data/r1.png",   "data/r1-mask.png", "Thumbnails/thumbnail.png"};
    return choice < names.size() ? names[choice] : parts.block();
}

QByteArray archiveOf(Parts& parts) {
    QList<test::Entry> entries;
    while (!parts.atEnd() && entries.size() < 12) {
        const quint8 choice = parts.byte();
        const QByteArray name = nameOf(choice & 0x0f, parts);
        const QByteArray content = choice & 0x80 ? QByteArray("image/openraster") : parts.block();
        entries += choice & 0x40 ? test::deflated(name, content) : test::stored(name, content);
    }
    return test::archive(entries);
}

void check(const project::Project& project) {
    const QRect all({}, project.picture.size());
    require(!all.isEmpty(), "a project has a picture");
    require(project.mask.pixels.empty() || project.mask.size() == all.size(),
            "the mask is of the picture's size");
    for (const project::Layer& layer : project.results) {
        require(!layer.id.isEmpty() && all.contains(layer.patch.rect),
                "a result has an id and lies in the picture");
        require(layer.patch.pixels.type() == project.picture.pixels.type() &&
                    QSize(layer.patch.pixels.cols, layer.patch.pixels.rows) == layer.patch.rect.size(),
                "a result has samples as the picture, of the size of its place");
        require(layer.mask.empty() ||
                    (layer.mask.type() == CV_8UC1 && layer.mask.size() == layer.patch.pixels.size()),
                "a result's mask fits it");
    }
}

bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && a.type() == b.type() && (a.empty() || cv::norm(a, b, cv::NORM_INF) == 0);
}

void ora(QByteArrayView input) {
    Parts parts(input);
    const bool isFile = parts.byte() % 2 == 0;
    const QByteArray bytes = isFile ? parts.rest().toByteArray() : archiveOf(parts);
    (void)project::isOpenRaster(QByteArrayView(bytes).first(std::min<qsizetype>(64, bytes.size())));
    const Result<project::LoadedProject> loaded = project::loadOpenRaster(memoryFile(bytes), kLimits);
    if (!loaded) {
        require(!loaded.error().message.isEmpty(), "a refusal says why");
        return;
    }
    check(loaded->project);
    if (loaded->writer != project::LoadedProject::Writer::ThisProgram ||
        loaded->project.picture.pixels.total() > 4096)
        return;
    const QString path = scratchFolder() + QStringLiteral("/again.ora");
    if (!project::saveOpenRaster(loaded->project, path))
        return; // names that no XML can hold, and the like
    const Result<project::LoadedProject> again = project::loadOpenRaster(path, {});
    require(again.has_value(), "what was loaded can be saved and loaded again");
    require(same(again->project.picture.pixels, loaded->project.picture.pixels) &&
                again->project.results.size() == loaded->project.results.size(),
            "the picture and the results stay");
}

} // namespace
} // namespace nb::fuzz

NB_FUZZ_TARGET(ora, nb::fuzz::ora)
