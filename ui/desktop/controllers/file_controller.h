#pragma once
// Opening and saving as a person goes through it: dialogs, the question about unsaved work, work on the pool
// and messages. How files are read and written is ui/desktop/files.

#include "core/base/result.h"
#include "ui/desktop/document/long_task.h"
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
    // All outlive it. window: the parent of the dialogs.
    // It belongs to the window.
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

    void save(const std::function<void()>& then = {}); // asks for a name where there is none
    void saveAs(const std::function<void()>& then = {});
    void copyPicture();
    void importMask();
    void exportMask();

    // Calls `go` at once if nothing would be lost, otherwise when the user has said so or all is saved. What
    // is being saved is waited for.
    void withoutLoss(const std::function<void()>& go);

    // Saving, which can be followed and cancelled: the file is then what it was before.
    [[nodiscard]] LongTask& saving() { return m_saving; }

Q_SIGNALS:
    void fileOpened(const QString& path); // or saved: for the list of recent files
    void fileLost(const QString& path);   // it is not there any more

private:
    void take(Opened opened);
    void write(const QString& path, const SaveOptions& options, const std::function<void()>& then);
    void writeProject(const QString& path, const std::function<void()>& then);
    [[nodiscard]] Watch beginSaving(const QString& path);
    // After writing; with what is to be said of it.
    void saved(const QString& path, quint64 revision, const Result<QStringList>& notices,
               const std::function<void()>& then);
    void showNotSaved(const Error& error, const std::function<void()>& then);
    // Whether something is being saved; `wish` is then called when it is over, in place of an earlier one.
    [[nodiscard]] bool isPutOff(const std::function<void()>& wish);
    [[nodiscard]] std::optional<SaveOptions> askOptions(SaveFormat format);

    StudioDocument& m_document;
    WorkerPool& m_pool;
    Preferences& m_preferences;
    MessageBar& m_messages;
    QWidget& m_window;
    LongTask m_saving;
    std::function<void()> m_afterSaving; // empty = nothing
};

} // namespace nb::desktop
