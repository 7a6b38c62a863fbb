#pragma once
// Follows the open document and writes every change to a recovery log (core/recovery/recovery.h) on a thread
// of its own, so that after a crash at most the last stroke is missing. It does not replace saving: the log
// is removed when the document is closed, and what was saved is not offered again.

#include "core/base/worker_pool.h"
#include "core/recovery/recovery.h"
#include "ui/desktop/document/dirty_tiles.h"
#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <memory>

namespace nb::desktop {

class StudioDocument;

// Lives on the thread of the user interface, which it keeps busy for a fraction of a millisecond at a time.
class Autosave : public QObject {
    Q_OBJECT

public:
    // `document` outlives it. `folder` is made when something is open; all processes of a user share it.
    Autosave(StudioDocument& document, QString folder, QObject* parent = nullptr);
    // A normal end: removes the log. Waits for the thread.
    ~Autosave() override;

    [[nodiscard]] static QString usualFolder();

    // What crashes have left, newest first. Ask once after the start.
    [[nodiscard]] QFuture<Result<std::vector<recovery::Recoverable>>> findRecoverable();
    // Opens one of them in the document, in place of what is open: ask about unsaved work before. It counts
    // as modified. Errors: those of recovery::recover(); the document is then as it was.
    [[nodiscard]] QFuture<Result<>> restore(const QString& id);
    void discardRecoverable(const QString& id);

    // Whether all that happened is in the log; false also while a stroke lasts.
    [[nodiscard]] bool isUpToDate() const;

Q_SIGNALS:
    // Once each time that writing fails (a full disk): changes are not in the log from then on. It tries
    // again a minute later.
    void failed(const nb::Error& error);

private:
    struct Log;
    using Job = std::function<Result<>(Log&)>;

    void begin();
    void beginNewLog();
    void resume(recovery::Recovered& recovered);
    void discardLog(const std::shared_ptr<Log>& old);
    void post(Job job);
    void stop(const std::shared_ptr<Log>& log, const Error& error);

    void markTiles(const QRect& rect);
    void schedule();
    void flush();
    void writeTiles();
    void writePixels(const QRect& rect);
    void writeResults();
    void writeState();
    [[nodiscard]] recovery::RecoveryState state() const;

    StudioDocument& m_document;
    QString m_folder;
    QTimer m_timer;
    std::shared_ptr<Log> m_log;                     // of what is open; null = nothing is
    std::shared_ptr<recovery::Recovered> m_resumed; // while it is being opened
    QElapsedTimer m_stopped;                        // valid = writing has failed since

    DirtyTiles m_tiles; // that are to be written
    QSet<QString> m_writtenResults;
    QStringList m_writtenOrder;
    recovery::RecoveryState m_writtenState;

    WorkerPool m_thread{1}; // one thread: what is posted is done in its order. Last: it ends first
};

} // namespace nb::desktop
