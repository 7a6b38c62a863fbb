#pragma once
// The File menu: dialogs, the question about unsaved work, jobs on the pool and messages. Reading and writing
// files is in ui/desktop/files.

#include "core/base/result.h"
#include "ui/desktop/document/long_task.h"
#include "ui/desktop/files/save_in_place.h"
#include "ui/desktop/files/save_picture.h"
#include <QObject>
#include <functional>

class QMimeData;
class QWidget;

namespace nb {
class WorkerPool;
}

namespace nb::desktop {

class MessageBar;
class Preferences;
class StudioDocument;
struct Opened;

class FileController : public QObject {
    Q_OBJECT

public:
    // All outlive it. window: its parent and that of the dialogs.
    FileController(StudioDocument& document, WorkerPool& pool, Preferences& preferences, MessageBar& messages,
                   QWidget& window);

    // Each of these that replaces the document asks about unsaved work first.
    void openWithDialog();
    void open(const QString& path);
    void openUntitled(const QString& path); // without a name; removes the file and its folder
    void openSample(const QString& picture, const QString& mask); // resources; the mask is selected
    void paste();
    void openDropped(const QMimeData& data);
    void closeDocument();

    // Asks for a name where there is none, and before anything is lost that the file holds: what another
    // program has written there, other pictures, its kind.
    void save(const std::function<void()>& then = {});
    void saveAs(const std::function<void()>& then = {});
    void copyPicture();

    // Calls `go` at once if nothing would be lost, otherwise once the user has discarded or saved the
    // changes. If a save is running, the question comes after it.
    void withoutLoss(const std::function<void()>& go);

    // The save that runs. Cancelling it leaves the file as it was.
    [[nodiscard]] LongTask& saving() { return m_saving; }

Q_SIGNALS:
    void fileOpened(const QString& path); // or saved
    void fileLost(const QString& path);   // it no longer exists

private:
    void show(Opened opened);
    void showOpened(Result<Opened> opened); // or its error
    void write(const QString& path, const SaveOptions& options, const std::function<void()>& then);
    void writeInPlace(const InPlace& request, const std::function<void()>& then);
    [[nodiscard]] InPlace inPlace() const;                 // into the document's file
    [[nodiscard]] QStringList whatIsNotInAPicture() const; // of the document; sentences
    void finishInPlace(const InPlace& request, quint64 revision, const Result<SavedInPlace>& saved,
                       const QStringList& notices, const std::function<void()>& then);
    void askAbout(const std::vector<Difference>& differences, const InPlace& request,
                  const std::function<void()>& then);
    void resumeAfterSaving(); // what waited for the save
    [[nodiscard]] Watch beginSaving(const QString& path);
    // After writing. notices: for the user.
    void finishSaving(const QString& path, quint64 revision, const Result<QStringList>& notices,
                      const std::function<void()>& then);
    void showNotSaved(const Error& error, const std::function<void()>& then);
    // If a save is running: true, and `next` is called after it, in place of an earlier one.
    [[nodiscard]] bool runAfterSaving(const std::function<void()>& next);
    [[nodiscard]] std::optional<SaveOptions> askOptions(SaveFormat format);

    StudioDocument& m_document;
    WorkerPool& m_pool;
    Preferences& m_preferences;
    MessageBar& m_messages;
    QWidget& m_window;
    LongTask m_saving;
    std::function<void()> m_afterSaving;        // empty = nothing
    std::shared_ptr<const SourceFile> m_source; // of the open document; null = not known
};

} // namespace nb::desktop
