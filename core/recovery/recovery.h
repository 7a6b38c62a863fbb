#pragma once
// What brings an open document back after a crash: a log that is written while work goes on, one file for
// each open document, in one folder for all processes:
//
//   <id>.log    the picture as it was opened, then every change: mask, pixels, results
//   <id>.lock   held by the process that has the document open (core/storage/session.h)
//
// A log whose lock nobody holds was left by a crash. The log is neither a project file nor a history: it can
// be read by the same version only, is not kept for long, and knows the last state alone. When what is
// written is the desktop's Autosave.

#include "core/base/result.h"
#include "core/project/project.h"
#include <QDateTime>
#include <QStringList>
#include <memory>
#include <vector>

namespace nb::storage {
class Session;
}

namespace nb::recovery {

class RecordFile;

// What the last state record says about the document and its file.
struct RecoveryState {
    QString name;       // for people
    QString path;       // of its file; empty = never saved
    bool saved = false; // all that the log held then is in that file

    bool operator==(const RecoveryState&) const = default;
};

// A piece of the mask; the samples are 8-bit and of the size of the rectangle.
struct MaskPiece {
    QRect rect;
    cv::Mat samples;
};

// The log of one open document. Not safe from several threads at once; all functions block on the disk.
// Errors, of all: FileUnwritable; the log is then as it was before the call.
class RecoveryLog {
public:
    // Makes the folder where it is missing.
    static Result<std::unique_ptr<RecoveryLog>> begin(const QString& folder);
    ~RecoveryLog(); // the file stays: what is left after a crash and after this is the same
    RecoveryLog(const RecoveryLog&) = delete;
    RecoveryLog& operator=(const RecoveryLog&) = delete;

    // Once, first; without it there is nothing to recover. The samples are written as they are: speed counts
    // here, and the file does not live long.
    Result<> writePicture(const image::Picture& picture, const RecoveryState& state);
    // One record: after a crash all pieces are there or none.
    Result<> appendMask(const std::vector<MaskPiece>& pieces);
    Result<> appendPixels(const project::Patch& patch);
    // Kept by its id, once; appendOrder() says which results there are, and in which order.
    Result<> appendResult(const project::Layer& layer);
    Result<> appendOrder(const QStringList& ids);
    Result<> appendState(const RecoveryState& state);
    Result<> sync(); // against a power cut; a crash of the process needs none

    [[nodiscard]] qint64 bytes() const;
    void discard(); // removes the file; nothing may be appended any more

private:
    friend Result<struct Recovered> recover(const QString& folder, const QString& id);
    RecoveryLog(QString path, std::unique_ptr<storage::Session> session, std::unique_ptr<RecordFile> file);

    QString m_path;
    std::unique_ptr<storage::Session> m_session;
    std::unique_ptr<RecordFile> m_file;
};

struct Recoverable {
    QString id;
    QString name;
    QString path; // of the file it was opened from or saved to; empty = none
    QSize size;   // pixels
    int results = 0;
    QDateTime changed; // when the last change was written, UTC
};

// What crashes have left, newest first. Leftovers that hold nothing worth having (saved, unchanged or not
// even the whole picture) are removed. A folder that is not there has none. Blocking, safe from any thread.
std::vector<Recoverable> findRecoverable(const QString& folder);

struct Recovered {
    project::Project project;
    RecoveryState state;
    std::unique_ptr<RecoveryLog> log; // to go on with: it holds all of this already
};

// Takes the log over, so that no other process does. A damaged end is left out. Blocking, safe from any
// thread. Errors: FileUnreadable (gone, taken by another process, or damaged from the start), FileUnwritable.
Result<Recovered> recover(const QString& folder, const QString& id);

// Removes what nobody wants back. Logs that a process holds are left alone.
void discardRecoverable(const QString& folder, const QString& id);

} // namespace nb::recovery
