#pragma once
// Projects as OpenRaster files (.ora), which Krita, GIMP and MyPaint open too: the base picture is the lowest
// layer, the results are hidden layers above it, the mask is a hidden layer on top, white where it selects.
// What OpenRaster has no place for is in nanobanana/edits.json and in the results' masks beside it; with
// these a project comes back exactly as it was, 16 bits, profile and EXIF included. A file by another program
// opens as its merged picture. Why OpenRaster: docs/adr/0009-openraster.md.

#include "core/base/result.h"
#include "core/base/watch.h"
#include "core/project/project.h"

class QByteArrayView;

namespace nb::project {

inline constexpr int kProjectVersion = 1; // of edits.json; a file with a higher one is refused

// Limits for reading: project files may come from untrusted sources.
struct ProjectLimits {
    qint64 maxPixels = 400'000'000;         // of the picture
    qint64 maxResultPixels = 2'000'000'000; // of all results together
    int maxResults = 1000;
};

struct LoadedProject {
    enum class Writer { ThisProgram, AnotherProgram };
    Project project;
    Writer writer = Writer::ThisProgram; // AnotherProgram: the merged picture only
};

// Whether a file that begins with these bytes (64 are enough) says that it is OpenRaster.
[[nodiscard]] bool isOpenRaster(QByteArrayView firstBytes);

// Replaces `path` whole or not at all. Blocking; safe from any thread, if nobody writes to the samples. Takes
// the memory of the encoded picture, not of a second decoded one. Errors: InvalidArgument (no picture, a mask
// or result that does not fit it), FileUnwritable, Cancelled, OutOfMemory.
Result<> saveOpenRaster(const Project& project, const QString& path, const Watch& watch = {});

// Blocking; safe from any thread. Errors: FileUnreadable, UnreadableImage (damaged, parts missing),
// UnsupportedFormat (no OpenRaster, or of a newer version), ImageTooLarge, ImageTooSmall, Cancelled,
// OutOfMemory.
Result<LoadedProject> loadOpenRaster(const QString& path, const ProjectLimits& limits = {},
                                     const Watch& watch = {});

} // namespace nb::project
