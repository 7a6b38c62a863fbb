#pragma once
// One edit from files to a file: what `edit` does once and `batch` many times. The output appears whole or
// not at all: it is written beside its place and renamed.

#include "core/base/result.h"
#include "core/edit/parameters.h"
#include "core/providers/provider.h"
#include <QFuture>
#include <QSize>

namespace nb::app {

struct Services;

struct FileEdit {
    QString image;  // path of a PNG or JPEG
    QString mask;   // path of a PNG
    QString output; // path that ends in .png, .jpg or .jpeg; replaced if it exists
    edit::Parameters parameters;
    int jpegQuality = 95; // 1 to 100
};

struct FileEdited {
    QString output;
    QSize size; // pixels
    QString engine;
    int attempts = 1;
    std::chrono::milliseconds providerTime{};
    std::chrono::milliseconds totalTime{};
    QString warning = {}; // why the journal could not be completed; the result is written all the same
};

// True for the extensions that an output may have.
[[nodiscard]] bool isOutputName(const QString& path);

// Where the result goes when nobody says: "photo-edited.jpg" beside the picture, with "-2", "-3", … if taken.
[[nodiscard]] QString defaultOutput(const QString& image);

// Reads, edits, writes, and keeps the journal of `services` if it has one: no provider is called before the
// journal has everything on the disk. Call it on the services' thread, where `guard` lives too. Errors:
// FileUnreadable, FileUnwritable, those of edit::decodeSource (field "image" or "mask") and edit::run.
[[nodiscard]] QFuture<Result<FileEdited>> run(FileEdit job, Services& services, providers::Context context,
                                              QObject* guard);

} // namespace nb::app
