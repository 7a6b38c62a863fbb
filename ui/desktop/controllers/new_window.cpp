#include "ui/desktop/controllers/new_window.h"

#include "core/base/worker_pool.h"
#include "ui/desktop/files/save_picture.h"
#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

namespace nb::desktop {
namespace {

// Without characters that a file system may refuse.
QString fileNameFor(const QString& name) {
    QString safe;
    for (const QChar c : name.left(80))
        safe += c.isLetterOrNumber() || c == u' ' || c == u'-' || c == u'_' ? c : QChar(u'_');
    safe = safe.trimmed();
    return (safe.isEmpty() ? QStringLiteral("picture") : safe) + QStringLiteral(".png");
}

} // namespace

QFuture<Result<>> openInNewWindow(const image::Picture& picture, const QString& name, WorkerPool& pool) {
    return pool.run([picture, name, program = QCoreApplication::applicationFilePath()]() -> Result<> {
        QTemporaryDir folder(QDir::tempPath() + QStringLiteral("/nanobanana-XXXXXX"));
        const QString path = folder.filePath(fileNameFor(name));
        if (const Result<Saved> saved = savePicture(picture, path, {}); !saved)
            return saved.error();
        if (!QProcess::startDetached(program, {QStringLiteral("--untitled"), path}))
            return Error{ErrorCode::Internal,
                         QCoreApplication::translate("NewWindow", "Cannot start %1").arg(program)};
        folder.setAutoRemove(false);
        return {};
    });
}

} // namespace nb::desktop
