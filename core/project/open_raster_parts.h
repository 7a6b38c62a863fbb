#pragma once
// The two texts of a project file, as values: stack.xml, which every OpenRaster program reads, and our
// edits.json. Not for the outside: core/project/open_raster.h is what others use.

#include "core/base/result.h"
#include "core/project/layer_info.h"
#include <QByteArray>
#include <QRect>
#include <QString>
#include <vector>

namespace nb::project::ora {

inline const QByteArray kMimeType = QByteArrayLiteral("image/openraster");
inline const QString kMimeTypeFile = QStringLiteral("mimetype");
inline const QString kStackFile = QStringLiteral("stack.xml");
inline const QString kMergedFile = QStringLiteral("mergedimage.png");
inline const QString kThumbnailFile = QStringLiteral("Thumbnails/thumbnail.png");
inline const QString kBaseFile = QStringLiteral("data/base.png");
inline const QString kMaskFile = QStringLiteral("data/mask.png");
inline const QString kEditsFile = QStringLiteral("nanobanana/edits.json");

struct StackLayer {
    QString name;
    QString file;
    QPoint at;
    bool visible = true;
};

// Topmost layer first.
[[nodiscard]] QByteArray stackXml(QSize size, const std::vector<StackLayer>& layers);

// The size of the picture, which is all that is needed of a foreign stack. Error: UnreadableImage.
Result<QSize> stackSize(const QByteArray& xml);

struct ResultEntry {
    QString id;
    QString name;
    QString file;
    QPoint at;
    QString maskFile; // empty = none
    LayerInfo info;
};

struct Edits {
    QString baseFile;
    QString maskFile; // empty = nothing is selected
    QPoint maskAt;
    std::vector<ResultEntry> results;
};

[[nodiscard]] QByteArray toJson(const Edits& edits);

// Errors: UnsupportedFormat (newer version), UnreadableImage.
Result<Edits> editsFromJson(const QByteArray& json);

} // namespace nb::project::ora
