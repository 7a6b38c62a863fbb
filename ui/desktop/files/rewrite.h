#pragma once
// Makes the bytes of an edited picture's file from the bytes of the file that it came from, in any of the
// four formats, and says in words what they cannot keep. It reads and writes no file.

#include "core/base/result.h"
#include "core/base/watch.h"
#include "core/image/picture.h"
#include "ui/desktop/files/save_picture.h"
#include <QStringList>

namespace nb::desktop {

struct Remade {
    QByteArray bytes;     // empty: something is lost that was not to be
    QString kind;         // what the kind cannot hold; a sentence. Empty = it is kept
    QStringList contents; // what else of the file would go: other pictures, layers; sentences
};

enum class OnLoss { Refuse, Go };

// `format`: the one of `file`. options: for a file whose kind cannot be kept. Errors as saveInPlace().
Result<Remade> remake(const QByteArray& file, SaveFormat format, const image::Picture& picture, OnLoss onLoss,
                      const SaveOptions& options, const Watch& watch);

// For a copy under another name: the picture with those options, and with what else `file` has if it is of
// that format; its kind too where the format has no quality to choose. Errors as savePicture().
Result<QByteArray> copyOf(const QByteArray& file, const image::Picture& picture, const SaveOptions& options,
                          const Watch& watch);

} // namespace nb::desktop
