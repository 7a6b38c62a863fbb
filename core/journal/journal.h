#pragma once
// The journal of edits: everything that an edit needs is on the disk before the provider is called, and what
// came of it before anybody is told, so that a crash loses nothing that was paid for and every edit can be
// made again. It is a folder that can be moved and read alone:
//
//   journal.sqlite   the index, one row an edit
//   pictures/        inputs as they were handed in, once each, named by their SHA-256
//   masks/           masks, the same
//   results/         <entry>.png; <entry>-answer-0.png… are the raw answers of an edit that runs
//   sessions/        a locked file for each process that has the journal open
//
// It grows until somebody calls prune(). It holds no documents: undo, layers and the state of the user
// interface are kept elsewhere.

#include "core/base/result.h"
#include "core/journal/journal_entry.h"
#include <QStringList>
#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

namespace nb::storage {
class Session;
}

namespace nb::journal {

// How much of what is over a journal keeps.
struct JournalLimits {
    std::chrono::days age{0}; // since an edit ended; 0 = any
    qint64 bytes = 0;         // of all files; 0 = any
};

class JournalIndex;

// All functions block on the disk (call them on the worker pool) and are safe from any thread. Any number of
// processes may have one journal open: an entry counts as interrupted only when the process that began it is
// gone.
class Journal {
public:
    enum class IfMissing { Create, Refuse };

    // What is known before the call.
    struct Beginning {
        QString name;       // of the picture, for people: "photo.jpg"
        QByteArray picture; // encoded, as it was handed in
        QByteArray mask;    // encoded, PNG
        edit::Parameters parameters;
        QByteArray plan; // JSON; empty = none
        QString engine;  // Provider::name()
    };

    // Entries of processes that are gone become Done if their result had been written, otherwise Interrupted.
    // Errors: FileUnreadable (no journal there with Refuse; an index that is damaged, missing beside its
    // files, foreign, or newer than this program: nothing is changed then), FileUnwritable.
    static Result<std::unique_ptr<Journal>> open(const QString& folder,
                                                 IfMissing ifMissing = IfMissing::Create);
    // Entries that it began and did not end count as interrupted from now on.
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    // When it returns an id, everything is on the disk. Error: FileUnwritable; no entry has been made.
    Result<EntryId> begin(const Beginning& beginning);

    // The raw answer of a region, counted from 0, as it came from the provider; a later one replaces it.
    // Removed when the entry is finished. Errors: those of finish().
    Result<> keepAnswer(EntryId id, int region, const QByteArray& png);

    // Of an entry that did not end well: the files of the raw answers that had been paid for by then,
    // absolute, from region 0 without a gap.
    [[nodiscard]] QStringList answers(EntryId id) const;

    // Errors: FileUnwritable (the entry is still Begun: try again), InvalidArgument if the entry is not Begun
    // or not by this journal object.
    Result<> finish(EntryId id, const QByteArray& resultPng, const QByteArray& reportJson);
    Result<> fail(EntryId id, const Error& error);

    // All, in the order in which they began. Errors: FileUnreadable, FileUnwritable.
    Result<std::vector<Entry>> entries();

    struct Pruned {
        int entries = 0;
        qint64 bytes = 0; // that were freed
    };
    // Removes entries that have ended, the oldest first, as far as the limits ask for it, with the files that
    // no other entry needs; and files of ours that no entry knows, which a crash has left. An edit that runs
    // is not touched, whoever runs it. Errors: those of entries().
    Result<Pruned> prune(const JournalLimits& limits);

    // The result of an entry that is done, or will be; absolute.
    [[nodiscard]] QString resultFile(EntryId id) const;

    // Of a file that an entry names; absolute.
    [[nodiscard]] QString path(const QString& fileName) const;

private:
    Journal(QString folder, std::unique_ptr<JournalIndex> index, std::unique_ptr<storage::Session> session);

    Result<> recover();
    Result<> checkRunning(EntryId id);
    Result<QString> store(const QString& subfolder, const QString& hash, const QString& suffix,
                          const QByteArray& bytes);
    [[nodiscard]] QString temporaryIn(const QString& subfolder);

    QString m_folder;
    std::unique_ptr<JournalIndex> m_index;
    std::unique_ptr<storage::Session> m_session;
    std::atomic<int> m_temporaries = 0;
};

} // namespace nb::journal
