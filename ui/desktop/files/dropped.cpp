#include "ui/desktop/files/dropped.h"

#include <QCoreApplication>
#include <QMimeData>
#include <QUrl>

namespace nb::desktop {
namespace {

// Names the context of the translations.
class DroppedPicture {
    Q_DECLARE_TR_FUNCTIONS(DroppedPicture)
};

QImage imageIn(const QMimeData& data) {
    return data.hasImage() ? qvariant_cast<QImage>(data.imageData()) : QImage();
}

// Names come percent-encoded, byte by byte.
bool isUtf8(const QUrl& url) {
    const QByteArray bytes = QByteArray::fromPercentEncoding(url.path(QUrl::FullyEncoded).toLatin1());
    return QString::fromUtf8(bytes).toUtf8() == bytes;
}

} // namespace

bool mayBeDropped(const QMimeData& data) {
    return data.hasUrls() || data.hasImage();
}

Result<Dropped> dropped(const QMimeData& data) {
    Dropped found;
    const QList<QUrl> urls = data.urls();
    for (const QUrl& url : urls) {
        if (!url.isLocalFile())
            continue;
        if (!isUtf8(url))
            return Error{
                ErrorCode::FileUnreadable,
                DroppedPicture::tr("The name of “%1” is not UTF-8, and such a file cannot be opened here; "
                                   "rename it")
                    .arg(url.fileName(QUrl::FullyEncoded))};
        found.files += url.toLocalFile();
    }
    if (!found.files.isEmpty())
        return found;
    // Browsers hand over the picture beside its address.
    found.image = imageIn(data);
    if (!found.image.isNull())
        return found;
    if (!urls.isEmpty())
        return Error{ErrorCode::UnsupportedFormat,
                     DroppedPicture::tr(
                         "%1 is an address in the web, and nothing is loaded from there unasked; save the "
                         "picture as a file, or copy it, and paste it here")
                         .arg(urls.first().toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery))};
    if (data.hasImage())
        return Error{ErrorCode::UnreadableImage,
                     DroppedPicture::tr("The picture that was handed over cannot be read")};
    return Error{ErrorCode::UnsupportedFormat,
                 DroppedPicture::tr("There is no picture in it; files and copied pictures work")};
}

} // namespace nb::desktop
