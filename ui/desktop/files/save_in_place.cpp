#include "ui/desktop/files/save_in_place.h"

#include "core/project/open_raster.h"
#include "core/storage/durable_file.h"
#include "ui/desktop/files/open_picture.h"
#include "ui/desktop/files/rewrite.h"
#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <algorithm>

namespace nb::desktop {
namespace {

// Names the context of the translations.
class SaveInPlace {
    Q_DECLARE_TR_FUNCTIONS(SaveInPlace)
};

const QString kKind = QStringLiteral("kind");

bool isAccepted(const InPlace& request, const QString& key) {
    return request.accepted.contains(key) || (request.source && request.source->accepted.contains(key));
}

// What another program did to the file since it was read or written here.
std::optional<Difference> changeOf(const InPlace& request) {
    if (!request.source)
        return std::nullopt;
    const QString name = QFileInfo(request.path).fileName();
    const std::optional<FileState> now = stateOf(request.path);
    switch (changeSince(request.source->state, now)) {
    case FileChange::None:
        return std::nullopt;
    case FileChange::Gone:
        return Difference{
            QStringLiteral("gone"),
            SaveInPlace::tr("“%1” is no longer there; another program moved or deleted it").arg(name)};
    case FileChange::Changed:
        break;
    }
    const QString when = QLocale().toString(now->changed(), QLocale::ShortFormat);
    return Difference{
        QStringLiteral("changed %1 %2")
            .arg(QString::number(now->changedNs), QString::fromLatin1(now->hash.toHex())),
        SaveInPlace::tr("Another program changed “%1” after it was opened here (%2); what it changed "
                        "would be lost")
            .arg(name, when)};
}

void askUnlessAccepted(SavedInPlace& answer, const InPlace& request,
                       const std::optional<Difference>& difference) {
    if (difference && !isAccepted(request, difference->key))
        answer.differences.push_back(*difference);
}

// As it was opened; a file that was too large to keep is read again, if it is still the same.
QByteArray oldBytes(const SourceFile& source) {
    if (!source.bytes.isEmpty() || !source.format)
        return source.bytes;
    if (changeSince(source.state, stateOf(source.path)) != FileChange::None)
        return {};
    const Result<QByteArray> bytes = readWhole(source.path);
    return bytes ? *bytes : QByteArray();
}

std::shared_ptr<const SourceFile> afterWriting(const InPlace& request, const SourceFile* old,
                                               const QByteArray& bytes, bool kindKept) {
    const std::shared_ptr<const SourceFile> written = sourceFile(request.path, bytes);
    if (!written)
        return nullptr;
    SourceFile next = *written;
    // The pixels of a JPEG come back a little different each time: what was opened stays the base.
    if (old && kindKept && !old->bytes.isEmpty())
        next.bytes = old->bytes;
    next.accepted = old ? old->accepted + request.accepted : request.accepted;
    next.accepted.removeIf([](const QString& key) {
        return key == QLatin1String("gone") || key.startsWith(QLatin1String("changed "));
    });
    return std::make_shared<const SourceFile>(std::move(next));
}

struct Bytes {
    QByteArray bytes; // empty if something is to be asked
    bool kindKept = true;
};

// The file that would be written, and what it would lose.
Result<Bytes> bytesFor(const image::Picture& picture, const InPlace& request, const SourceFile* source,
                       SavedInPlace& answer, const Watch& watch) {
    const QByteArray old = source ? oldBytes(*source) : QByteArray();
    if (!source || old.isEmpty()) {
        const QStringList lost = losses(picture, request.options.format);
        for (const QString& words : lost)
            askUnlessAccepted(answer, request, Difference{words, words});
        if (source && !source->format)
            askUnlessAccepted(
                answer, request,
                Difference{kKind, SaveInPlace::tr("The file is not what its name says; it becomes %1")
                                      .arg(suffixOf(request.options.format).toUpper())});
        const Result<QByteArray> bytes = encodePicture(picture, request.options, watch);
        return bytes ? Result<Bytes>(Bytes{*bytes, false}) : bytes.error();
    }
    const OnLoss onLoss = isAccepted(request, kKind) ? OnLoss::Go : OnLoss::Refuse;
    const Result<Remade> made = remake(old, *source->format, picture, onLoss, request.options, watch);
    if (!made)
        return made.error();
    if (!made->kind.isEmpty())
        askUnlessAccepted(answer, request, Difference{kKind, made->kind});
    for (const QString& words : made->contents)
        askUnlessAccepted(answer, request, Difference{words, words});
    if (made->bytes.isEmpty() &&
        answer.differences.empty()) { // what was to be asked has been accepted before
        const Result<Remade> again =
            remake(old, *source->format, picture, OnLoss::Go, request.options, watch);
        return again ? Result<Bytes>(Bytes{again->bytes, false}) : again.error();
    }
    return Bytes{made->bytes, made->kind.isEmpty()};
}

} // namespace

Result<SavedInPlace> saveInPlace(const image::Picture& picture, const InPlace& request, const Watch& watch) {
    if (picture.pixels.empty())
        return Error{ErrorCode::InvalidArgument, SaveInPlace::tr("There is no picture to save")};
    const std::shared_ptr<const SourceFile> source =
        request.source ? request.source : sourceFile(request.path);
    SavedInPlace answer;
    const Result<Bytes> made = bytesFor(picture, request, source.get(), answer, watch);
    if (!made)
        return made.error();
    if (watch.cancel.stop_requested())
        return Error{ErrorCode::Cancelled, QStringLiteral("Saving was cancelled")};
    // Last, since encoding takes a while.
    askUnlessAccepted(answer, request, changeOf(request));
    if (!answer.differences.empty())
        return answer;
    if (const Result<> written = storage::replaceDurably(request.path, made->bytes); !written)
        return written.error();
    answer.source = afterWriting(request, source.get(), made->bytes, made->kindKept);
    return answer;
}

Result<SavedInPlace> saveProjectInPlace(const project::Project& project, const InPlace& request,
                                        const Watch& watch) {
    SavedInPlace answer;
    askUnlessAccepted(answer, request, changeOf(request));
    if (!answer.differences.empty())
        return answer;
    if (const Result<> written = project::saveOpenRaster(project, request.path, watch); !written)
        return written.error();
    answer.source = sourceFile(request.path);
    return answer;
}

Result<Saved> saveCopy(const image::Picture& picture, const QString& path, const SaveOptions& options,
                       const std::shared_ptr<const SourceFile>& source, const Watch& watch) {
    const QByteArray old = source && source->format == options.format ? oldBytes(*source) : QByteArray();
    if (old.isEmpty() || picture.pixels.empty())
        return savePicture(picture, path, options, watch);
    const Result<QByteArray> bytes = copyOf(old, picture, options, watch);
    if (!bytes)
        return bytes.error();
    if (watch.cancel.stop_requested())
        return Error{ErrorCode::Cancelled, QStringLiteral("Saving was cancelled")};
    if (const Result<> written = storage::replaceDurably(path, *bytes); !written)
        return written.error();
    return Saved{bytes->size(), {}, sourceFile(path, *bytes)};
}

} // namespace nb::desktop
