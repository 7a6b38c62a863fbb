#pragma once
// Saves a picture as a new PNG, JPEG, WebP or TIFF file (Ctrl+S is ui/desktop/files/save_in_place.h). Depth,
// profile and metadata are kept where the format can:
//
//            16 bits   alpha   ICC profile   EXIF
//     PNG    yes       yes     yes           yes
//     JPEG   no        no      yes           yes
//     WebP   no        yes     yes           yes
//     TIFF   yes       yes     yes           no
//
// What a format cannot keep is said in a notice. Qt writes WebP and TIFF, and takes no profile that it cannot
// read itself (some of those for printers). A project is core/project/open_raster.h.

#include "core/base/result.h"
#include "core/base/watch.h"
#include "core/image/picture.h"
#include <QStringList>
#include <memory>
#include <optional>

namespace nb::desktop {

enum class SaveFormat { Png, Jpeg, WebP, Tiff };

struct SaveOptions {
    SaveFormat format = SaveFormat::Png;
    int quality = 92; // of JPEG and WebP, 1 to 100
};

struct SourceFile;

struct Saved {
    qint64 bytes = 0;
    QStringList notices;                           // sentences for the user: what was lost
    std::shared_ptr<const SourceFile> source = {}; // the file as it is now
};

// "jpg", "JPEG", "tif" and so on; nullopt if it is none of the four.
[[nodiscard]] std::optional<SaveFormat> formatForSuffix(const QString& suffix);
[[nodiscard]] QString suffixOf(SaveFormat format); // "png", "jpg", "webp" or "tiff"
[[nodiscard]] bool hasQuality(SaveFormat format);
[[nodiscard]] QString saveFilter(SaveFormat format); // for QFileDialog
// What `picture` would lose in `format`, as sentences.
[[nodiscard]] QStringList losses(const image::Picture& picture, SaveFormat format);

// Both block, and are safe from any thread. savePicture() writes beside `path` and renames, so that `path` is
// never half a file. Errors: InvalidArgument (no picture, quality out of range), ImageTooLarge (for the
// format), UnsupportedFormat (this computer lacks Qt's plugin for it), FileUnwritable, Cancelled,
// OutOfMemory. WebP and TIFF tell no progress, and are cancelled only when they have been encoded: Qt writes
// them in one go.
Result<QByteArray> encodePicture(const image::Picture& picture, const SaveOptions& options,
                                 const Watch& watch = {});
Result<Saved> savePicture(const image::Picture& picture, const QString& path, const SaveOptions& options,
                          const Watch& watch = {});

} // namespace nb::desktop
