#include "ui/desktop/files/source_file.h"

#include "core/image/png_syntax.h"
#include "ui/desktop/files/webp_chunks.h"
#include <QByteArrayView>
#include <QFile>

namespace nb::desktop {
namespace {

// A larger file is read again when it is saved.
constexpr qint64 kMaxKeptBytes = 256 * 1024 * 1024;

} // namespace

std::optional<SaveFormat> formatOf(QByteArrayView bytes) {
    if (bytes.startsWith(image::kPngSignature))
        return SaveFormat::Png;
    if (bytes.startsWith(QByteArrayView("\xff\xd8\xff", 3)))
        return SaveFormat::Jpeg;
    if (isWebP(bytes))
        return SaveFormat::WebP;
    for (const QByteArrayView start : {QByteArrayView("II*\0", 4), QByteArrayView("MM\0*", 4),
                                       QByteArrayView("II+\0", 4), QByteArrayView("MM\0+", 4)})
        if (bytes.startsWith(start))
            return SaveFormat::Tiff;
    return std::nullopt;
}

std::shared_ptr<const SourceFile> sourceFile(const QString& path, const QByteArray& bytes) {
    const std::optional<FileState> state = stateOf(path, bytes);
    if (!state)
        return nullptr;
    const std::optional<SaveFormat> format = formatOf(bytes);
    const bool kept = format && bytes.size() <= kMaxKeptBytes;
    return std::make_shared<const SourceFile>(
        SourceFile{path, *state, format, kept ? bytes : QByteArray(), {}});
}

std::shared_ptr<const SourceFile> sourceFile(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? sourceFile(path, file.readAll()) : nullptr;
}

} // namespace nb::desktop
