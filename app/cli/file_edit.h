#pragma once
// One edit from files to a file: what `edit` does once and `batch` many times. The output appears whole or
// not at all: it is written beside its place and renamed.

#include "core/base/result.h"
#include "core/edit/parameters.h"
#include "core/edit/plan.h"
#include "core/edit/report.h"
#include "core/providers/provider.h"
#include <QFuture>
#include <QSize>
#include <QStringList>

namespace nb::app {

struct Services;

struct FileEdit {
    QString image;  // path of a PNG or JPEG
    QString mask;   // path of a PNG
    QString output; // path that ends in .png, .jpg or .jpeg; replaced if it exists
    edit::Parameters parameters;
    int jpegQuality = 95; // 1 to 100
    // Raw answers of the first regions from an edit that did not end, PNG files, and the plan that they
    // answer (JSON); used if the plan is still the same.
    QStringList knownAnswers = {};
    QByteArray knownPlan = {};
};

struct FileEdited {
    QString output;
    QSize size; // pixels
    QString engine;
    int attempts = 1;
    std::chrono::milliseconds providerTime{};
    std::chrono::milliseconds totalTime{};
    edit::EditReport report = {};
    // What the user should know although the result is written: that it is misaligned, or that the journal
    // could not be completed. Empty = nothing.
    QString warning = {};
    // What is odd about the inputs, said before the provider was called.
    QStringList inputWarnings = {};
};

// What would be sent for this edit, and what it would cost; nothing is sent. Blocks on the disk. Errors:
// those of reading the files.
Result<edit::EditPlan> planOf(const FileEdit& job, const providers::ProviderCapabilities& capabilities);

// True for the extensions that an output may have.
[[nodiscard]] bool isOutputName(const QString& path);

// Where the results of `variants` edits go by default: "photo-edited.jpg" beside the picture, with "-2",
// "-3", … if that, or one of its variants, is taken.
[[nodiscard]] QString defaultOutput(const QString& image, int variants = 1);

// The name of one of several results, counted from 0: "out-1.png" for the first. `output` itself if it is the
// only one.
[[nodiscard]] QString variantName(const QString& output, int index, int variants);

// Reads, plans, edits, writes, and keeps the journal of `services` if it has one: no provider is called
// before the journal has everything on the disk, and the file is written after the journal has the result.
// Call it on the services' thread, where `guard` lives too. Errors: FileUnreadable, FileUnwritable, those of
// edit::decodeSource (field "image" or "mask") and edit::runEdit.
[[nodiscard]] QFuture<Result<FileEdited>> editFile(FileEdit job, Services& services,
                                                   providers::Context context, QObject* guard);

} // namespace nb::app
