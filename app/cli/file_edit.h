#pragma once
// One edit from files to a file: what `edit` does once and `batch` many times. The output appears whole or
// not at all: it is written beside its place and renamed.

#include "core/base/result.h"
#include "core/edit/parameters.h"
#include "core/providers/provider.h"
#include <QFuture>
#include <QSize>

namespace nb {
class WorkerPool;
}

namespace nb::app {

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
};

// True for the extensions that an output may have.
[[nodiscard]] bool isOutputName(const QString& path);

// Where the result goes when nobody says: "photo-edited.jpg" beside the picture, with "-2", "-3", … if taken.
[[nodiscard]] QString defaultOutput(const QString& image);

// Reads, edits, writes. Call it on the provider's thread, where `guard` lives too. Errors: FileUnreadable,
// FileUnwritable, those of edit::decodeSource (field "image" or "mask") and edit::run.
[[nodiscard]] QFuture<Result<FileEdited>> run(FileEdit job, providers::Provider& provider,
                                              providers::Context context, WorkerPool& pool, QObject* guard);

} // namespace nb::app
