#pragma once
// One edit from files to a file: what `edit` does once and `batch` many times. The output appears whole or
// not at all: it is written beside its place and renamed. Paths are bytes, which need not be UTF-8.

#include "core/base/result.h"
#include "core/edit/parameters.h"
#include "core/edit/plan.h"
#include "core/edit/report.h"
#include "core/providers/provider.h"
#include "core/storage/file_path.h"
#include <QFuture>
#include <QSize>
#include <vector>

namespace nb::app {

struct Services;

struct FileEdit {
    storage::FilePath image;  // a PNG or JPEG
    storage::FilePath mask;   // a PNG
    storage::FilePath output; // ends in .png, .jpg or .jpeg; replaced if it exists
    edit::Parameters parameters;
    int jpegQuality = 95; // 1 to 100
    // Raw answers of the first regions from an edit that did not end, PNG files, and the plan that they
    // answer (JSON); used if the plan is still the same.
    std::vector<storage::FilePath> knownAnswers = {};
    QByteArray knownPlan = {};
    // For what cannot be written to `output`, see editFile(); empty = the picture's.
    storage::FilePath spareFolder = {};
    QString origin =
        {}; // where it was asked for, for messages: "list.csv, line 3"; empty = on the command line
};

struct FileEdited {
    storage::FilePath output;
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

// Reads, plans, edits, writes, and keeps the journal of `services` if it has one: no provider is called
// before the journal has everything on the disk and the output is known to be writable, and the file is
// written after the journal has the result. What was paid for and cannot be written, or comes from an edit
// that fails later, is kept in the journal, or without one beside the picture; the error says where. Call it
// on the services' thread, where `guard` lives too. Errors: FileUnreadable, FileUnwritable, those of
// edit::decodeSource (field "image" or "mask"; the message names the file) and edit::runEdit.
[[nodiscard]] QFuture<Result<FileEdited>> editFile(const FileEdit& job, Services& services,
                                                   const providers::Context& context, QObject* guard);

} // namespace nb::app
