#pragma once
// Opens pictures of every format that this computer reads, and projects. PNG and JPEG go
// through core/image, which keeps 16 bits, profile and EXIF; everything else through QImageReader, which
// keeps 16 bits and the profile, and no EXIF. It makes no document: StudioDocument takes what this returns.

#include "core/base/result.h"
#include "core/image/decode.h"
#include "core/project/project.h"
#include "ui/desktop/files/source_file.h"
#include <QFuture>
#include <QStringList>

class QImage;

namespace nb {
class WorkerPool;
}

namespace nb::desktop {

// The desktop trusts its user: 400 megapixels, no limit of bytes.
inline constexpr image::Limits kOpenLimits{
    .maxBytes = 0, .minSide = 1, .maxSide = 65535, .maxPixels = 400'000'000};

struct Opened {
    project::Project project; // of a picture or a foreign project: no results, no mask samples
    QString name;             // for the window's title: "harbour.png"
    QString path;             // empty if it came from no file, or saving there would lose what it holds
    std::shared_ptr<const SourceFile> source; // what `path` is; null without one
    QStringList notices; // sentences for the user: what the file has and this program does not show
};

// Blocking, safe from any thread. The format is told by the content, not by the name. Errors: FileUnreadable,
// UnsupportedFormat, UnreadableImage, ImageTooLarge, and for memory what WorkerPool makes of exceptions.
Result<Opened> openFile(const QString& path, const image::Limits& limits = kOpenLimits);
Result<Opened> openBytes(const QByteArray& bytes, const QString& name,
                         const image::Limits& limits = kOpenLimits);

// A picture that has no file: from the clipboard or from another program. The name is "Pasted picture".
// Errors: UnreadableImage if it is null, ImageTooLarge.
Result<Opened> openImage(const QImage& image, const image::Limits& limits = kOpenLimits);

// openFile() on the pool.
[[nodiscard]] QFuture<Result<Opened>> openLater(const QString& path, WorkerPool& pool);

// The decoded picture alone, with what is known of the source: for masks. PNG and JPEG keep their header's
// facts; of other formats only alpha and depth are known. Errors as openFile(), projects are
// UnsupportedFormat.
Result<image::Decoded> decodeAny(const QByteArray& bytes, const image::Limits& limits = kOpenLimits);

// Qt holds names as Unicode: one that is no UTF-8 has lost its bytes by the time it gets here, and leads
// nowhere. Error: FileUnreadable, which names it.
Result<> checkName(const QString& path);

// The files of a folder whose names are no UTF-8, which no list of Qt's shows: as "caf%E9.png", sorted.
// Blocking.
[[nodiscard]] QStringList namesWithoutUtf8(const QString& folder);

// Errors: FileUnreadable, UnreadableImage if it is empty.
Result<QByteArray> readWhole(const QString& path);

// For QFileDialog: all readable formats together, projects, then everything.
[[nodiscard]] QStringList openFilters();

} // namespace nb::desktop
