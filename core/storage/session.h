#pragma once
// Tells whether the process that began something is still there: each open journal holds the kernel's lock
// (flock) on a file of its own, which the kernel releases however the process ends, kill -9 included.
// Process ids are not used: they are reused, and mean nothing across containers that share a folder.

#include "core/base/result.h"
#include <memory>

namespace nb::storage {

class Session {
public:
    // `folder` exists. Error: FileUnwritable.
    static Result<std::unique_ptr<Session>> begin(const QString& folder);
    ~Session(); // unlocks and removes the file
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Unique for all time.
    [[nodiscard]] const QString& id() const { return m_id; }

    // Whether somebody, this process or another, holds the session of that id. A session that nobody holds is
    // removed. Safe from any thread.
    [[nodiscard]] static bool isHeld(const QString& folder, const QString& id);

private:
    Session(QString folder, QString id, int fd);

    QString m_folder;
    QString m_id;
    int m_fd;
};

// Holds a folder until destroyed or the process ends: for itself alone, or together with others that share
// it. For short work only.
class FolderLock {
public:
    enum class Hold { Alone, Shared };

    // Waits until the folder, which exists, is free. Error: FileUnwritable.
    static Result<std::unique_ptr<FolderLock>> acquire(const QString& folder, Hold hold = Hold::Alone);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    explicit FolderLock(int fd) : m_fd(fd) {}

    int m_fd;
};

} // namespace nb::storage
