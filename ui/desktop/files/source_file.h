#pragma once
// The file that a document came from, as Ctrl+S needs it: whether it is still the same one, and what it is
// besides its pixels.

#include "ui/desktop/files/file_state.h"
#include "ui/desktop/files/save_picture.h"
#include <QByteArray>
#include <QStringList>
#include <memory>
#include <optional>

namespace nb::desktop {

struct SourceFile {
    QString path;
    FileState state;                  // when it was last read or written here
    std::optional<SaveFormat> format; // by its content; nullopt = a project, or a format that is not written
    QByteArray bytes; // as opened; what is saved is made of these. Empty = of another format, or too large
    QStringList accepted; // keys of the differences that the user has agreed to
};

// The format of a file by its first bytes, if it is one of the four.
[[nodiscard]] std::optional<SaveFormat> formatOf(QByteArrayView bytes);

// For a file that has just been read or written; null if it is gone already. Blocking.
[[nodiscard]] std::shared_ptr<const SourceFile> sourceFile(const QString& path, const QByteArray& bytes);
[[nodiscard]] std::shared_ptr<const SourceFile>
sourceFile(const QString& path); // reads it; null if it cannot

} // namespace nb::desktop
