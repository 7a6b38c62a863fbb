#include "ui/desktop/controllers/file_controller.h"

#include "core/base/worker_pool.h"
#include "ui/desktop/convert/qimage.h"
#include "ui/desktop/dialogs/loss_question.h"
#include "ui/desktop/dialogs/open_dialog.h"
#include "ui/desktop/dialogs/save_options_dialog.h"
#include "ui/desktop/document/studio_document.h"
#include "ui/desktop/files/dropped.h"
#include "ui/desktop/files/mask_files.h"
#include "ui/desktop/files/open_picture.h"
#include "ui/desktop/files/project_files.h"
#include "ui/desktop/panels/message_bar.h"
#include "ui/desktop/settings/preferences.h"
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMessageBox>
#include <QMimeData>

namespace nb::desktop {
namespace {

const QString kQuality = QStringLiteral("files/quality");
const QString kProjectSuffix = QStringLiteral("ora");

bool isProject(const QString& path) {
    return QFileInfo(path).suffix().compare(kProjectSuffix, Qt::CaseInsensitive) == 0;
}

} // namespace

FileController::FileController(StudioDocument& document, WorkerPool& pool, Preferences& preferences,
                               MessageBar& messages, QWidget& window)
    : QObject(&window), m_document(document), m_pool(pool), m_preferences(preferences), m_messages(messages),
      m_window(window) {
    connect(&document, &StudioDocument::opened, this, [this] { m_source.reset(); });
}

void FileController::openWithDialog() {
    withoutLoss([this] {
        const QString folder = m_preferences.fileFolder();
        const ChosenFile chosen = askForPicture(tr("Open a Picture"), folder, &m_window);
        if (!chosen.path.isEmpty())
            open(chosen.path);
        else if (!chosen.notShown.isEmpty())
            m_messages.show(
                MessageBar::Kind::Notice,
                tr("Not shown in the list, since their names are not UTF-8: %1. Rename them to open them.")
                    .arg(chosen.notShown.join(QStringLiteral(", "))));
    });
}

void FileController::open(const QString& path) {
    withoutLoss([this, path] {
        image::Limits limits = kOpenLimits;
        limits.maxPixels = qint64(m_preferences.largestMegapixels()) * 1'000'000;
        m_pool.run([path, limits] { return openFile(path, limits); })
            .then(this, [this, path](Result<Opened> opened) {
                if (!opened) {
                    if (!QFileInfo::exists(path))
                        Q_EMIT fileLost(path);
                    m_messages.showError(opened.error());
                    return;
                }
                if (!opened->path.isEmpty()) {
                    m_preferences.setFileFolder(QFileInfo(path).absolutePath());
                    Q_EMIT fileOpened(path);
                }
                show(std::move(*opened));
            });
    });
}

void FileController::openUntitled(const QString& path) {
    m_pool
        .run([path] {
            Result<Opened> opened = openFile(path);
            if (opened)
                opened->path.clear();
            QFile::remove(path);
            QDir().rmdir(QFileInfo(path).absolutePath()); // only if nothing else is in it
            return opened;
        })
        .then(this, [this](Result<Opened> opened) { showOpened(std::move(opened)); });
}

void FileController::openSample(const QString& picture, const QString& mask) {
    withoutLoss([this, picture, mask] {
        m_pool
            .run([picture, mask]() -> Result<Opened> {
                Result<Opened> opened = openFile(picture);
                if (!opened)
                    return opened.error();
                opened->path.clear(); // a resource cannot be saved to
                const Result<mask::Mask> selected =
                    nb::desktop::importMask(mask, opened->project.picture.size());
                if (!selected)
                    return selected.error();
                opened->project.mask = *selected;
                return opened;
            })
            .then(this, [this](Result<Opened> opened) { showOpened(std::move(opened)); });
    });
}

void FileController::showOpened(Result<Opened> opened) {
    if (opened)
        show(std::move(*opened));
    else
        m_messages.showError(opened.error());
}

void FileController::show(Opened opened) {
    m_messages.dismiss();
    const QStringList notices = opened.notices;
    const std::shared_ptr<const SourceFile> source = opened.source;
    openIn(m_document, std::move(opened));
    m_source = m_document.path().isEmpty() ? nullptr : source;
    if (!notices.isEmpty())
        m_messages.show(MessageBar::Kind::Notice, notices.join(QLatin1Char(' ')));
}

void FileController::paste() {
    const QMimeData* const data = QGuiApplication::clipboard()->mimeData();
    if (data)
        openDropped(*data);
}

void FileController::openDropped(const QMimeData& data) {
    const Result<Dropped> found = dropped(data);
    if (!found) {
        m_messages.showError(found.error());
        return;
    }
    if (!found->files.isEmpty()) {
        open(found->files.first());
        return;
    }
    withoutLoss([this, image = found->image] {
        m_pool.run([image] { return openImage(image); }).then(this, [this](Result<Opened> opened) {
            showOpened(std::move(opened));
        });
    });
}

void FileController::closeDocument() {
    withoutLoss([this] { m_document.close(); });
}

void FileController::withoutLoss(const std::function<void()>& go) {
    if (runAfterSaving([this, go] { withoutLoss(go); })) {
        m_messages.show(MessageBar::Kind::Notice,
                        tr("This continues when “%1” is saved.").arg(m_document.name()));
        return;
    }
    if (!m_document.isOpen() || !m_document.isModified()) {
        go();
        return;
    }
    QMessageBox question(QMessageBox::Question, tr("Unsaved Work"),
                         tr("Save the changes to “%1”?").arg(m_document.name()),
                         QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, &m_window);
    question.setInformativeText(tr("Otherwise, unsaved changes are lost."));
    question.setDefaultButton(QMessageBox::Save);
    switch (question.exec()) {
    case QMessageBox::Save:
        save(go);
        break;
    case QMessageBox::Discard:
        go();
        break;
    default:
        break;
    }
}

InPlace FileController::inPlace() const {
    InPlace request;
    request.path = m_document.path();
    if (m_source && m_source->path == request.path)
        request.source = m_source;
    request.options.quality = m_preferences.settings().value(kQuality, SaveOptions().quality).toInt();
    if (const auto format = formatForSuffix(QFileInfo(request.path).suffix()))
        request.options.format = *format;
    return request;
}

void FileController::save(const std::function<void()>& then) {
    const QString path = m_document.path();
    if (isProject(path) || formatForSuffix(QFileInfo(path).suffix()))
        writeInPlace(inPlace(), then);
    else
        saveAs(then);
}

void FileController::saveAs(const std::function<void()>& then) {
    QStringList filters{tr("Project with results and mask (*.ora)")};
    for (const SaveFormat format : {SaveFormat::Png, SaveFormat::Jpeg, SaveFormat::WebP, SaveFormat::Tiff})
        filters << saveFilter(format);
    // Only a project keeps results; without any, a picture is the usual choice.
    QString chosen = filters.at(m_document.results().empty() ? 1 : 0);
    const QString folder = m_preferences.fileFolder();
    const QString name = QFileInfo(m_document.name()).completeBaseName();
    QString path = QFileDialog::getSaveFileName(&m_window, tr("Save As"), folder + QLatin1Char('/') + name,
                                                filters.join(QStringLiteral(";;")), &chosen);
    if (path.isEmpty())
        return;
    const qsizetype filter = std::max<qsizetype>(0, filters.indexOf(chosen));
    if (QFileInfo(path).suffix().isEmpty())
        path +=
            QLatin1Char('.') + (filter == 0 ? kProjectSuffix : suffixOf(static_cast<SaveFormat>(filter - 1)));
    if (isProject(path)) {
        InPlace request;
        request.path = path;
        writeInPlace(request, then);
        return;
    }
    const auto format = formatForSuffix(QFileInfo(path).suffix());
    if (!format)
        m_messages.show(MessageBar::Kind::Error,
                        tr("Projects are saved as .ora, pictures as .png, .jpg, .webp or "
                           ".tiff: end the name in one of these"));
    else if (const auto options = askOptions(*format))
        write(path, *options, then);
}

bool FileController::runAfterSaving(const std::function<void()>& next) {
    if (m_saving.isRunning())
        m_afterSaving = next;
    return m_saving.isRunning();
}

Watch FileController::beginSaving(const QString& path) {
    return m_saving.begin(tr("Saving %1").arg(QFileInfo(path).fileName()));
}

QStringList FileController::whatIsNotInAPicture() const {
    if (!m_document.shown().isNull())
        return {tr("The shown result is not in the file; accept it and save again to include it")};
    if (!m_document.results().empty())
        return {tr("Results and mask are kept in projects (.ora) only")};
    return {};
}

void FileController::write(const QString& path, const SaveOptions& options,
                           const std::function<void()>& then) {
    if (runAfterSaving([this, path, options, then] { write(path, options, then); }))
        return;
    m_pool
        .run([picture = m_document.picture(), path, options, source = m_source, watch = beginSaving(path)] {
            return saveCopy(picture, path, options, source, watch);
        })
        .then(this, [this, path, revision = m_document.revision(), then](const Result<Saved>& written) {
            const QStringList notices = (written ? written->notices : QStringList()) + whatIsNotInAPicture();
            if (written)
                m_source = written->source;
            finishSaving(path, revision, written ? Result<QStringList>(notices) : written.error(), then);
        });
}

void FileController::writeInPlace(const InPlace& request, const std::function<void()>& then) {
    const auto later = [this, request, then] {
        InPlace next = request;
        if (next.source) // the file is another one by then
            next.source = m_source && m_source->path == request.path ? m_source : nullptr;
        writeInPlace(next, then);
    };
    if (runAfterSaving(later))
        return;
    const Watch watch = beginSaving(request.path);
    const quint64 revision = m_document.revision();
    const bool project = isProject(request.path);
    const auto finished = [this, request, revision, project, then](const Result<SavedInPlace>& saved) {
        finishInPlace(request, revision, saved, project ? QStringList() : whatIsNotInAPicture(), then);
    };
    if (project)
        m_pool
            .run([snapshot = snapshotOf(m_document), request, watch] {
                return saveProjectInPlace(snapshot.project, request, watch);
            })
            .then(this, finished);
    else
        m_pool
            .run([picture = m_document.picture(), request, watch] {
                return saveInPlace(picture, request, watch);
            })
            .then(this, finished);
}

void FileController::finishInPlace(const InPlace& request, quint64 revision,
                                   const Result<SavedInPlace>& saved, const QStringList& notices,
                                   const std::function<void()>& then) {
    if (saved && !saved->differences.empty()) {
        m_saving.end();
        askAbout(saved->differences, request, then);
        return;
    }
    if (saved)
        m_source = saved->source;
    finishSaving(request.path, revision, saved ? Result<QStringList>(notices) : saved.error(), then);
}

void FileController::askAbout(const std::vector<Difference>& differences, const InPlace& request,
                              const std::function<void()>& then) {
    QStringList words;
    InPlace agreed = request;
    for (const Difference& difference : differences) {
        words += difference.words;
        agreed.accepted += difference.key;
    }
    auto* question = new LossQuestion(QFileInfo(request.path).fileName(), words, &m_window);
    connect(question, &QMessageBox::finished, this, [this, question, agreed, then] {
        if (question->answer() == LossQuestion::Answer::SaveAnyway) {
            writeInPlace(agreed, then); // what waited for the save waits for this one
            return;
        }
        if (question->answer() == LossQuestion::Answer::SaveAs)
            saveAs(then);
        if (!m_saving.isRunning())
            resumeAfterSaving();
    });
    question->open();
}

void FileController::resumeAfterSaving() {
    if (const std::function<void()> next = std::exchange(m_afterSaving, {}))
        next();
}

void FileController::finishSaving(const QString& path, quint64 revision, const Result<QStringList>& notices,
                                  const std::function<void()>& then) {
    m_saving.end();
    const std::function<void()> next = std::exchange(m_afterSaving, {});
    if (notices) {
        m_document.setSavedAs(path, revision);
        Q_EMIT fileOpened(path);
        const QString said = tr("Saved %1").arg(QFileInfo(path).fileName());
        m_messages.show(MessageBar::Kind::Notice, (QStringList(said) + *notices).join(QStringLiteral(". ")));
        if (then)
            then();
    } else {
        showNotSaved(notices.error(), then);
    }
    if (next)
        next();
}

void FileController::showNotSaved(const Error& error, const std::function<void()>& then) {
    if (error.code == ErrorCode::Cancelled)
        m_messages.show(MessageBar::Kind::Notice, tr("Saving was cancelled; nothing was written"));
    else
        m_messages.showError(error, {{tr("Save As…"), [this, then] { saveAs(then); }}});
}

std::optional<SaveOptions> FileController::askOptions(SaveFormat format) {
    SaveOptions options{.format = format};
    options.quality = m_preferences.settings().value(kQuality, options.quality).toInt();
    const bool keepsAll = (m_source && m_source->format == format) || // it is a copy of that file
                          losses(m_document.picture(), format).isEmpty();
    if (!hasQuality(format) && keepsAll)
        return options;
    SaveOptionsDialog dialog(m_document.picture(), options, SaveOptionsDialog::Format::Fixed, m_pool,
                             &m_window);
    if (dialog.exec() != QDialog::Accepted)
        return std::nullopt;
    if (hasQuality(format))
        m_preferences.settings().setValue(kQuality, dialog.options().quality);
    return dialog.options();
}

void FileController::copyPicture() {
    // A deep copy: the clipboard may be read after the document has changed.
    QGuiApplication::clipboard()->setImage(imageOf(m_document.picture()).copy());
    m_messages.show(MessageBar::Kind::Notice, tr("Copied the picture"));
}

} // namespace nb::desktop
